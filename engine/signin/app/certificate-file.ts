// A service principal with a certificate file: PKCS#12 (RFC 7292) or PEM. The file is read anew for each token
// request, so that a certificate that was renewed in place is taken up.
import { createHash, createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { EngineError } from '../../protocol/engine-error.ts';
import { errorCode, storageError } from '../../storage/storage-error.ts';
import type { AppAccount } from '../signed-in.ts';
import type { AppCredential } from './app-credential.ts';

export interface CertificateFile {
  readonly privateKey: KeyObject;
  /** The certificate of the key first, then what else the file has. */
  readonly chain: readonly X509Certificate[];
}

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

export const certificateFile = {
  appliesTo: ({ properties }: AppAccount): boolean => properties.CertificatePath !== undefined,
  async credential(account: AppAccount): Promise<AppCredential> {
    const path = account.properties.CertificatePath ?? '';
    const { privateKey, chain } = await readCertificateFile(
      path,
      await account.secret('certificatePassword'),
    );
    const [own] = chain;
    if (own === undefined) throw unusable(path, 'it holds no certificate of its key');
    checkValidity(own, path);
    return {
      clientCertificate: {
        thumbprintSha256: createHash('sha256').update(own.raw).digest('hex'),
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        ...(sendsChain(account)
          ? { x5c: chain.map((certificate) => certificate.toString()).join('\n') }
          : {}),
      },
    };
  },
};

/** Whether the chain goes along, for applications that trust by subject name and issuer. */
export function sendsChain({ properties }: AppAccount): boolean {
  return /^true$/i.test(properties.SendCertificateChain ?? '');
}

/**
 * The key and certificates in a file.
 * @throws EngineError `InvalidArgument.Certificate`, `Storage.Read`
 */
export async function readCertificateFile(path: string, password?: string): Promise<CertificateFile> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') throw unusable(path, 'there is no such file', cause);
    throw storageError('Storage.Read', path, cause);
  }
  const text = bytes.toString('latin1');
  const { key, certificates } = text.includes('-----BEGIN ')
    ? fromPem(path, text, password)
    : await fromPfx(path, text, password);
  if (key.asymmetricKeyType !== 'rsa')
    throw unusable(path, 'its key is not an RSA key, which Entra ID demands');
  const own = certificates.findIndex((certificate) => certificate.checkPrivateKey(key));
  if (own < 0) throw unusable(path, 'it holds no certificate that belongs to its private key');
  return {
    privateKey: key,
    chain: [...certificates.slice(own, own + 1), ...certificates.filter((_, at) => at !== own)],
  };
}

interface Parsed {
  readonly key: KeyObject;
  readonly certificates: readonly X509Certificate[];
}

function fromPem(path: string, text: string, password: string | undefined): Parsed {
  const blocks = [...text.matchAll(pemBlock)].map(([block, label]) => ({ block, label: label ?? '' }));
  const keyBlock = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'));
  if (keyBlock === undefined) throw unusable(path, 'it holds no private key');
  const certificates = blocks
    .filter(({ label }) => label === 'CERTIFICATE')
    .map(({ block }) => new X509Certificate(block));
  try {
    return { key: createPrivateKey({ key: keyBlock.block, passphrase: password ?? '' }), certificates };
  } catch (cause) {
    const reason =
      password === undefined
        ? 'its private key is encrypted or damaged'
        : 'the password does not open its private key';
    throw unusable(path, reason, cause);
  }
}

async function fromPfx(path: string, text: string, password: string | undefined): Promise<Parsed> {
  const { default: forge } = await import('node-forge');
  let bags;
  try {
    const container = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(text), password ?? '');
    bags = container.safeContents.flatMap(({ safeBags }) => safeBags);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const isPassword = /password|MAC/i.test(message);
    throw unusable(
      path,
      isPassword ? 'the password does not open it' : 'it is neither PKCS#12 (PFX) nor PEM',
      cause,
    );
  }
  const der = (asn1: Parameters<typeof forge.asn1.toDer>[0]): Buffer =>
    Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1');
  // Null, whatever its type says, for a key that forge does not know.
  const [privateKey] = bags.flatMap(({ key }) => (key ? [key] : []));
  const certificates = bags.flatMap(({ cert, asn1, type }) => {
    if (type !== forge.pki.oids.certBag) return [];
    // A certificate whose key forge does not know (elliptic curves) is left as it stands in the file.
    return [new X509Certificate(der(cert ? forge.pki.certificateToAsn1(cert) : asn1))];
  });
  if (privateKey === undefined) throw unusable(path, 'it holds no RSA private key');
  const key = createPrivateKey(forge.pki.privateKeyToPem(privateKey));
  return { key, certificates };
}

function checkValidity(certificate: X509Certificate, path: string): void {
  const until = Date.parse(certificate.validTo);
  if (until < Date.now())
    throw unusable(path, `its certificate expired on ${new Date(until).toISOString().slice(0, 10)}`);
}

function unusable(path: string, reason: string, cause?: unknown): EngineError {
  return new EngineError('InvalidArgument.Certificate', {
    facts: { path, reason },
    target: path,
    ...(cause === undefined ? {} : { cause }),
  });
}
