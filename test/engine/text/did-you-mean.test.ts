import assert from 'node:assert/strict';
import { didYouMean, nearestName } from '../../../engine/text/did-you-mean.ts';

describe('the nearest known name', () => {
  const known = ['Contoso Production', 'Contoso Staging', 'Fabrikam'];

  it('is the most similar one in any case', () => {
    assert.equal(nearestName('contoso prodction', known), 'Contoso Production');
    assert.equal(nearestName('Contoso Stagign', known), 'Contoso Staging');
    assert.equal(nearestName('FABRICAM', known), 'Fabrikam');
  });

  it('is undefined if a third or more of the letters differ, or if the text is a known name', () => {
    assert.equal(nearestName('Woodgrove', known), undefined);
    assert.equal(nearestName('ab', ['cd']), undefined);
    assert.equal(nearestName('fabrikam', known), undefined);
  });

  it('is undefined if two names are equally near', () => {
    assert.equal(nearestName('stag1', ['stage', 'stags']), undefined);
    assert.equal(nearestName('stag1', ['stage', 'Stage']), 'Stage');
  });

  it('is suggested in a sentence', () => {
    assert.equal(didYouMean('Fabrikm', known), " Did you mean 'Fabrikam'?");
    assert.equal(didYouMean('x', known), '');
  });
});
