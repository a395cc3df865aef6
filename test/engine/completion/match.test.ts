import assert from 'node:assert/strict';
import { completionsFor, type Candidate } from '../../../engine/completion/match.ts';
import { subscriptionNames, type KnownSubscription } from '../../../engine/completion/known-names.ts';

describe('completion of a typed word', () => {
  const named = (...names: string[]): Candidate[] => names.map((name) => ({ texts: [name], tooltip: name }));
  const textsFor = (word: string, candidates: Candidate[]): string[] =>
    completionsFor(word, candidates).map(({ text }) => text);

  for (const [word, names, offered] of [
    ['', ['b', 'a'], ['a', 'b']],
    ['PRO', ['Production', 'Non-production'], ['Production']],
    ['duct', ['Production', 'Sandbox'], ['Production']],
    ['*box', ['Production', 'Sandbox'], ['Sandbox']],
    ['p?od', ['Production', 'Prod'], ['Prod', 'Production']],
    ['[ps]', ['Production', 'Sandbox', 'Test'], ['Production', 'Sandbox']],
    ['[work] ', ['[work] one', 'work two'], ['[work] one']],
    ['[z-a]*', ['[z-a]*'], ['[z-a]*']],
    ['a.c', ['abc', 'a.c'], ['a.c']],
    ['(', ['(one)', 'two'], ['(one)']],
  ] as const) {
    it(`offers ${offered.join(', ')} for '${word}' out of ${names.join(', ')}`, () => {
      assert.deepEqual(textsFor(word, named(...names)), offered);
    });
  }

  it('offers equal texts once and joins their tooltips', () => {
    const [offered, ...others] = completionsFor('t', [
      { texts: ['tenant'], tooltip: 'of alex' },
      { texts: ['Tenant'], tooltip: 'of sam' },
    ]);
    assert.equal(offered?.tooltip, 'of alex\nof sam');
    assert.deepEqual(others, []);
  });

  it('completes a subscription by ID when another subscription has the same name', () => {
    const subscription = (id: string, name: string): KnownSubscription => ({
      id,
      name,
      tenantId: 't',
      accountId: 'alex',
    });
    const all = [subscription('1', 'Same'), subscription('2', 'same'), subscription('3', 'Other')];
    const offered = completionsFor('', subscriptionNames(all, 'nameOrId'));
    assert.deepEqual(
      offered.map(({ text, label }) => [text, label]),
      [
        ['1', 'Same (1)'],
        ['2', 'same (2)'],
        ['Other', 'Other'],
      ],
    );
  });
});
