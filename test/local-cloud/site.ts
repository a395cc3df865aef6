// What services that start on demand share: listeners that stop with the cloud, its state and its folder.
import type { ServerOptions } from 'node:https';
import type { HostName } from './hosts.ts';
import type { Route } from './router.ts';
import type { CloudState } from './state.ts';

/** A listener to which routes can be added once its address is known. */
export interface Door {
  /** `http://127.0.0.1:<port>` or `https://localhost:<port>`. */
  readonly url: string;
  readonly routes: Route[];
}

export interface Site {
  readonly cloud: CloudState;
  /** For files that live as long as the cloud; each service creates its own folder in it. */
  readonly folder: string;
  /** SHA-1 of the server certificate, upper-case hex. */
  readonly serverThumbprint: string;
  /** `certificate` replaces the cloud's own. */
  open(host: HostName, transport: 'http' | 'https', certificate?: ServerOptions): Promise<Door>;
  /** Runs when the cloud stops. */
  onStop(clean: () => void): void;
}
