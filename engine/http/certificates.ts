// Which authorities TLS trusts: Node's own roots, the system's, and those of AZ_LOGINTS_CA_FILE.
import { existsSync, readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import type { EnvironmentVariables } from '../protocol/methods.ts';
import { EngineError } from '../protocol/engine-error.ts';

/** Where Linux distributions keep the bundle of trusted authorities (Go's crypto/x509/root_linux.go lists them). */
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * The authorities to trust, or undefined where Node's defaults are all there is.
 * @throws EngineError `InvalidArgument.Value` when AZ_LOGINTS_CA_FILE names no PEM file
 */
export function trustedAuthorities(environment: EnvironmentVariables): string[] | undefined {
  const extra = environment.AZ_LOGINTS_CA_FILE;
  const system = systemAuthorities(environment);
  if ((extra === undefined || extra === '') && system.length === 0) return undefined;
  const own = extra === undefined || extra === '' ? [] : [readPem(extra)];
  return [...nodeAuthorities(), ...system, ...own];
}

function readPem(path: string): string {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // Told below, as any other content that is no certificate.
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: 'AZ_LOGINTS_CA_FILE',
      value: path,
      reason: 'There is no certificate in it.',
      accepted: 'the path of a PEM file with one or more certificates',
    },
    target: path,
  });
}

type Certificates = typeof tls & { getCACertificates?: (type: string) => string[] };

/** Those that Node trusts by itself, NODE_EXTRA_CA_CERTS included where Node can tell. */
function nodeAuthorities(): string[] {
  const certificates = (tls as Certificates).getCACertificates?.('default') ?? [...tls.rootCertificates];
  const extra = process.env.NODE_EXTRA_CA_CERTS;
  return extra !== undefined && existsSync(extra)
    ? [...certificates, readFileSync(extra, 'utf8')]
    : certificates;
}

function systemAuthorities(environment: EnvironmentVariables): string[] {
  const fromNode = (tls as Certificates).getCACertificates?.('system');
  if (fromNode !== undefined) return fromNode;
  const file = [environment.SSL_CERT_FILE, ...systemBundles].find(
    (path) => path !== undefined && path !== '' && existsSync(path),
  );
  return file === undefined ? [] : [readFileSync(file, 'utf8')];
}
