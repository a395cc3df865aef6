// A service principal with a certificate file: PKCS#12 (RFC 7292) or PEM. The file is read again for each token
// request, so a certificate renewed in place is used.
import { constants, createHash, createPrivateKey, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { errorCode, storageError } from '../../errors/storage-error.ts';
import { notAFile, readSmallFile, tooLarge } from '../../machine/small-file.ts';
import { decodeText } from '../../text/decode-text.ts';
import type { AppAccount } from '../signed-in.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { AppCredential } from './app-credential.ts';
import {
  checkCertificate,
  describeCertificate,
  sendsChain,
  unusableCertificate as unusable,
} from './certificate-checks.ts';
import { assertionProof, signAssertion, type AssertionSigner } from './client-assertion.ts';

export interface CertificateFile {
  readonly privateKey: KeyObject;
  /** The certificate that belongs to the key. */
  readonly certificate: X509Certificate;
  /** The other certificates in the file. */
  readonly others: readonly X509Certificate[];
}

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;
const noPassword = 'it is protected with a password, and none was given';
const wrongPassword = 'the password does not open it';
const damaged = 'it is damaged';

export const certificateFile = {
  appliesTo: ({ properties }: AppAccount): boolean => properties.CertificatePath !== undefined,
  parameters: '-ServicePrincipal -ApplicationId <application ID> -CertificatePath <path>',
  async credential(account: AppAccount, context: SignInContext): Promise<AppCredential> {
    const path = account.properties.CertificatePath ?? '';
    const { privateKey, certificate, others } = await readCertificateFile(
      path,
      await account.secret('certificatePassword'),
    );
    checkCertificate(certificate, path);
    const { header, sign: signData } = context.environment.OnPremise
      ? signingForAdfs(certificate, privateKey)
      : signingForEntra(certificate, privateKey);
    const chain = [certificate, ...others].map(({ raw }) => raw.toString('base64'));
    const signer = {
      applicationId: account.id,
      header: { ...header, ...(sendsChain(account) ? { x5c: chain } : {}) },
      sign: signData,
    };
    return {
      remark: `It was signed with the certificate ${describeCertificate(certificate)}.`,
      prove: async (tokenEndpoint) => assertionProof(await signAssertion(signer, tokenEndpoint)),
    };
  },
};

type Signing = Pick<AssertionSigner, 'sign'> & {
  readonly header: Readonly<Record<string, string>>;
};

/** PS256 (RFC 7518, section 3.5), with the certificate named by its SHA-256 thumbprint. */
function signingForEntra(certificate: X509Certificate, key: KeyObject): Signing {
  return {
    header: { alg: 'PS256', 'x5t#S256': createHash('sha256').update(certificate.raw).digest('base64url') },
    // The salt has the length of the hash.
    sign: (data) => sign('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  };
}

/**
 * RS256, with the certificate named by its SHA-1 thumbprint: AD FS knows nothing newer
 * (AzureAD/microsoft-authentication-library-for-dotnet, AuthorityInfo.cs, IsSha2CredentialSupported).
 */
function signingForAdfs(certificate: X509Certificate, key: KeyObject): Signing {
  return {
    header: { alg: 'RS256', x5t: createHash('sha1').update(certificate.raw).digest('base64url') },
    sign: (data) => sign('sha256', data, key),
  };
}

/**
 * Returns the key and the certificates in a file.
 * @throws EngineError `InvalidArgument.Certificate`, `Storage.Read`
 */
export async function readCertificateFile(path: string, password?: string): Promise<CertificateFile> {
  const bytes = await readBytes(path);
  const text = decodeText(bytes);
  const { key, certificates } = text.includes('-----BEGIN ')
    ? fromPem(path, text, password)
    : await fromPfx(path, bytes, password);
  if (key.asymmetricKeyType !== 'rsa')
    throw unusable(path, 'its key is not an RSA key, which Entra ID demands');
  const certificate = certificates.find((candidate) => candidate.checkPrivateKey(key));
  if (certificate === undefined)
    throw unusable(path, 'it holds no certificate that belongs to its private key');
  return { privateKey: key, certificate, others: certificates.filter((other) => other !== certificate) };
}

/** A long chain needs only a few thousand bytes. */
const maxBytes = 1024 * 1024;

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readSmallFile(path, { maxBytes });
  } catch (cause) {
    const code = errorCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw unusable(path, 'there is no such file', { cause });
    if (code === 'EISDIR') throw unusable(path, 'it is a folder, not a file', { cause });
    if (code === notAFile) throw unusable(path, 'it is a pipe or a device, not a file', { cause });
    if (code === tooLarge) throw unusable(path, 'it is too large for a certificate with its key', { cause });
    throw storageError('Storage.Read', path, cause);
  }
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
    .map(({ block }) => certificateOf(path, block));
  // PKCS#8 marks encryption in the label, OpenSSL's older format in a header.
  const isEncrypted = /BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(keyBlock.block);
  if (isEncrypted && password === undefined) throw unusable(path, noPassword);
  try {
    return { key: createPrivateKey({ key: keyBlock.block, passphrase: password ?? '' }), certificates };
  } catch (cause) {
    throw unusable(path, isEncrypted ? wrongPassword : `${damaged}: its private key cannot be read`, {
      cause,
    });
  }
}

async function fromPfx(path: string, bytes: Buffer, password: string | undefined): Promise<Parsed> {
  const { default: forge } = await import('node-forge');
  const text = bytes.toString('latin1');
  let bags;
  try {
    const container = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(text), password ?? '');
    bags = container.safeContents.flatMap(({ safeBags }) => safeBags);
  } catch (cause) {
    throw unusable(path, whyNotPfx(bytes, password, cause), { cause });
  }
  const der = (asn1: Parameters<typeof forge.asn1.toDer>[0]): Buffer =>
    Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1');
  // forge returns null for an unknown kind of key, although its type does not allow that.
  const [privateKey] = bags.flatMap(({ key }) => (key ? [key] : []));
  const certificates = bags.flatMap(({ cert, asn1, type }) => {
    if (type !== forge.pki.oids.certBag) return [];
    // forge does not parse a certificate with an elliptic curve key, so its bytes are used as they are.
    return [certificateOf(path, der(cert ? forge.pki.certificateToAsn1(cert) : asn1))];
  });
  if (privateKey === undefined) throw unusable(path, 'it holds no RSA private key');
  const key = createPrivateKey(forge.pki.privateKeyToPem(privateKey));
  return { key, certificates };
}

function whyNotPfx(bytes: Buffer, password: string | undefined, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/password|MAC/i.test(message)) return password === undefined ? noPassword : wrongPassword;
  if (isCertificate(bytes)) return 'it holds a certificate without its private key';
  // DER starts with a sequence that states its length.
  return bytes[0] === 0x30 && /Too few bytes/.test(message)
    ? `${damaged}: its end is missing`
    : 'it is neither PKCS#12 (PFX) nor PEM';
}

function isCertificate(bytes: Buffer): boolean {
  try {
    return new X509Certificate(bytes).raw.length > 0;
  } catch {
    return false;
  }
}

function certificateOf(path: string, source: Buffer | string): X509Certificate {
  try {
    return new X509Certificate(source);
  } catch (cause) {
    throw unusable(path, `${damaged}: its certificate cannot be read`, { cause });
  }
}
