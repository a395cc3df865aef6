// Checks the connection to the cloud: proxy, trusted authorities, reachability of its two services, and the clock.
import { commandLine } from '../text/command-line.ts';
import type { Environment } from '../environments/environment.ts';
import { askedLoginHost, isPublicLoginHost } from '../environments/public-clouds/login-hosts.ts';
import { armBaseOf, authorityFor } from '../environments/environment-store.ts';
import { createAgentPool } from '../http/agents.ts';
import { trustedAuthorities } from '../http/certificates.ts';
import { httpOf, networkSettingsOf } from '../session/call-http.ts';
import { isCancelled, toEngineError } from '../errors/engine-error.ts';
import { failed, ok, skipped, warning, type Check, type CheckContext } from './finding.ts';

const timeoutMs = 15_000;
/** Entra ID rejects assertions, and services reject tokens, whose times differ by more than five minutes. */
const largestSkewSeconds = 300;
const noticeableSkewSeconds = 60;

export const proxyCheck: Check = {
  name: 'Proxy',
  run: async (context) => {
    const { environment } = context;
    const agents = createAgentPool(await networkSettingsOf(context));
    const targets = [new URL(askedAuthority(environment, '')), new URL(armBaseOf(environment))];
    const routes = await Promise.all(
      targets.map(async (url) => ({ url, host: url.host, proxy: (await agents.agentFor(url)).proxy })),
    );
    await Promise.all(
      routes.filter(({ proxy }) => proxy !== undefined).map(({ url }) => openTunnel(url.href, context)),
    );
    const shown = routes.map(
      ({ host, proxy }) => `${host} ${proxy === undefined ? 'directly' : `through ${proxy}`}`,
    );
    return ok(`${shown.join(', ')}.`);
  },
};

/** Throws if the proxy does not open a tunnel. Other failures are left to other checks. */
async function openTunnel(url: string, context: CheckContext): Promise<void> {
  try {
    await get(url, context);
  } catch (error) {
    const { catalogueId } = toEngineError(error);
    if (catalogueId === 'Network.Proxy' || isCancelled(error)) throw error;
  }
}

export const certificatesCheck: Check = {
  name: 'Certificates',
  run: async (context) => {
    const settings = await networkSettingsOf(context);
    trustedAuthorities(settings);
    return ok(
      settings.caFile === ''
        ? 'The authorities that Node.js and the system trust.'
        : `The authorities that Node.js and the system trust, and those of '${settings.caFile}'.`,
    );
  },
};

export const authorityCheck: Check = {
  name: 'Authority',
  run: async (context) => {
    const url = `${askedAuthority(context.environment, 'organizations').replace(/\/$/, '')}/v2.0/.well-known/openid-configuration`;
    return checkReachable(context.environment.OnPremise ? url.replace('/v2.0', '') : url, context);
  },
};

export const armCheck: Check = {
  name: 'Resource Manager',
  run: (context) =>
    checkReachable(`${armBaseOf(context.environment)}metadata/endpoints?api-version=2022-09-01`, context),
};

export const clockCheck: Check = {
  name: 'Clock',
  run: async (context) => {
    const url = askedAuthority(context.environment, '');
    const asked = Date.now();
    const answer = await get(url, context).catch((error: unknown) => {
      if (isCancelled(error)) throw error;
      return undefined;
    });
    if (answer === undefined) return skipped('The authority cannot be reached for a comparison.');
    const { headers } = answer;
    const answered = Date.now();
    const served = Date.parse(headers.date ?? '');
    if (Number.isNaN(served)) return skipped('The authority does not send the time.');
    // The header has whole seconds, and the answer was written at some time between the two measurements.
    const skew = Math.round((served + 500 - (asked + answered) / 2) / 1000);
    const size = Math.abs(skew);
    const found = `The clock of this machine is ${String(size)} s ${skew > 0 ? 'behind' : 'ahead of'} that of ${new URL(url).host}.`;
    const remedy = 'Set the clock, or turn its synchronization on.';
    if (size > largestSkewSeconds) return failed(`${found} Tokens are refused.`, remedy);
    return size > noticeableSkewSeconds
      ? warning(found, remedy)
      : ok('The clock agrees with that of the authority.');
  },
};

/** Returns the authority with the host that sign-ins use, which for China is not the one in the environment. */
function askedAuthority(environment: Environment, tenant: string): string {
  const url = new URL(authorityFor(environment, tenant));
  if (isPublicLoginHost(url.hostname)) url.hostname = askedLoginHost(url.hostname);
  return url.href;
}

async function checkReachable(url: string, context: CheckContext): Promise<ReturnType<typeof ok>> {
  const startedAt = Date.now();
  const { status } = await get(url, context);
  const { host } = new URL(url);
  const milliseconds = Date.now() - startedAt;
  if (status === 200) return ok(`${host} answered in ${String(milliseconds)} ms.`);
  return warning(
    `${host} answered ${String(status)} instead of 200: another server may have answered.`,
    `Check the addresses with ${commandLine('Get-AzEnvironment', { Name: context.environment.Name })}, and the proxy.`,
  );
}

function get(
  url: string,
  context: CheckContext,
): Promise<{ status: number; headers: Readonly<Record<string, string>> }> {
  return httpOf(context)({ method: 'GET', url, timeoutMs }, context.signal);
}
