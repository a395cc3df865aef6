// The addresses of a cloud's services: tokens and passwords go there, so that all of them are https.
import { EngineError } from '../errors/engine-error.ts';

/** Properties of an environment, extended ones among them, that hold addresses; the others hold suffixes and audiences. */
const addressProperties = /(?:Url|Authority|InsightsEndpoint)$/;

/** Whether a property of an environment holds an address. */
export function isAddressProperty(property: string): boolean {
  return addressProperties.test(property);
}

/** Why an address cannot be that of a service, as a sentence; undefined where it can. */
export function objectionToAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return 'It is not an address.';
  const { protocol, username, password } = new URL(text);
  if (protocol !== 'https:') return 'It is not an https address: what goes there could be read on the way.';
  return username === '' && password === '' ? undefined : 'It has a user name or a password in it.';
}

/** An address for a message, without a name and password. */
export function shownAddress(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, '//');
}

/**
 * Refuses an address that is not https.
 * @throws EngineError `InvalidArgument.Value`
 */
export function checkAddress(parameter: string, value: string, accepted = 'an https address'): void {
  const reason = objectionToAddress(value);
  if (reason === undefined) return;
  const shown = shownAddress(value);
  throw new EngineError('InvalidArgument.Value', {
    facts: { parameter, value: shown, reason, accepted },
    target: shown,
  });
}
