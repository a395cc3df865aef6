// Which authorities TLS trusts: Node's own roots, the system's, and those of the configuration's CaFile.
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as tls from 'node:tls';
import { EngineError } from '../errors/engine-error.ts';
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

/** One certificate of a PEM text (RFC 7468), in the forms that OpenSSL takes. */
const certificate = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END \1CERTIFICATE-----/g;

/**
 * The authorities to trust, each once, or undefined where Node's defaults are all there is.
 * @throws EngineError `InvalidArgument.Value` when the CA file is no PEM file with certificates
 */
export function trustedAuthorities({
  caFile = '',
  systemCaFile = '',
}: Partial<Pick<NetworkSettings, 'caFile' | 'systemCaFile'>>): string[] | undefined {
  const own = caFile === '' ? [] : [requireCertificates(caFile)];
  const known = new Set<string>();
  const unknownOf = (texts: readonly string[]): string[] =>
    texts.map((text) => withoutKnown(text, known)).filter((text) => text.includes('-----BEGIN '));
  const defaults = unknownOf(nodeAuthorities());
  // Most of the system's are Node's own too; each takes time and memory in every process.
  const others = unknownOf([...extraAuthorities(), ...systemAuthorities(systemCaFile), ...own]);
  return others.length === 0 ? undefined : [...defaults, ...others];
}

function withoutKnown(text: string, known: Set<string>): string {
  return text.replace(certificate, (block) => {
    const bare = withoutBlanks(block);
    if (known.has(bare)) return '';
    known.add(bare);
    return block;
  });
}

/** Lines are of any length. */
function withoutBlanks(text: string): string {
  return text.replace(/\s/g, '');
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

/** Those that Node brings along, and those that it was started with (NODE_EXTRA_CA_CERTS) where it can tell. */
function nodeAuthorities(): readonly string[] {
  return (tls as Certificates).getCACertificates?.('default') ?? tls.rootCertificates;
}

function extraAuthorities(): string[] {
  const file = process.env.NODE_EXTRA_CA_CERTS;
  return file !== undefined && existsSync(file) ? [readFileSync(file, 'utf8')] : [];
}

/** Those that the system trusts; where Node reads them it keeps them. */
export function systemAuthorities(systemCaFile = ''): string[] {
  const bundle = systemBundles.find((path) => existsSync(path));
  // Node would read the folder too, in which each certificate of the bundle lies once more.
  const folder = process.env.SSL_CERT_DIR;
  const isBundleAll =
    process.platform === 'linux' && bundle !== undefined && (folder ?? dirname(bundle)) === dirname(bundle);
  const fromNode = isBundleAll ? undefined : (tls as Certificates).getCACertificates?.('system');
  if (fromNode !== undefined) return fromNode;
  // A variable that leads nowhere is no reason to trust nobody.
  return [systemCaFile, bundle ?? ''].flatMap((path) => {
    const found = readCertificates(path);
    return 'text' in found ? [found.text] : [];
  });
}
