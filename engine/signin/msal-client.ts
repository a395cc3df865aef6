// Creates MSAL's client applications for one flow, with our network and cache, and without discovery requests for
// known authorities.
import type {
  ConfidentialClientApplication,
  Configuration,
  INativeBrokerPlugin,
  LogLevel,
  PublicClientApplication,
} from '@azure/msal-node';
import { authorityFor } from '../environments/environment-store.ts';
import { msalNetwork, refusalOf } from '../http/msal-network.ts';
import { hasLoginDomain, isPublicLoginHost } from '../environments/public-clouds/login-hosts.ts';
import { redact } from '../text/redact.ts';
import type { HttpClient } from '../http/types.ts';
import { toEngineError } from '../errors/engine-error.ts';
import type { SignInContext } from './sign-in-context.ts';
import { tokenHttp } from './token-http.ts';

/** The application ID of Azure PowerShell, a public client that exists in every tenant. */
export const publicClientId = '1950a258-227b-4e31-a9cf-717495945fc2';

/** Returns the client authentication for a token request to this endpoint: see `AppCredential`. */
type ProofFor = (tokenEndpoint: string) => Promise<Readonly<Record<string, string>>>;

/**
 * Returns a public client, with which users sign in to a tenant: an ID, `organizations` or `common`. If given, the
 * broker gets the tokens.
 */
export async function publicClient(
  context: SignInContext,
  tenant: string,
  broker?: INativeBrokerPlugin,
): Promise<PublicClientApplication> {
  const { LogLevel, PublicClientApplication } = await import('@azure/msal-node');
  const base = await configuration(context, { tenant, clientId: publicClientId, quiet: LogLevel.Error });
  return new PublicClientApplication({
    ...base,
    // Tells the authority that we can answer claims challenges, so that it issues tokens with continuous access
    // evaluation, as for Az.Accounts.
    auth: { ...base.auth, clientCapabilities: ['CP1'] },
    ...(broker === undefined ? {} : { broker: { nativeBrokerPlugin: broker } }),
  });
}

/**
 * Returns a confidential client, with which an application signs in. `prove` is called only when a token request is
 * sent, not for cached tokens.
 */
export async function confidentialClient(
  context: SignInContext,
  tenant: string,
  applicationId: string,
  prove: ProofFor,
): Promise<ConfidentialClientApplication> {
  const { LogLevel, ConfidentialClientApplication } = await import('@azure/msal-node');
  const http = withProof(context, prove);
  const base = await configuration(
    { ...context, http },
    { tenant, clientId: applicationId, quiet: LogLevel.Error },
  );
  return new ConfidentialClientApplication({ ...base, auth: { ...base.auth, clientSecret: proofToCome } });
}

/** A placeholder: MSAL requires a secret before it looks into its cache. */
const proofToCome = 'proof-to-come';

/** Replaces the placeholder in token requests. */
function withProof({ http, failures }: SignInContext, prove: ProofFor): HttpClient {
  return async (request, signal) => {
    const form = new URLSearchParams(request.body);
    if (form.get('client_secret') !== proofToCome) return http(request, signal);
    form.delete('client_secret');
    try {
      const { origin, pathname } = new URL(request.url);
      for (const [name, value] of Object.entries(await prove(origin + pathname))) form.set(name, value);
      return await http({ ...request, body: form.toString() }, signal);
    } catch (error) {
      failures.push(toEngineError(error));
      // Returned as an answer, because MSAL may be renewing a token early (`refresh_in`): it then uses the token that
      // it has.
      return refusalOf('invalid_client');
    }
  };
}

/**
 * Whether MSAL may check a host, either in its built-in list or by asking the public cloud, which is impossible
 * without a connection to it (DisableInstanceDiscovery).
 */
async function asksWhichCloud(hostname: string, context: SignInContext): Promise<boolean> {
  if (isPublicLoginHost(hostname)) return true;
  return hasLoginDomain(hostname) && !(await context.trustsAuthority());
}

/** Returns the address of a tenant's authority, and its host if MSAL must not check that. */
export async function authorityOf(
  context: SignInContext,
  tenant: string,
): Promise<{ readonly authority: string; readonly knownAuthorities?: string[] }> {
  const authority = authorityFor(context.environment, tenant);
  const { host, hostname } = new URL(authority);
  return { authority, ...((await asksWhichCloud(hostname, context)) ? {} : { knownAuthorities: [host] }) };
}

async function configuration(
  context: SignInContext,
  { tenant, clientId, quiet }: { tenant: string; clientId: string; quiet: LogLevel },
): Promise<Configuration> {
  const { http, cache, interaction, signal, failures } = context;
  return {
    auth: { clientId, ...(await authorityOf(context, tenant)) },
    cache: { cachePlugin: cache },
    system: {
      networkClient: msalNetwork(tokenHttp(http, failures), signal),
      // MSAL logs a lot, and formatting the messages takes time.
      loggerOptions: interaction.showsDebug
        ? {
            piiLoggingEnabled: false,
            loggerCallback: (_level, message) => {
              interaction.debug(redact(message));
            },
          }
        : { piiLoggingEnabled: false, logLevel: quiet },
    },
  };
}
