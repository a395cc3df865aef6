import assert from 'node:assert/strict';
import { originAddresses } from '../../../engine/rest/own-addresses.ts';
import { PageTrail } from '../../../engine/rest/page-trail.ts';

describe('the pages of a list', () => {
  const first = 'https://service.example/list';
  const trail = (): PageTrail => new PageTrail(originAddresses(new URL(first)), first);

  it('are read one after the other, even if their addresses are relative', () => {
    const pages = trail();
    assert.equal(pages.next('/list?page=2'), `${first}?page=2`);
    assert.equal(pages.next(`${first}?page=3`), `${first}?page=3`);
  });

  const refused: readonly [string, string][] = [
    ['the first page again', first],
    ['another service', 'https://evil.example/list?page=2'],
    ['another scheme', 'http://service.example/list?page=2'],
    ['an invalid address', 'https://'],
  ];
  for (const [what, address] of refused) {
    it(`fail if the next page is ${what}`, () => {
      assert.throws(() => trail().next(address), { catalogueId: 'Network.Response' });
    });
  }
});
