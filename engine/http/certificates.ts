// Which authorities TLS trusts: Node's own roots, the system's, and those of the configuration's CaFile.
import { existsSync, readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { EngineError } from '../protocol/engine-error.ts';
import type { NetworkSettings } from './network-settings.ts';

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
 * @throws EngineError `InvalidArgument.Value` when the CA file is no PEM file with certificates
 */
export function trustedAuthorities({
  caFile = '',
  systemCaFile = '',
}: Partial<Pick<NetworkSettings, 'caFile' | 'systemCaFile'>>): string[] | undefined {
  const system = systemAuthorities(systemCaFile);
  if (caFile === '' && system.length === 0) return undefined;
  const own = caFile === '' ? [] : [requireCertificates(caFile)];
  // Most of the system's are Node's own too.
  return [...new Set([...nodeAuthorities(), ...system, ...own])];
}

/** Why a file cannot be used as one of PEM certificates, as a sentence; undefined where it can. */
export function objectionToCertificates(path: string): string | undefined {
  const found = readCertificates(path);
  return 'objection' in found ? found.objection : undefined;
}

function readCertificates(path: string): { readonly text: string } | { readonly objection: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return { objection: code === 'ENOENT' ? 'There is no such file.' : `It cannot be read (${code}).` };
  }
  return text.includes('-----BEGIN CERTIFICATE-----')
    ? { text }
    : { objection: 'There is no certificate in it.' };
}

function requireCertificates(path: string): string {
  const found = readCertificates(path);
  if ('text' in found) return found.text;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: 'CaFile',
      value: path,
      reason: found.objection,
      accepted:
        'the path of a PEM file with one or more certificates, in the configuration or in AZ_LOGINTS_CA_FILE',
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

/** Those that the system trusts; Node keeps them once they were read. */
export function systemAuthorities(systemCaFile = ''): string[] {
  const fromNode = (tls as Certificates).getCACertificates?.('system');
  if (fromNode !== undefined) return fromNode;
  const file = [systemCaFile, ...systemBundles].find((path) => path !== '' && existsSync(path));
  return file === undefined ? [] : [readFileSync(file, 'utf8')];
}
