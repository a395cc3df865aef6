// The cloud's certificate authority, and a server certificate that it signs.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueCertificate, type CertificateRequest } from './certificates.ts';

export interface TlsFiles {
  readonly caFile: string;
  readonly caPem: string;
  readonly serverCertPem: string;
  readonly serverKeyPem: string;
  /** SHA-1 of the server certificate, upper-case hex. */
  readonly serverThumbprint: string;
}

type Issuer = NonNullable<CertificateRequest['issuer']>;

/** A name that does not resolve, so that only a proxy can connect a client to the cloud. */
export const proxiedHost = 'cloud.behind-a-proxy.example';
const authoritySubject = 'Local Cloud test authority';
const authorityDays = 5 * 365;
/** Browsers refuse server certificates that are valid for longer than 398 days. */
const serverDays = 397;

/**
 * A certificate authority kept in the folder (so that trust in it lasts), and a new server certificate for localhost,
 * 127.0.0.1, ::1, the host behind a proxy, and the given names.
 */
export function prepareTls(folder: string, names: readonly string[] = []): TlsFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const caFile = join(folder, 'local-cloud-ca.pem');
  const keyFile = join(folder, 'local-cloud-ca.key.pem');
  const issuer = readAuthority(caFile, keyFile) ?? createAuthority(caFile, keyFile);
  const hosts = ['localhost', '127.0.0.1', '::1', proxiedHost, ...names];
  const server = issueCertificate({ subject: 'localhost', days: serverDays, issuer, hosts });
  return {
    caFile,
    caPem: readFileSync(caFile, 'utf8'),
    serverCertPem: server.certificatePem,
    serverKeyPem: server.privateKeyPem,
    serverThumbprint: server.thumbprint,
  };
}

function readAuthority(caFile: string, keyFile: string): Issuer | undefined {
  if (!existsSync(caFile) || !existsSync(keyFile)) return undefined;
  const certificate = new X509Certificate(readFileSync(caFile));
  const lastsUntil = Date.parse(certificate.validTo);
  if (lastsUntil < Date.now() + serverDays * 86_400_000) return undefined;
  return { subject: authoritySubject, privateKey: createPrivateKey(readFileSync(keyFile)) };
}

function createAuthority(caFile: string, keyFile: string): Issuer {
  const authority = issueCertificate({ subject: authoritySubject, days: authorityDays, isAuthority: true });
  writeFileSync(keyFile, authority.privateKeyPem, { mode: 0o600 });
  writeFileSync(caFile, authority.certificatePem);
  return authority;
}
