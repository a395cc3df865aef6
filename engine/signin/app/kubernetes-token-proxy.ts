// The token proxy of an AKS identity binding. Requests to the authority go through it, because only the proxy accepts
// the pod's identity token. Its variables are read as by the Azure SDKs (Azure/azure-sdk-for-go,
// sdk/azidentity/internal/customtokenproxy/configuration.go and transport.go).
import { EngineError } from '../../errors/engine-error.ts';
import { errorCode } from '../../errors/storage-error.ts';
import type { HttpClient } from '../../http/types.ts';
import { readSmallFile } from '../../machine/small-file.ts';
import type { EnvironmentVariables } from '../../protocol/methods.ts';
import { decodeText } from '../../text/decode-text.ts';
import { variableOf } from '../variable-of.ts';

export interface TokenProxy {
  /** Its path is put before the path of each request. */
  readonly url: URL;
  /** The TLS server name, if it differs from the host of the URL. */
  readonly serverName: string | undefined;
  /** The only trusted authorities, as PEM; undefined for the usual ones. */
  readonly authorities: () => Promise<string | undefined>;
}

const proxyVariable = 'AZURE_KUBERNETES_TOKEN_PROXY';
const nameVariable = 'AZURE_KUBERNETES_SNI_NAME';
const fileVariable = 'AZURE_KUBERNETES_CA_FILE';
const dataVariable = 'AZURE_KUBERNETES_CA_DATA';
/** In bytes; far more than a cluster's authorities need. */
const maxBytes = 1024 * 1024;

/** The last content of each file. A file may be empty for a moment while it is replaced. */
const lastAuthorities = new Map<string, string>();

/**
 * Returns the token proxy in the environment variables, or undefined if there is none.
 * @throws EngineError `InvalidArgument.Setting`
 */
export function tokenProxyIn(variables: EnvironmentVariables): TokenProxy | undefined {
  const read = (name: string): string | undefined => variableOf(name, variables);
  const [address, file, data] = [proxyVariable, fileVariable, dataVariable].map(read);
  if (address === undefined) {
    const other = [nameVariable, fileVariable, dataVariable].find((name) => read(name) !== undefined);
    if (other === undefined) return undefined;
    throw unusable(proxyVariable, '', `${other} is set, which is of no use without it.`, acceptedAddress);
  }
  const url = addressOf(address);
  if (file !== undefined && data !== undefined)
    throw unusable(
      dataVariable,
      'a certificate',
      `${fileVariable} is set too, and only one of them counts.`,
      'one of the two variables',
    );
  return {
    url,
    serverName: read(nameVariable),
    authorities: async () => {
      if (file !== undefined) return authoritiesIn(file);
      if (data !== undefined && !hasCertificate(data))
        throw unusable(dataVariable, 'a text', 'There is no certificate in it.', acceptedAuthorities);
      return data;
    },
  };
}

/**
 * Returns a client that sends every request through the token proxy in the variables, or directly if there is none.
 * It throws the errors of `tokenProxyIn`.
 */
export function throughTokenProxy(http: HttpClient, variables: EnvironmentVariables): HttpClient {
  return async (request, signal) => {
    const proxy = tokenProxyIn(variables);
    if (proxy === undefined) return http(request, signal);
    const { pathname, search } = new URL(request.url);
    const url = new URL(proxy.url);
    url.pathname = `${proxy.url.pathname.replace(/\/$/, '')}${pathname}`;
    url.search = search;
    const authorities = await proxy.authorities();
    const server = { authorities, name: proxy.serverName };
    return http({ ...request, url: url.href, server }, signal);
  };
}

const acceptedAddress = 'an https address without user name, query and fragment';
const acceptedAuthorities = 'certificates in PEM';

function addressOf(text: string): URL {
  const refuse = (reason: string): EngineError => unusable(proxyVariable, text, reason, acceptedAddress);
  if (!URL.canParse(text)) throw refuse('It is not an address.');
  const url = new URL(text);
  if (url.protocol !== 'https:') throw refuse('It does not begin with https.');
  if (url.username !== '' || url.password !== '') throw refuse('It has a user name or password.');
  if (url.search !== '') throw refuse('It has a query.');
  if (url.hash !== '') throw refuse('It has a fragment.');
  return url;
}

async function authoritiesIn(path: string): Promise<string> {
  const refuse = (reason: string): EngineError => unusable(fileVariable, path, reason, acceptedAuthorities);
  let text: string;
  try {
    text = decodeText(await readSmallFile(path, { maxBytes }));
  } catch (error) {
    throw refuse(`It cannot be read (${errorCode(error) ?? String(error)}).`);
  }
  if (text.trim() === '') {
    const last = lastAuthorities.get(path);
    if (last === undefined) throw refuse('It is empty.');
    return last;
  }
  if (!hasCertificate(text)) throw refuse('There is no certificate in it.');
  lastAuthorities.set(path, text);
  return text;
}

function hasCertificate(text: string): boolean {
  return text.includes('-----BEGIN CERTIFICATE-----');
}

function unusable(key: string, value: string, reason: string, accepted: string): EngineError {
  return new EngineError('InvalidArgument.Setting', {
    facts: { key, value, place: 'the environment variables', reason, accepted },
    target: key,
  });
}
