// What the services that start on demand stand on: listeners that end with the cloud, its state and its folder.
import type { ServerOptions } from 'node:https';
import type { HostName } from './hosts.ts';
import type { Route } from './router.ts';
import type { CloudState } from './state.ts';

/** A listener whose routes may be added once its address is known. */
export interface Door {
  /** `http://127.0.0.1:<port>` or `https://localhost:<port>`. */
  readonly url: string;
  readonly routes: Route[];
}

export interface Site {
  readonly cloud: CloudState;
  /** For files that live as long as the cloud; each service makes a folder of its own in it. */
  readonly folder: string;
  /** SHA-1 of the server certificate, upper-case hex. */
  readonly serverThumbprint: string;
  /** `certificate` in place of the cloud's own. */
  open(host: HostName, transport: 'http' | 'https', certificate?: ServerOptions): Promise<Door>;
  /** Runs when the cloud stops. */
  onStop(clean: () => void): void;
}
