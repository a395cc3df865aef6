// The picker after a sign-in: a numbered list, Enter for the default, part of a name to filter.
import type { FoundSubscription } from '../directory/find-subscriptions.ts';
import { tenantIn, type KnownTenant } from '../directory/tenants.ts';
import type { Interaction } from '../signin/interaction.ts';
import { isEnabled } from './subscription-state.ts';

/** More than these are not shown at once. */
const shownAtMost = 20;

/** Where the ID stands among the columns. */
const idColumn = 3;

export interface SubscriptionChoice {
  readonly found: readonly FoundSubscription[];
  /** What Enter takes. */
  readonly preferred: FoundSubscription;
  readonly tenants: readonly KnownTenant[];
}

/**
 * Asks which subscription to work in.
 * @throws the signal's reason when the question is withdrawn
 */
export async function pickSubscription(
  choice: SubscriptionChoice,
  interaction: Interaction,
  signal: AbortSignal,
): Promise<FoundSubscription> {
  const { found, preferred } = choice;
  let shown = found.map((_, index) => index);
  let isNew = true;
  for (;;) {
    if (isNew) interaction.information(table(choice, shown, interaction.consoleWidth));
    isNew = false;
    const message = `Select a subscription (number, part of a name, or Enter for '${preferred.subscription.displayName}'):`;
    const answer = (await interaction.prompt({ message }, signal)).trim();
    if (answer === '') return preferred;
    const chosen = /^\d+$/.test(answer) ? found[Number(answer) - 1] : undefined;
    if (chosen !== undefined) return chosen;
    const matching = found.flatMap((one, index) => (contains(one, choice, answer) ? [index] : []));
    const [only] = matching;
    if (matching.length === 1 && only !== undefined && found[only] !== undefined) return found[only];
    if (matching.length === 0) interaction.information(`No subscription matches '${answer}'.`);
    else {
      shown = matching;
      isNew = true;
    }
  }
}

function contains(one: FoundSubscription, choice: SubscriptionChoice, text: string): boolean {
  const { subscription } = one;
  return [subscription.displayName, subscription.subscriptionId, tenantNameOf(one, choice)].some((part) =>
    part.toLowerCase().includes(text.toLowerCase()),
  );
}

/** Where the lines are longer than the console, the IDs are left out: broken lines are no list. */
function table(choice: SubscriptionChoice, indexes: readonly number[], consoleWidth: number): string {
  const { found, preferred } = choice;
  const rows = indexes.slice(0, shownAtMost).flatMap((index) => {
    const one = found[index];
    if (one === undefined) return [];
    const mark = one === preferred ? '*' : ' ';
    const { subscriptionId } = one.subscription;
    return [[`[${String(index + 1)}]`, mark, nameOf(one), subscriptionId, tenantNameOf(one, choice)]];
  });
  const full = linesOf(['No', ' ', 'Subscription name', 'Subscription ID', 'Tenant'], rows);
  const isTooWide = consoleWidth > 0 && full.some((line) => line.length > consoleWidth);
  const withoutIds = rows.map((row) => row.filter((_, column) => column !== idColumn));
  const more = indexes.length - rows.length;
  return [
    '',
    ...(isTooWide && namesDiffer(withoutIds)
      ? linesOf(['No', ' ', 'Subscription name', 'Tenant'], withoutIds)
      : full),
    ...(more > 0 ? [`… and ${String(more)} more. Type part of a name to see those that match.`] : []),
    '',
    'The default is marked with *.',
  ].join('\n');
}

/** Whether the name and the tenant tell each row from all others. */
function namesDiffer(rows: readonly (readonly string[])[]): boolean {
  return new Set(rows.map(([, , ...told]) => told.join('\n'))).size === rows.length;
}

function linesOf(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
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
  return isEnabled(state) ? displayName : `${displayName} (${state})`;
}

function tenantNameOf({ tenantId }: FoundSubscription, { tenants }: SubscriptionChoice): string {
  const { defaultDomain, displayName } = tenantIn(tenants, tenantId);
  return defaultDomain ?? displayName ?? tenantId;
}
