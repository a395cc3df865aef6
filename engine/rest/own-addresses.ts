// The one rule for who may get a token: the addresses of the service that it is for, over TLS.
import { armBaseOf } from '../environments/environment-store.ts';
import type { Environment } from '../environments/environment.ts';
import { EngineError } from '../errors/engine-error.ts';

/** Whether the token of a service may go to an address. */
export type OwnsAddress = (url: URL) => boolean;

/** The addresses of Azure Resource Manager: itself, and its regions such as `westeurope.management.azure.com`. */
export function armAddresses(environment: Environment): OwnsAddress {
  const arm = new URL(armBaseOf(environment));
  const isRegion = ({ port, hostname }: URL): boolean =>
    port === arm.port && hostname.endsWith(`.${arm.hostname}`);
  return (url) => isPrivate(url) && (url.origin === arm.origin || isRegion(url));
}

/** The addresses of one origin: scheme, host and port (RFC 6454, section 4). */
export function originAddresses({ origin }: URL): OwnsAddress {
  return (url) => isPrivate(url) && url.origin === origin;
}

/** A name and password in an address would go along in the token's place. */
function isPrivate({ protocol, username, password }: URL): boolean {
  return protocol === 'https:' && username === '' && password === '';
}

/**
 * An address that an answer names, for a request with the token.
 * @throws EngineError `Network.Response` for one that is not the service's own
 */
export function ownAddress(owns: OwnsAddress, text: string, base: string, what: string): string {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (url !== undefined && owns(url)) return url.href;
  const place =
    url === undefined ? 'an address that cannot be read' : url.origin === 'null' ? url.protocol : url.origin;
  throw new EngineError('Network.Response', {
    facts: {
      host: new URL(base).host,
      reason: `${what} is at ${place}, which is not its own, and no token goes there`,
    },
  });
}
