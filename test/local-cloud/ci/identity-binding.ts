// A pod with an AKS identity binding: its identity token is for the cluster's token proxy, which has its own
// certificate authority and name, and exchanges the token for one that Entra ID trusts
// (https://learn.microsoft.com/azure/aks/identity-bindings-concepts).
import { createPrivateKey } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { decodeJwt } from 'jose';
import { issueCertificate } from '../certificates.ts';
import { badAssertion } from '../entra/errors.ts';
import { openIdConfiguration } from '../entra/discovery.ts';
import { token } from '../entra/token.ts';
import type { Site } from '../site.ts';
import { openKubernetes, type KubernetesOptions, type KubernetesPlace } from './kubernetes.ts';

export const bindingAudience = 'api://AKSIdentityBinding';
const serverName = 'cluster.ests.aks.example';
/** The name under which the proxy answers. */
const prefix = '/clusters/one';

export interface IdentityBindingPlace extends KubernetesPlace {
  /** The path of a file with the proxy's certificate authorities. */
  readonly caFile: string;
  readonly caPem: string;
  /** Switches to a server certificate from a new authority, and writes the authority to the file. */
  renewAuthority(): void;
}

/** Starts the token proxy of one cluster, and returns the variables of a pod with a binding. */
export async function openIdentityBinding(
  site: Site,
  options: KubernetesOptions,
): Promise<IdentityBindingPlace> {
  const pod = await openKubernetes(site, { ...options, audience: bindingAudience });
  let authority = newAuthority();
  const door = await site.open('token-proxy', 'https', {
    SNICallback: (name, callback) => {
      if (name === serverName) callback(null, createSecureContext(authority.server));
      else callback(new Error(`No certificate for '${name}'.`));
    },
  });
  door.routes.push(
    {
      method: 'GET',
      pattern: `${prefix}/:tenant/v2.0/.well-known/openid-configuration`,
      handler: openIdConfiguration,
    },
    {
      method: 'POST',
      pattern: `${prefix}/:tenant/oauth2/v2.0/token`,
      handler: async (exchange, cloud) => {
        const form = new URLSearchParams(exchange.form);
        const { aud } = decodeJwt(form.get('client_assertion') ?? '');
        if (![aud ?? []].flat().includes(bindingAudience))
          throw badAssertion('The token is not for the identity binding.');
        form.set('client_assertion', await pod.exchanged());
        return token({ ...exchange, form, body: form.toString() }, cloud);
      },
    },
  );
  const caFile = join(dirname(pod.tokenFile), 'ca.crt');
  const writeAuthority = (): void => {
    writeFileSync(caFile, authority.caPem);
  };
  writeAuthority();
  return {
    ...pod,
    caFile,
    get caPem() {
      return authority.caPem;
    },
    renewAuthority: () => {
      authority = newAuthority();
      writeAuthority();
    },
    variables: {
      ...pod.variables,
      AZURE_KUBERNETES_TOKEN_PROXY: `${door.url}${prefix}`,
      AZURE_KUBERNETES_SNI_NAME: serverName,
      AZURE_KUBERNETES_CA_FILE: caFile,
    },
  };
}

function newAuthority(): { caPem: string; server: { cert: string; key: string } } {
  const subject = 'Cluster test authority';
  const own = issueCertificate({ subject, days: 30, isAuthority: true });
  const issuer = { subject, privateKey: createPrivateKey(own.privateKeyPem) };
  const server = issueCertificate({ subject: serverName, days: 30, issuer, hosts: [serverName] });
  return {
    caPem: own.certificatePem,
    server: { cert: server.certificatePem, key: server.privateKeyPem },
  };
}
