// MSAL's client applications, set up for one flow: our network, our cache, and authorities that need no look-up.
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
import { countingDown } from './waiting.ts';

/** The application ID of Azure PowerShell, a public client that every tenant knows. */
export const publicClientId = '1950a258-227b-4e31-a9cf-717495945fc2';

/** Gives what goes along with a token request to this endpoint: see `AppCredential`. */
type ProofFor = (tokenEndpoint: string) => Promise<Readonly<Record<string, string>>>;

/** A public client (a person signs in) for a tenant: an ID, `organizations` or `common`; with a broker, through it. */
export async function publicClient(
  context: SignInContext,
  tenant: string,
  broker?: INativeBrokerPlugin,
): Promise<PublicClientApplication> {
  const { LogLevel, PublicClientApplication } = await import('@azure/msal-node');
  const base = await configuration(context, { tenant, clientId: publicClientId, quiet: LogLevel.Error });
  return new PublicClientApplication({
    ...base,
    // Says that claims challenges are understood here: tokens are then evaluated continuously, as in Az.Accounts.
    auth: { ...base.auth, clientCapabilities: ['CP1'] },
    ...(broker === undefined ? {} : { broker: { nativeBrokerPlugin: broker } }),
  });
}

/**
 * A confidential client: an application signs in with what it proves itself with. The proof is asked for when a token
 * request goes out, never for a token that the cache has.
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

/** Stands for the proof until a request goes out: MSAL demands one before it looks into its cache. */
const proofToCome = 'proof-to-come';

/** Puts the proof into token requests. */
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
      // As an answer, because of one that MSAL only renews early (`refresh_in`): then it gives the one that it has.
      return refusalOf('invalid_client');
    }
  };
}

/**
 * Whether MSAL may look a host up: in what it knows by heart, or else by asking the public cloud, which is not to be had
 * where there is no way to it (DisableInstanceDiscovery).
 */
async function asksWhichCloud(hostname: string, context: SignInContext): Promise<boolean> {
  if (isPublicLoginHost(hostname)) return true;
  return hasLoginDomain(hostname) && !(await context.trustsAuthority());
}

async function configuration(
  context: SignInContext,
  { tenant, clientId, quiet }: { tenant: string; clientId: string; quiet: LogLevel },
): Promise<Configuration> {
  const { environment, http, cache, interaction, signal, failures } = context;
  const authority = authorityFor(environment, tenant);
  const { host, hostname } = new URL(authority);
  return {
    auth: {
      clientId,
      authority,
      ...((await asksWhichCloud(hostname, context)) ? {} : { knownAuthorities: [host] }),
    },
    cache: { cachePlugin: cache },
    system: {
      networkClient: msalNetwork(tokenHttp(countingDown(http, interaction), failures), signal),
      // MSAL has much to say, and takes its time to put it into words.
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
