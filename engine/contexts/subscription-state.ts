import type { Interaction } from '../signin/interaction.ts';
import { sameText, type StoredContext } from './model.ts';

/** Warns where the subscription of a context is in a state in which changes fail. */
export function warnUnlessEnabled(
  context: StoredContext | undefined,
  interaction: Pick<Interaction, 'warning'>,
): void {
  const { Name: name = '', State: state } = context?.Subscription ?? {};
  if (state === undefined || state === null || state === '' || sameText(state, 'Enabled')) return;
  interaction.warning(
    `The subscription '${name}' is ${state}: commands that change something in it may fail.`,
  );
}
