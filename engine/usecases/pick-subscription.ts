// The picker after a sign-in: a numbered list that fits the console, Enter for the default, part of a name to filter.
import { didYouMean } from '../text/did-you-mean.ts';
import { shownLine } from '../text/terminal-text.ts';
import type { FoundSubscription } from '../directory/find-subscriptions.ts';
import { tenantIn, type KnownTenant } from '../directory/tenants.ts';
import type { Interaction } from '../signin/interaction.ts';
import { isEnabled } from './subscription-state.ts';

/** More than these are not shown at once, however high the console is. */
const shownAtMost = 20;

/** What shows the next rows. No name of a subscription is looked for with it. */
const moreKey = '+';

/** The columns that are shortened where the console is too narrow, this one first: the ID stands whole. */
const tenantColumn = 4;
const nameColumn = 2;
/** A name that is shorter tells nothing. */
const shortestName = 12;
/** The columns that the question takes with an answer, at most. */
const questionWidth = 72;

export interface SubscriptionChoice {
  readonly found: readonly FoundSubscription[];
  /** What Enter takes. */
  readonly preferred: FoundSubscription;
  readonly tenants: readonly KnownTenant[];
}

type PickConsole = Pick<Interaction, 'information' | 'prompt' | 'consoleWidth' | 'consoleHeight'>;

/** Rows that match what was typed, and where those that are shown begin. */
interface ListedSubscription {
  readonly matching: readonly number[];
  readonly first: number;
}

/**
 * Asks which subscription to work in.
 * @throws the signal's reason when the question is withdrawn
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

/** Short enough for one line of the narrowest consoles; the name of the default is cut for that. */
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
 * What an answer means. A number is that of a row only where it is typed as it is shown and its row is on the screen;
 * where it is part of another name as well, only `[number]` is.
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
  // The number of a row that was seen before, perhaps: what it matches is shown first.
  const isDoubtful = plain !== undefined && row < found.length && !shown.includes(only);
  return matching.length === 1 && !isDoubtful ? { chosen: found[only] } : { matching };
}

/** The rows that a text is part of; digits are looked for in names only, since every ID has some. */
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
  /** The rows that are shown. */
  readonly rows: readonly number[];
}

/** As many rows as the console has room for, with the question below them; at least one. */
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

/** Where the lines are longer than the console, tenants and names are cut: broken lines are no list. */
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

/** With the state of one that is not enabled: whoever picks it can read there, but not change anything. */
function nameOf({ subscription: { displayName, state } }: FoundSubscription): string {
  return shownLine(isEnabled(state) ? displayName : `${displayName} (${state})`);
}

function tenantNameOf({ tenantId }: FoundSubscription, { tenants }: SubscriptionChoice): string {
  const { defaultDomain, displayName } = tenantIn(tenants, tenantId);
  return shownLine(defaultDomain ?? displayName ?? tenantId);
}
