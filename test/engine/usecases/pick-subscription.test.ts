import assert from 'node:assert/strict';
import { pickSubscription } from '../../../engine/usecases/pick-subscription.ts';
import type { FoundSubscription } from '../../../engine/directory/find-subscriptions.ts';

const tenantId = '10000000-0000-4000-8000-000000000001';

function subscriptions(names: readonly string[]): FoundSubscription[] {
  return names.map((displayName, index) => ({
    tenantId,
    subscription: {
      displayName,
      // Digits that other rows have as their row numbers.
      subscriptionId: `1a000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
      ...{ state: 'Enabled', tenantId, homeTenantId: tenantId, managedByTenantIds: [] },
      ...{ authorizationSource: undefined, tags: undefined, subscriptionPolicies: undefined },
    },
  }));
}

interface Picked {
  readonly name: string;
  readonly questions: readonly string[];
  readonly shown: readonly string[];
}

async function pick(
  names: readonly string[],
  answers: readonly string[],
  size: { width?: number; height?: number; preferred?: number } = {},
): Promise<Picked> {
  const found = subscriptions(names);
  const preferred = found[size.preferred ?? 0];
  assert.ok(preferred !== undefined);
  const questions: string[] = [];
  const shown: string[] = [];
  const chosen = await pickSubscription(
    { found, preferred, tenants: [] },
    {
      consoleWidth: size.width ?? 0,
      consoleHeight: size.height ?? 0,
      information: (text) => shown.push(text),
      prompt: ({ message }) => {
        const answer = answers[questions.length];
        questions.push(message);
        return answer === undefined ? Promise.reject(new Error('asked again')) : Promise.resolve(answer);
      },
    },
    new AbortController().signal,
  );
  return { name: chosen.subscription.displayName, questions, shown };
}

const generated = [...Array(30).keys()].map((at) => `Generated Subscription ${String(at).padStart(5, '0')}`);
const plain = ['Alpha', 'Beta', 'Gamma', 'Delta'];
const numbered = ['Team 2', 'Team 1', 'Team 3'];

describe('the prompt for a subscription', () => {
  for (const [what, names, answers, expected] of [
    ['takes the row with the typed number', plain, ['3'], 'Gamma'],
    ['takes the row with the typed number in brackets', plain, ['[3]'], 'Gamma'],
    [
      'takes a number with leading zeros as part of a name',
      generated,
      ['00005'],
      'Generated Subscription 00005',
    ],
    ['takes a whole name', plain, ['beta'], 'Beta'],
    ['takes the default on Enter', plain, [''], 'Alpha'],
    ['asks again for a number that is part of another name', numbered, ['1', '[1]'], 'Team 2'],
    ['takes a number if the only name that contains it is in its own row', ['A 1', 'B 2'], ['2'], 'B 2'],
    ['does not look for digits in IDs', plain, ['8000', '2'], 'Beta'],
    ['takes no row for a number with a leading zero', plain, ['02', '2'], 'Beta'],
    ['takes no row for a sign or an exponent', plain, ['+2', '2e0', '0x2', '2.0', '2'], 'Beta'],
    ['takes no row for a number that is not in the list', plain, ['9', '0', '[9]', '1'], 'Alpha'],
    ['shows the whole list on Enter after a filter', [...plain, 'Delta two'], ['delta', '', ''], 'Alpha'],
    ['keeps the row numbers in a filtered list', [...plain, 'Delta two'], ['delta', '5'], 'Delta two'],
    ['takes no row that the filter hides', [...plain, 'Delta two'], ['delta', '1', '4'], 'Delta'],
    ['takes a row of the next page', generated, ['+', '[26]'], 'Generated Subscription 00025'],
    [
      'returns to the first page after the last',
      generated,
      ['+', '+', '[1]'],
      'Generated Subscription 00000',
    ],
  ] as const) {
    it(what, async () => {
      const picked = await pick(names, answers);
      assert.equal(picked.name, expected);
      assert.equal(picked.questions.length, answers.length);
    });
  }

  it('shows the rows that a number matches if it may be the number of a row shown earlier', async () => {
    const { name, shown } = await pick(generated, ['25', '[26]']);
    assert.equal(name, 'Generated Subscription 00025');
    assert.match(shown[1] ?? '', /\[26\] +Generated Subscription 00025/);
    assert.doesNotMatch(shown[1] ?? '', /00024/);
  });

  it('explains the mark * only if a shown row has it', async () => {
    const { shown } = await pick([...plain, 'Delta two'], ['delta', '', '']);
    assert.match(shown[0] ?? '', /marked with \*/);
    assert.doesNotMatch(shown[1] ?? '', /\*/);
    assert.match(shown[2] ?? '', /marked with \*/);
  });

  it('says what Enter does', async () => {
    const { questions } = await pick([...plain, 'Delta two'], ['delta', '', '']);
    assert.match(questions[0] ?? '', /Enter for 'Alpha'/);
    assert.match(questions[1] ?? '', /Enter for the whole list/);
  });

  it('fits one line of 80 columns even if the default has a long name', async () => {
    const { questions } = await pick([`${'Subscription '.repeat(8)}of one team`, 'Beta'], ['zzz', '']);
    for (const question of questions) assert.ok(question.length <= 76, question);
  });

  it('shows whole IDs in lines of 80 columns, and cuts tenants and names to fit', async () => {
    const { shown } = await pick(generated.slice(0, 3), [''], { width: 80 });
    const rows = (shown[0] ?? '').split('\n').filter((line) => line.startsWith('['));
    assert.equal(rows.length, 3);
    for (const [at, row] of rows.entries()) {
      assert.ok(row.length <= 80, row);
      assert.match(row, new RegExp(` 1a000000-0000-4000-8000-00000000000${String(at + 1)} 1000000`));
    }
  });

  it('suggests the nearest name if nothing matches', async () => {
    const { shown } = await pick(plain, ['gamna', 'zzzzz', '']);
    assert.equal(shown[1], "No subscription matches 'gamna'. Did you mean 'Gamma'?");
    assert.equal(shown[2], "No subscription matches 'zzzzz'.");
  });

  it('suggests the nearest ID if nothing matches', async () => {
    const { shown } = await pick(plain, ['1a000000-0000-4000-9000-000000000002', '']);
    assert.match(shown[1] ?? '', /Did you mean '1a000000-0000-4000-8000-000000000002'\?$/);
  });

  for (const [width, height] of [
    [120, 24],
    [80, 24],
    [40, 24],
    [40, 20],
    [100, 10],
  ] as const) {
    it(`fits a console of ${String(width)} columns and ${String(height)} lines together with the list`, async () => {
      const { shown, questions } = await pick(generated, ['+', ''], { width, height });
      for (const [at, text] of shown.entries()) {
        const lines = [...text.split('\n'), questions[at] ?? ''];
        const drawn = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
        assert.ok(drawn <= height, `${String(drawn)} lines:\n${text}`);
        assert.match(text, /^These are \d+ to \d+ of 30\. Type \+ for more/m);
      }
    });
  }
});
