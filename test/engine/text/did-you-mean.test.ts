import assert from 'node:assert/strict';
import { didYouMean, nearestName } from '../../../engine/text/did-you-mean.ts';

describe('the name that was meant', () => {
  const known = ['Contoso Production', 'Contoso Staging', 'Fabrikam'];

  it('is the nearest of those that are known, whatever its case', () => {
    assert.equal(nearestName('contoso prodction', known), 'Contoso Production');
    assert.equal(nearestName('Contoso Stagign', known), 'Contoso Staging');
    assert.equal(nearestName('FABRICAM', known), 'Fabrikam');
  });

  it('is none where a third of the letters and more are wrong, or where the text is known already', () => {
    assert.equal(nearestName('Woodgrove', known), undefined);
    assert.equal(nearestName('ab', ['cd']), undefined);
    assert.equal(nearestName('fabrikam', known), undefined);
  });

  it('is none where two are as near', () => {
    assert.equal(nearestName('stag1', ['stage', 'stags']), undefined);
    assert.equal(nearestName('stag1', ['stage', 'Stage']), 'Stage');
  });

  it('is asked for in a sentence', () => {
    assert.equal(didYouMean('Fabrikm', known), " Did you mean 'Fabrikam'?");
    assert.equal(didYouMean('x', known), '');
  });
});
