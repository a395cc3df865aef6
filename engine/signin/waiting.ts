// Progress bars for waits: they show the remaining seconds.
import type { HttpClient } from '../http/types.ts';
import { requestTimeoutMs } from '../http/http-client.ts';
import type { Interaction } from './interaction.ts';

/** In milliseconds. A request that is answered sooner shows no bar. */
const silentMs = 2000;

/**
 * Shows a countdown in the progress bar, updated each second. Returns a function that stops it; the bar itself stays.
 */
export function countDown(
  {
    activity,
    status,
    milliseconds,
    ...rest
  }: { activity: string; status: string; milliseconds: number; isForRequest?: true },
  interaction: Pick<Interaction, 'progress'>,
): () => void {
  const end = Date.now() + milliseconds;
  const tell = (): void => {
    const secondsRemaining = Math.max(0, Math.round((end - Date.now()) / 1000));
    interaction.progress(activity, status, { secondsRemaining, ...rest });
  };
  tell();
  const bar = setInterval(tell, 1000);
  return () => {
    clearInterval(bar);
  };
}

/** Returns the client with a progress bar for each request that is not answered soon. */
export function countingDown(http: HttpClient, interaction: Pick<Interaction, 'progress'>): HttpClient {
  return async (request, signal) => {
    const { host } = new URL(request.url);
    const activity = `Waiting for ${host}`;
    const milliseconds = (request.timeoutMs ?? requestTimeoutMs) - silentMs;
    let stop: (() => void) | undefined;
    const timer = setTimeout(() => {
      const bar = { activity, status: 'Ctrl+C stops waiting.', milliseconds, isForRequest: true } as const;
      stop = countDown(bar, interaction);
    }, silentMs);
    try {
      return await http(request, signal);
    } finally {
      clearTimeout(timer);
      stop?.();
      if (stop !== undefined) interaction.progress(activity, 'Done', { done: true, isForRequest: true });
    }
  };
}
