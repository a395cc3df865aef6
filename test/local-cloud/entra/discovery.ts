import { json, type Handler } from '../router.ts';
import { isSharedAuthority, resolveTenant } from './tenants.ts';

/** OpenID Connect discovery, by tenant ID, domain, `organizations` or `common`. */
export const openIdConfiguration: Handler = (exchange, cloud) => {
  const segment = exchange.params['tenant'] ?? '';
  const tenant = resolveTenant(cloud, segment);
  const version = exchange.path.toLowerCase().includes('/v2.0/') ? '/v2.0' : '';
  // The shared authorities answer a template in place of an issuer, as Entra does.
  const issuerTenant = tenant?.id ?? '{tenantid}';
  const path = isSharedAuthority(segment) ? segment : issuerTenant;
  const oauth = `${cloud.loginUrl}/${path}/oauth2${version}`;
  return json(200, {
    token_endpoint: `${oauth}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${cloud.loginUrl}/${path}/discovery${version}/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${cloud.loginUrl}/${issuerTenant}${version === '' ? '/' : version}`,
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
    cloud_instance_name: new URL(cloud.loginUrl).host,
    cloud_graph_host_name: 'aadgraph.local-cloud.example',
    msgraph_host: 'graph.local-cloud.example',
  });
};

/** The hosts that belong to this cloud: only itself. */
export const instanceDiscovery: Handler = (_exchange, cloud) => {
  const { host } = new URL(cloud.loginUrl);
  return json(200, {
    tenant_discovery_endpoint: `${cloud.loginUrl}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
};

/** The public keys of a tenant; here all have the same. */
export const keys: Handler = (exchange, cloud) => {
  resolveTenant(cloud, exchange.params['tenant'] ?? '');
  const issuer = `${cloud.loginUrl}/{tenantid}/v2.0`;
  return json(200, { keys: [{ ...cloud.signingKey.jwk, issuer }] });
};
