// The addresses of a cloud's services. Tokens and passwords are sent there, so all of them must be https.
import { EngineError } from '../errors/engine-error.ts';

/**
 * Properties and extended properties of an environment that contain addresses; the others contain suffixes and
 * audiences.
 */
const addressProperties = /(?:Url|Authority|InsightsEndpoint)$/;

/** Whether a property of an environment contains an address. */
export function isAddressProperty(property: string): boolean {
  return addressProperties.test(property);
}

/** Returns why an address cannot be a service's, as a sentence, or undefined if it can. */
export function objectionToAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return 'It is not an address.';
  const { protocol, username, password } = new URL(text);
  if (protocol !== 'https:') return 'It is not an https address: others could read what is sent there.';
  return username === '' && password === '' ? undefined : 'It has a user name or a password in it.';
}

/** Returns an address for display, without user name and password. */
export function shownAddress(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, '//');
}

/**
 * Checks that an address is https.
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
