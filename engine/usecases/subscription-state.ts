import type { Interaction } from '../signin/interaction.ts';
import type { StoredContext } from '../contexts/model.ts';
import { sameText } from '../text/same-text.ts';

/** Whether a subscription in this state can be changed. A missing state counts as enabled. */
export function isEnabled(state: string | null | undefined): boolean {
  return (state ?? '') === '' || sameText(state, 'Enabled');
}

/** Warns if the subscription of a context is in a state in which changes fail. */
export function warnUnlessEnabled(
  context: StoredContext | undefined,
  interaction: Pick<Interaction, 'warning'>,
): void {
  const { Name: name = '', State: state } = context?.Subscription ?? {};
  if (isEnabled(state)) return;
  interaction.warning(
    `The subscription '${name}' is ${state ?? ''}: commands that change something in it may fail.`,
  );
}
