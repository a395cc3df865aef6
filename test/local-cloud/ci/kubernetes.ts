// A pod with Microsoft Entra Workload ID: a service account token in a file, which the kubelet replaces before it
// expires.
// https://azure.github.io/azure-workload-identity/docs/
import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from '../site.ts';
import { createIssuer } from './issuer.ts';
import { requireWorkload, trust, type CiOptions, type CiPlace } from './place.ts';

export interface KubernetesOptions extends CiOptions {
  readonly namespace?: string;
  readonly serviceAccount?: string;
  /** The audience of the token in the file; the one that Entra ID expects if omitted. */
  readonly audience?: string;
}

export interface KubernetesPlace extends CiPlace {
  readonly tokenFile: string;
  /** Writes a new token to the file, as the kubelet does, and returns it. */
  rotate(): Promise<string>;
  /** Returns the pod's token for Entra ID, whatever the audience of the token in the file is. */
  exchanged(): Promise<string>;
}

/** Starts the issuer of one cluster and writes the token of one pod. The file is deleted when the cloud stops. */
export async function openKubernetes(site: Site, options: KubernetesOptions): Promise<KubernetesPlace> {
  const { app, tenant } = requireWorkload(site.cloud, options);
  const { exchangeAudience } = site.cloud.profile;
  const door = await site.open('kubernetes', 'https');
  const issuer = await createIssuer(site.cloud, {
    // Ends with a slash, as in AKS.
    url: `${door.url}/${tenant.id}/${randomUUID()}/`,
    keysPath: '/openid/v1/jwks',
    lifetimeSeconds: options.lifetimeSeconds ?? 3600,
  });
  door.routes.push(...issuer.routes);
  const { namespace = 'default', serviceAccount = 'shop' } = options;
  const subject = `system:serviceaccount:${namespace}:${serviceAccount}`;
  trust(app, options, { issuer: issuer.url, subject, audience: exchangeAudience });
  const names = { namespace, serviceaccount: { name: serviceAccount } };
  const tokenFor = (audience: string): Promise<string> =>
    issuer.sign({ sub: subject, aud: [audience], 'kubernetes.io': names });
  const assertion = (): Promise<string> => tokenFor(options.audience ?? exchangeAudience);
  const exchanged = (): Promise<string> => tokenFor(exchangeAudience);
  const tokenFile = createTokenFolder(site);
  const rotate = async (): Promise<string> => {
    const token = await assertion();
    replaceFile(tokenFile, token);
    return token;
  };
  await rotate();
  const variables = {
    AZURE_CLIENT_ID: app.clientId,
    AZURE_TENANT_ID: tenant.id,
    AZURE_AUTHORITY_HOST: `${site.cloud.loginUrl}/`,
    AZURE_FEDERATED_TOKEN_FILE: tokenFile,
  };
  const ids = { clientId: app.clientId, tenantId: tenant.id };
  return { variables, issuer, subject, ...ids, assertion, exchanged, tokenFile, rotate };
}

function createTokenFolder(site: Site): string {
  const folder = join(site.folder, `kubernetes-${randomUUID()}`);
  mkdirSync(folder, { mode: 0o700 });
  site.onStop(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, 'azure-identity-token');
}

/** Replaces the file atomically, so that a reader gets either the old or the new token. */
function replaceFile(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
