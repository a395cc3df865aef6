// The authorities that TLS trusts: Node's own roots, the system's, and those in the configured CaFile.
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import tls from 'node:tls';
import { EngineError } from '../errors/engine-error.ts';
import { errorCode } from '../errors/storage-error.ts';
import { notAFile, readSmallFileSync, tooLarge } from '../machine/small-file.ts';
import { decodeText } from '../text/decode-text.ts';
import { certificateFile, type NetworkSettings } from './network-settings.ts';

/** Paths of the bundle of trusted authorities in Linux distributions (list from Go's crypto/x509/root_linux.go). */
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** One certificate in a PEM text (RFC 7468), in the formats that OpenSSL accepts. */
const certificate = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END \1CERTIFICATE-----/g;

/**
 * Returns the authorities to trust as PEM texts, without duplicates, or undefined if they are just Node's defaults.
 * @throws EngineError `InvalidArgument.Setting` if the CA file is not a PEM file with certificates
 */
export function trustedAuthorities({
  caFile = '',
  caFilePlace = '',
  systemCaFile = '',
  extraCaFile = '',
}: Partial<Pick<NetworkSettings, 'caFile' | 'caFilePlace' | 'systemCaFile' | 'extraCaFile'>>):
  string[] | undefined {
  const own = caFile === '' ? [] : [requireCertificates(caFile, caFilePlace)];
  const known = new Set<string>();
  const unknownOf = (texts: readonly string[]): string[] =>
    texts.map((text) => withoutKnown(text, known)).filter((text) => text.includes('-----BEGIN '));
  const defaults = unknownOf(nodeAuthorities());
  // Most of the system's authorities are also Node's. Loading one twice costs time and memory in every process.
  const others = unknownOf([...authoritiesIn(extraCaFile), ...systemAuthorities(systemCaFile), ...own]);
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

/** PEM lines may have any length, so compare without white space. */
function withoutBlanks(text: string): string {
  return text.replace(/\s/g, '');
}

/** Returns why a file is not a usable PEM file of certificates, as a sentence, or undefined if it is. */
export function objectionToCertificates(path: string): string | undefined {
  const found = readCertificates(path);
  return 'objection' in found ? found.objection : undefined;
}

/** The bundles of distributions are smaller than 1 MiB. */
const maxBytes = 16 * 1024 * 1024;

const objections: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  EISDIR: 'It is a folder, not a file.',
  [notAFile]: 'It is a pipe or a device, not a file.',
  [tooLarge]: 'It is too large to be a certificate file.',
};

function readCertificates(path: string): { readonly text: string } | { readonly objection: string } {
  let text: string;
  try {
    text = decodeText(readSmallFileSync(path, maxBytes));
  } catch (error) {
    const code = errorCode(error) ?? '';
    return { objection: objections[code] ?? `It cannot be read (${code}).` };
  }
  return text.includes('-----BEGIN CERTIFICATE-----')
    ? { text }
    : { objection: 'There is no certificate in it.' };
}

function requireCertificates(path: string, place: string): string {
  const found = readCertificates(path);
  if ('text' in found) return found.text;
  throw new EngineError('InvalidArgument.Setting', {
    facts: { key: 'CaFile', value: path, place, reason: found.objection, accepted: certificateFile },
    target: path,
  });
}

type Certificates = typeof tls & { getCACertificates?: (type: string) => string[] };

/** Returns Node's built-in authorities. */
function nodeAuthorities(): readonly string[] {
  return (tls as Certificates).getCACertificates?.('default') ?? tls.rootCertificates;
}

/**
 * Returns the authorities in the file that an environment variable names. A missing file is ignored: the other
 * authorities still count.
 */
function authoritiesIn(path: string): string[] {
  const found = readCertificates(path);
  return 'text' in found ? [found.text] : [];
}

/** Returns the authorities that the system trusts. Node caches the ones that it reads itself. */
export function systemAuthorities(systemCaFile = ''): string[] {
  const bundle = systemBundles.find((path) => existsSync(path));
  // Node would also read the folder, which contains each certificate of the bundle a second time.
  const folder = process.env.SSL_CERT_DIR;
  const isBundleAll =
    process.platform === 'linux' && bundle !== undefined && (folder ?? dirname(bundle)) === dirname(bundle);
  const fromNode = isBundleAll ? undefined : (tls as Certificates).getCACertificates?.('system');
  if (fromNode !== undefined) return fromNode;
  return [systemCaFile, bundle ?? ''].flatMap(authoritiesIn);
}
