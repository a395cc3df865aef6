// The picker after a sign-in: a numbered list that fits the console. Enter selects the default, part of a name
// filters.
import { didYouMean } from '../text/did-you-mean.ts';
import { shownLine } from '../text/terminal-text.ts';
import type { FoundSubscription } from '../directory/find-subscriptions.ts';
import { tenantIn, type KnownTenant } from '../directory/tenants.ts';
import type { Interaction } from '../signin/interaction.ts';
import { isEnabled } from './subscription-state.ts';

/** The most rows that are shown at once, even on a tall console. */
const shownAtMost = 20;

/** Shows the next rows. It is not used to search for names. */
const moreKey = '+';

/** The columns that are shortened on a narrow console, this one first; the ID is never cut. */
const tenantColumn = 4;
const nameColumn = 2;
/** A shorter name would be useless. */
const shortestName = 12;
/** The most columns for the question with an answer. */
const questionWidth = 72;

export interface SubscriptionChoice {
  readonly found: readonly FoundSubscription[];
  /** The default, which Enter selects. */
  readonly preferred: FoundSubscription;
  readonly tenants: readonly KnownTenant[];
}

type PickConsole = Pick<Interaction, 'information' | 'prompt' | 'consoleWidth' | 'consoleHeight'>;

/** The rows that match the filter, and the index of the first shown row. */
interface ListedSubscription {
  readonly matching: readonly number[];
  readonly first: number;
}

/**
 * Asks which subscription to use and returns it.
 * @throws the signal's reason if the signal aborts
 */
export async function pickSubscription(
  choice: SubscriptionChoice,
  interaction: PickConsole,
  signal: AbortSignal,
): Promise<FoundSubscription> {
  const { found, preferred } = choice;
  const all = found.map((_, index) => index);
  let listed: ListedSubscription = { matching: all, first: 0 };
  let page: Page | undefined;
  for (;;) {
    const isFiltered = listed.matching.length < all.length;
    const message = questionOf(isFiltered ? undefined : preferred.subscription.displayName);
    if (page === undefined) {
      page = pageOf(choice, listed, message, interaction);
      interaction.information(page.text);
    }
    const answer = (await interaction.prompt({ message }, signal)).trim();
    if (answer === '' && !isFiltered) return preferred;
    if (answer === '' || answer === moreKey) {
      const next = listed.first + page.rows.length;
      listed =
        answer === ''
          ? { matching: all, first: 0 }
          : { ...listed, first: next < listed.matching.length ? next : 0 };
      page = undefined;
      continue;
    }
    const reading = readAnswer(answer, page.rows, choice);
    if (reading.chosen !== undefined) return reading.chosen;
    if (reading.say !== undefined) interaction.information(reading.say);
    if (reading.matching !== undefined) {
      listed = { matching: reading.matching, first: 0 };
      page = undefined;
    }
  }
}

/** Returns the question, which fits on one line of a narrow console; the default's name is cut if needed. */
function questionOf(preferred: string | undefined): string {
  const begin = 'Number, part of a name, or Enter for ';
  if (preferred === undefined) return `${begin}the whole list:`;
  return `${begin}'${shortened(shownLine(preferred), questionWidth - begin.length - 3)}':`;
}

function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1)).trimEnd()}…`;
}

interface Reading {
  readonly chosen?: FoundSubscription | undefined;
  readonly say?: string;
  readonly matching?: readonly number[];
}

/**
 * Interprets an answer. A number selects a row only if it is typed exactly as shown and the row is on the screen. If
 * it is also part of another name, only `[number]` selects the row.
 */
function readAnswer(answer: string, shown: readonly number[], choice: SubscriptionChoice): Reading {
  const { found } = choice;
  const [, bracketed, plain] = /^(?:\[([1-9]\d*)\]|([1-9]\d*))$/.exec(answer) ?? [];
  const row = Number(bracketed ?? plain) - 1;
  const isShown = shown.includes(row);
  if (bracketed !== undefined) {
    return isShown ? { chosen: found[row] } : { say: `There is no row ${answer} on the screen.` };
  }
  const matching = matchesOf(answer, choice);
  if (isShown) {
    if (matching.every((index) => index === row)) return { chosen: found[row] };
    return {
      say: `'${answer}' is the number of a row, and part of other names. Type [${answer}] for the row, or more of the name.`,
    };
  }
  const [only] = matching;
  if (only === undefined) {
    const names = found.flatMap(({ subscription }) => [
      subscription.displayName,
      subscription.subscriptionId,
    ]);
    return { say: `No subscription matches '${answer}'.${didYouMean(answer, names)}` };
  }
  // Perhaps the number of a row on an earlier page: show the match before it is selected.
  const isDoubtful = plain !== undefined && row < found.length && !shown.includes(only);
  return matching.length === 1 && !isDoubtful ? { chosen: found[only] } : { matching };
}

/** Returns the rows that contain a text. Digits are searched only in names, because every ID contains some. */
function matchesOf(text: string, choice: SubscriptionChoice): number[] {
  const isNumber = /^\d+$/.test(text);
  const isIn = (part: string): boolean => part.toLowerCase().includes(text.toLowerCase());
  return choice.found.flatMap((one, index) => {
    const { displayName, subscriptionId } = one.subscription;
    const parts = isNumber ? [displayName] : [displayName, subscriptionId, tenantNameOf(one, choice)];
    return parts.some(isIn) ? [index] : [];
  });
}

interface Page {
  readonly text: string;
  /** The shown rows. */
  readonly rows: readonly number[];
}

/** Returns as many rows as fit on the console together with the question, but at least one. */
function pageOf(
  choice: SubscriptionChoice,
  listed: ListedSubscription,
  question: string,
  console: PickConsole,
): Page {
  const { consoleWidth: width, consoleHeight: height } = console;
  const heightOf = (text: string): number =>
    text
      .split('\n')
      .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / (width || Infinity))), 0);
  for (let count = Math.min(shownAtMost, listed.matching.length - listed.first); ; count--) {
    const rows = listed.matching.slice(listed.first, listed.first + count);
    const text = textOf(choice, listed, rows, width);
    if (count <= 1 || height === 0 || heightOf(`${text}\n${question}`) <= height) return { text, rows };
  }
}

function textOf(
  choice: SubscriptionChoice,
  { matching, first }: ListedSubscription,
  rows: readonly number[],
  width: number,
): string {
  const hasPreferred = rows.some((index) => choice.found[index] === choice.preferred);
  const range = `${String(first + 1)} to ${String(first + rows.length)} of ${String(matching.length)}`;
  return [
    '',
    ...linesFor(choice, rows, width),
    ...(rows.length < matching.length
      ? [`These are ${range}. Type ${moreKey} for more, or part of a name.`]
      : []),
    '',
    ...(hasPreferred ? ['The default is marked with *.'] : []),
  ].join('\n');
}

/**
 * Returns the lines of the table. If they are wider than the console, tenants and names are cut, because wrapped
 * lines are unreadable.
 */
function linesFor(choice: SubscriptionChoice, indexes: readonly number[], consoleWidth: number): string[] {
  const { found, preferred } = choice;
  const rows = indexes.flatMap((index) => {
    const one = found[index];
    if (one === undefined) return [];
    const mark = one === preferred ? '*' : ' ';
    const { subscriptionId } = one.subscription;
    return [[`[${String(index + 1)}]`, mark, nameOf(one), subscriptionId, tenantNameOf(one, choice)]];
  });
  return linesOf(['No', ' ', 'Subscription', 'ID', 'Tenant'], rows, consoleWidth || Infinity);
}

function linesOf(
  heads: readonly string[],
  whole: readonly (readonly string[])[],
  consoleWidth: number,
): string[] {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...whole.map((row) => (row[column] ?? '').length)),
  );
  for (const column of [tenantColumn, nameColumn]) {
    const excess = widths.reduce((sum, width) => sum + width + 1, -1) - consoleWidth;
    const width = widths[column] ?? 0;
    if (excess > 0) widths[column] = Math.min(width, Math.max(shortestName, width - excess));
  }
  const rows = whole.map((row) => row.map((cell, column) => shortened(cell, widths[column] ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(' ')
      .trimEnd();
  const rule = widths.map((width, column) => (column === 1 ? ' ' : '-'.repeat(width)));
  return [line(heads), line(rule), ...rows.map(line)];
}

/** Returns the name, with the state if the subscription is not enabled: it can be read but not changed. */
function nameOf({ subscription: { displayName, state } }: FoundSubscription): string {
  return shownLine(isEnabled(state) ? displayName : `${displayName} (${state})`);
}

function tenantNameOf({ tenantId }: FoundSubscription, { tenants }: SubscriptionChoice): string {
  const { defaultDomain, displayName } = tenantIn(tenants, tenantId);
  return shownLine(defaultDomain ?? displayName ?? tenantId);
}
