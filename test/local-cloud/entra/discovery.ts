import { azureClouds } from '../clouds.ts';
import { json, type Handler } from '../router.ts';
import { invalidInstance } from './errors.ts';
import { calledBase, issuerOf } from './hosts.ts';
import { isSharedAuthority, resolveTenant } from './tenants.ts';

/** OpenID Connect discovery, by tenant ID, domain, `organizations` or `common`. */
export const openIdConfiguration: Handler = (exchange, cloud) => {
  const segment = exchange.params['tenant'] ?? '';
  const tenant = resolveTenant(cloud, segment);
  const version = exchange.path.toLowerCase().includes('/v2.0/') ? '/v2.0' : '';
  // The shared authorities return a template instead of an issuer, as Entra ID does.
  const issuerTenant = tenant?.id ?? '{tenantid}';
  const path = isSharedAuthority(segment) ? segment : issuerTenant;
  const base = calledBase(cloud, exchange);
  const oauth = `${base}/${path}/oauth2${version}`;
  return json(200, {
    token_endpoint: `${oauth}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/${path}/discovery${version}/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: issuerOf(cloud, issuerTenant, version === '' ? '1.0' : '2.0'),
    request_uri_parameter_supported: false,
    code_challenge_methods_supported: ['S256'],
    authorization_endpoint: `${oauth}/authorize`,
    device_authorization_endpoint: `${oauth}/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${oauth}/logout`,
    claims_supported: [
      ...[
        'sub',
        'iss',
        'aud',
        'exp',
        'iat',
        'auth_time',
        'acr',
        'nonce',
        'preferred_username',
        'name',
        'tid',
      ],
      ...['ver', 'email'],
    ],
    tenant_region_scope: tenant === undefined ? null : 'EU',
    cloud_instance_name: cloud.profile.loginHosts[0],
    cloud_graph_host_name: hostOf(cloud.profile.identifiers.aadGraph),
    msgraph_host: hostOf(cloud.profile.identifiers.graph),
  });
};

function hostOf([identifier = '']: readonly string[]): string {
  return identifier.replace('https://', '');
}

/** The equivalent hosts (`api-version=1.1`), for clients that know none or ask about an unknown one. */
export const instanceDiscovery: Handler = (exchange, cloud) => {
  const asked = exchange.query.get('authorization_endpoint') ?? '';
  const clouds = cloud.profile.name === 'LocalCloud' ? [cloud.profile] : Object.values(azureClouds);
  const isKnown = clouds.some(
    ({ loginHosts }) => URL.canParse(asked) && loginHosts.includes(new URL(asked).host),
  );
  if (!isKnown) throw invalidInstance();
  return json(200, {
    tenant_discovery_endpoint: `${asked.replace(/\/oauth2\/.*$/, '')}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: clouds.map(({ loginHosts, cacheHost }) => ({
      preferred_network: loginHosts[0],
      preferred_cache: cacheHost,
      aliases: loginHosts,
    })),
  });
};

/** The public keys of a tenant; here all tenants have the same. */
export const keys: Handler = (exchange, cloud) => {
  resolveTenant(cloud, exchange.params['tenant'] ?? '');
  const issuer = issuerOf(cloud, '{tenantid}', '2.0');
  return json(200, { keys: [{ ...cloud.signingKey.jwk, issuer }] });
};
