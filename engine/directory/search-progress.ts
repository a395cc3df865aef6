// The progress bar of a search for subscriptions.
import type { Interaction } from '../signin/interaction.ts';
import { counted } from '../text/counted.ts';

const activity = 'Looking for subscriptions';
/** The shortest time between two updates, in milliseconds. Each takes PowerShell some time. */
const intervalMs = 100;

export interface SearchState {
  /** The number of tenants, and how many of them have answered or failed. */
  readonly total: number;
  readonly finished: number;
  /** The number of subscriptions found. */
  readonly found: number;
}

/** Shows the state of a search. */
export class SearchProgress {
  readonly #state: () => SearchState;
  readonly #interaction: Interaction;
  readonly #startedAt = Date.now();
  /** When the bar was last updated, in milliseconds since 1970; undefined if it is not shown. */
  #shownAt: number | undefined;
  #nextUpdate: NodeJS.Timeout | undefined;

  constructor(state: () => SearchState, interaction: Interaction) {
    this.#state = state;
    this.#interaction = interaction;
  }

  /** Updates the bar now, or once the interval since the last update is over. */
  update(): void {
    const wait = (this.#shownAt ?? 0) + intervalMs - Date.now();
    if (wait <= 0) {
      this.#show();
      return;
    }
    this.#nextUpdate ??= setTimeout(() => {
      this.#show();
    }, wait);
  }

  close(): void {
    clearTimeout(this.#nextUpdate);
    if (this.#shownAt !== undefined) this.#interaction.progress(activity, 'Done', { done: true });
  }

  #show(): void {
    clearTimeout(this.#nextUpdate);
    this.#nextUpdate = undefined;
    const { total, finished, found } = this.#state();
    this.#shownAt = Date.now();
    const status = `${counted(found, 'subscription')} in ${String(finished)} of ${counted(total, 'tenant')}`;
    const secondsRemaining =
      finished === 0
        ? -1
        : Math.ceil((((this.#shownAt - this.#startedAt) / finished) * (total - finished)) / 1000);
    this.#interaction.progress(activity, status, {
      percent: Math.floor((100 * finished) / total),
      secondsRemaining,
    });
  }
}
