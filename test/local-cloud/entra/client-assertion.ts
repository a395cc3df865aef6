// Client assertions (RFC 7523): signed with a registered certificate, or by an issuer in one of the app's federated
// credentials.
import { X509Certificate, createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyOptions,
  type ProtectedHeaderParameters,
} from 'jose';
import { adfsIssuer, adfsTenant } from '../adfs/authority.ts';
import type { App, FederatedCredential, Tenant } from '../data.ts';
import type { CloudState } from '../state.ts';
import {
  assertionOutOfTime,
  badAssertion,
  EntraError,
  federatedSubjectCase,
  noFederatedCredential,
  noFederatedMatch,
} from './errors.ts';

/** Throws AADSTS700027, AADSTS700024; AADSTS70025, AADSTS700211 to 700213, AADSTS7002138. */
export async function checkClientAssertion(
  cloud: CloudState,
  app: App,
  tenant: Tenant,
  jwt: string,
): Promise<void> {
  const claims = readClaims(jwt);
  const isFederated = claims.iss !== undefined && claims.iss !== app.clientId;
  try {
    if (isFederated) await checkFederated(cloud, app, claims, jwt);
    else await checkCertificate(cloud, app, tenant, jwt);
  } catch (error) {
    if (error instanceof EntraError) throw error;
    if (isOutOfTime(error)) throw assertionOutOfTime(cloud.now(), claims.nbf, claims.exp);
    throw badAssertion(error instanceof Error ? error.message : String(error));
  }
}

function isOutOfTime(error: unknown): boolean {
  if (error instanceof errors.JWTExpired) return true;
  return error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf';
}

function readClaims(jwt: string): JWTPayload {
  try {
    return decodeJwt(jwt);
  } catch {
    throw badAssertion('The assertion is not a JSON Web Token.');
  }
}

async function checkCertificate(cloud: CloudState, app: App, tenant: Tenant, jwt: string): Promise<void> {
  const header = decodeProtectedHeader(jwt);
  const named = namedCertificate(header, tenant === adfsTenant(cloud.data));
  const certificate = (app.certificates ?? [])
    .map((pem) => new X509Certificate(pem))
    .find(({ raw }) => thumbprint(raw, named.algorithm) === named.thumbprint);
  if (certificate === undefined) throw badAssertion('The key was not found.');
  if (Date.parse(certificate.validTo) < cloud.now()) throw badAssertion('The certificate has expired.');
  const ofAdfs = [`${adfsIssuer(cloud)}/oauth2/token`, `${adfsIssuer(cloud)}/oauth2/token/`];
  const ofEntra = cloud.profile.loginHosts.flatMap((host) =>
    [tenant.id, ...tenant.domains].flatMap((name) =>
      ['/oauth2/v2.0/token', '/v2.0', '/oauth2/token'].map((path) => `https://${host}/${name}${path}`),
    ),
  );
  const expected: JWTVerifyOptions = {
    ...{ issuer: app.clientId, subject: app.clientId },
    audience: tenant === adfsTenant(cloud.data) ? ofAdfs : ofEntra,
    ...{ algorithms: ['RS256', 'PS256'], currentDate: new Date(cloud.now()), clockTolerance: 300 },
  };
  await jwtVerify(jwt, certificate.publicKey, expected);
}

/**
 * Entra ID accepts PS256 with the SHA-256 thumbprint, and still RS256 with the SHA-1 one; AD FS accepts only the
 * latter (MSAL.NET, AuthorityInfo.cs, IsSha2CredentialSupported).
 */
function namedCertificate(
  header: ProtectedHeaderParameters,
  isOfAdfs: boolean,
): { readonly algorithm: 'sha1' | 'sha256'; readonly thumbprint: unknown } {
  const { alg, x5t } = header;
  if (alg === 'PS256' && 'x5t#S256' in header && !isOfAdfs)
    return { algorithm: 'sha256', thumbprint: header['x5t#S256'] };
  if (alg === 'RS256' && x5t !== undefined) return { algorithm: 'sha1', thumbprint: x5t };
  throw badAssertion(`The algorithm ${alg ?? ''} and the certificate's thumbprint do not go together.`);
}

function thumbprint(der: Buffer, algorithm: 'sha1' | 'sha256'): string {
  return createHash(algorithm).update(der).digest('base64url');
}

async function checkFederated(cloud: CloudState, app: App, claims: JWTPayload, jwt: string): Promise<void> {
  const { iss = '', sub = '' } = claims;
  const audiences = [claims.aud ?? []].flat();
  const match = matchOf(app, { issuer: iss, subject: sub, audiences });
  const keys = createLocalJWKSet(await issuerKeys(cloud, match.issuer));
  const currentDate = new Date(cloud.now());
  // Exact to the second, unlike Entra ID, so that tests need not wait for minutes.
  await jwtVerify(jwt, keys, { issuer: match.issuer, audience: match.audience, currentDate });
}

/** The credential that matches exactly; if none does, the error names the first part that matches none. */
function matchOf(
  { clientId, federatedCredentials = [] }: App,
  presented: { issuer: string; subject: string; audiences: readonly string[] },
): FederatedCredential {
  if (federatedCredentials.length === 0) throw noFederatedCredential(clientId);
  const ofIssuer = federatedCredentials.filter(({ issuer }) => issuer === presented.issuer);
  if (ofIssuer.length === 0) throw noFederatedMatch('issuer', presented.issuer);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === presented.subject);
  const lower = presented.subject.toLowerCase();
  if (ofSubject.length === 0 && ofIssuer.some(({ subject }) => subject.toLowerCase() === lower)) {
    throw federatedSubjectCase(presented.subject);
  }
  if (ofSubject.length === 0) throw noFederatedMatch('subject', presented.subject);
  const match = ofSubject.find(({ audience }) => presented.audiences.includes(audience));
  if (match === undefined) throw noFederatedMatch('audience', presented.audiences.join(' '));
  return match;
}

/** The keys that an issuer publishes, found through its discovery document as Entra ID does. */
async function issuerKeys(cloud: CloudState, issuer: string): Promise<JSONWebKeySet> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { jwks_uri } = (await getJson(address, cloud.caPem)) as { jwks_uri: string };
  return (await getJson(jwks_uri, cloud.caPem)) as JSONWebKeySet;
}

function getJson(address: string, ca: string): Promise<unknown> {
  const send = address.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = send(address, { ca, timeout: 5000 }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('error', reject).on('end', () => {
        try {
          resolve(JSON.parse(body));
        } catch {
          reject(new Error(`The issuer answered no JSON at ${address}.`));
        }
      });
    });
    outgoing
      .on('error', reject)
      .on('timeout', () => outgoing.destroy(new Error(`No answer from ${address}.`)));
    outgoing.end();
  });
}
