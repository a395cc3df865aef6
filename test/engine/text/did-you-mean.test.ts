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

  it('is the only one with a word that begins with the text, if none is similar', () => {
    assert.equal(nearestName('stag', known), 'Contoso Staging');
    assert.equal(nearestName('Production', known), 'Contoso Production');
    assert.equal(nearestName('fabri', known), 'Fabrikam');
    assert.equal(nearestName('team (dev', ['My team (Dev)', 'team']), 'My team (Dev)');
    for (const text of ['contoso', 'aging', 'fa', 'fabrikam', ' '])
      assert.equal(nearestName(text, known), undefined);
  });

  it('is an ID only if one or two characters of it differ', () => {
    const id = '4fd6e2a1-93b7-4c58-8a0d-7e5c1b2f9a36';
    assert.equal(nearestName('4fd6e2a1-93b7-4c58-8a0d-7e5c1b2f9a63', [id]), id);
    assert.equal(nearestName('4fd6e2a1-93b7-4c58-8a0d-7e5c1b2f9', [id]), undefined);
    assert.equal(nearestName('4fd6e2a1-93b7-4c58-8a0d-7e5c1b2f9000', [id]), undefined);
    assert.equal(nearestName('4fd6e2a193b74c58-8a0d-7e5c1b2f9a36', [id]), id);
  });

  it('is suggested in a sentence', () => {
    assert.equal(didYouMean('Fabrikm', known), " Did you mean 'Fabrikam'?");
    assert.equal(didYouMean('x', known), '');
  });
});
