// The one rule for where a token may be sent: to URLs of its own service, over TLS.
import { armBaseOf } from '../environments/environment-store.ts';
import type { Environment } from '../environments/environment.ts';
import { EngineError } from '../errors/engine-error.ts';

/** Whether the token of a service may be sent to a URL. */
export type OwnsAddress = (url: URL) => boolean;

/**
 * Returns the rule for Azure Resource Manager: its own host, and its regions such as
 * `westeurope.management.azure.com`.
 */
export function armAddresses(environment: Environment): OwnsAddress {
  const arm = new URL(armBaseOf(environment));
  const isRegion = ({ port, hostname }: URL): boolean =>
    port === arm.port && hostname.endsWith(`.${arm.hostname}`);
  return (url) => isPrivate(url) && (url.origin === arm.origin || isRegion(url));
}

/** Returns the rule for one origin: scheme, host and port (RFC 6454, section 4). */
export function originAddresses({ origin }: URL): OwnsAddress {
  return (url) => isPrivate(url) && url.origin === origin;
}

/** A user name and password in a URL would be sent instead of the token. */
function isPrivate({ protocol, username, password }: URL): boolean {
  return protocol === 'https:' && username === '' && password === '';
}

/**
 * Returns a URL from an answer, to be requested with the token.
 * @throws EngineError `Network.Response` if it does not belong to the service
 */
export function ownAddress(owns: OwnsAddress, text: string, base: string, what: string): string {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (url !== undefined && owns(url)) return url.href;
  const place =
    url === undefined ? 'an address that cannot be read' : url.origin === 'null' ? url.protocol : url.origin;
  throw new EngineError('Network.Response', {
    facts: {
      host: new URL(base).host,
      reason: `${what} is at ${place}, which does not belong to it, so no token is sent there`,
    },
  });
}
