// X.509 certificates for tests (RFC 5280), encoded in DER here because Node.js can read certificates but not create
// them.
import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';
import { isIPv6 } from 'node:net';

export interface CertificateRequest {
  /** The common name. */
  readonly subject: string;
  readonly days: number;
  /** The start of the validity; an hour ago if omitted. */
  readonly validFrom?: Date;
  /** The issuer; if omitted, the certificate is self-signed. */
  readonly issuer?: { readonly subject: string; readonly privateKey: KeyObject };
  readonly isAuthority?: boolean;
  /** The server's DNS names and IP addresses. */
  readonly hosts?: readonly string[];
  readonly keyType?: 'ec' | 'rsa';
  /** An existing key instead of a new one. */
  readonly privateKey?: KeyObject;
}

export interface IssuedCertificate {
  readonly subject: string;
  readonly certificatePem: string;
  readonly privateKey: KeyObject;
  readonly privateKeyPem: string;
  /** The SHA-1 fingerprint in upper-case hex, as Azure identifies certificates. */
  readonly thumbprint: string;
}

const oids = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  rsaWithSha256: '1.2.840.113549.1.1.11',
};

/** Creates a key and a certificate for it. */
export function issueCertificate(request: CertificateRequest): IssuedCertificate {
  const privateKey = request.privateKey ?? newPrivateKey(request.keyType ?? 'ec');
  const issuer = request.issuer ?? { subject: request.subject, privateKey };
  const algorithm = signatureAlgorithm(issuer.privateKey);
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    algorithm,
    name(issuer.subject),
    validity(request),
    name(request.subject),
    spki(privateKey),
    explicit(3, sequence(...extensions(request, privateKey, issuer.privateKey))),
  );
  const der = sequence(toBeSigned, algorithm, bitString(sign('sha256', toBeSigned, issuer.privateKey)));
  return {
    subject: request.subject,
    certificatePem: pem(der),
    privateKey,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    thumbprint: createHash('sha1').update(der).digest('hex').toUpperCase(),
  };
}

function newPrivateKey(type: 'ec' | 'rsa'): KeyObject {
  if (type === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

function extensions(request: CertificateRequest, own: KeyObject, issuer: KeyObject): Buffer[] {
  const isAuthority = request.isAuthority === true;
  const critical = true;
  const hosts = request.hosts ?? [];
  return [
    extension(oids.basicConstraints, sequence(...(isAuthority ? [boolean(true)] : [])), critical),
    // The number of unused bits in the last octet comes first: keyCertSign and cRLSign, or digitalSignature.
    extension(oids.keyUsage, isAuthority ? tagged(3, bytes(1, 0x06)) : tagged(3, bytes(7, 0x80)), critical),
    extension(oids.subjectKeyIdentifier, octetString(keyIdentifier(own))),
    extension(oids.authorityKeyIdentifier, sequence(tagged(0x80, keyIdentifier(issuer)))),
    ...(isAuthority
      ? []
      : [extension(oids.extendedKeyUsage, sequence(oid(oids.serverAuth), oid(oids.clientAuth)))]),
    ...(hosts.length === 0 ? [] : [extension(oids.subjectAltName, sequence(...hosts.map(generalName)))]),
  ];
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

function generalName(host: string): Buffer {
  if (host === '::1') return tagged(0x87, Buffer.concat([Buffer.alloc(15), bytes(1)]));
  if (isIPv6(host)) throw new RangeError(`Of the IPv6 addresses only ::1 is supported, not ${host}`);
  if (/^[\d.]+$/.test(host)) return tagged(0x87, bytes(...host.split('.').map(Number)));
  return tagged(0x82, Buffer.from(host, 'ascii'));
}

function name(commonName: string): Buffer {
  const part = (id: string, text: string): Buffer =>
    tagged(0x31, sequence(oid(id), tagged(0x0c, Buffer.from(text))));
  return sequence(part(oids.organization, 'Local Cloud'), part(oids.commonName, commonName));
}

/** A random serial number, whose first octet is neither zero nor negative, so that its DER has one form. */
function serialNumber(): Buffer {
  return Buffer.concat([bytes(0x40), randomBytes(15)]);
}

/** Starts an hour ago, for clients whose clock is behind. */
function validity({ days, validFrom }: CertificateRequest): Buffer {
  const start = validFrom?.getTime() ?? Date.now() - 3_600_000;
  return sequence(utcTime(start), utcTime(start + days * 86_400_000));
}

function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\D/g, '');
  return tagged(0x17, Buffer.from(`${digits.slice(2, 14)}Z`, 'ascii'));
}

function signatureAlgorithm(key: KeyObject): Buffer {
  if (key.asymmetricKeyType === 'rsa') return sequence(oid(oids.rsaWithSha256), tagged(5, Buffer.alloc(0)));
  return sequence(oid(oids.ecdsaWithSha256));
}

function spki(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
}

/** RFC 7093, section 2: 160 bits of the public key's SHA-256. */
function keyIdentifier(privateKey: KeyObject): Buffer {
  return createHash('sha256').update(spki(privateKey)).digest().subarray(0, 20);
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([bytes(tag, length), content]);
  if (length < 0x100) return Buffer.concat([bytes(tag, 0x81, length), content]);
  return Buffer.concat([bytes(tag, 0x82, length >> 8, length & 0xff), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function explicit(number: number, content: Buffer): Buffer {
  return tagged(0xa0 + number, content);
}

/** A positive integer: a leading zero keeps the sign bit clear. */
function integer(value: Buffer): Buffer {
  return tagged(2, (value[0] ?? 0) >= 0x80 ? Buffer.concat([bytes(0), value]) : value);
}

function boolean(value: boolean): Buffer {
  return tagged(1, bytes(value ? 0xff : 0));
}

function bitString(content: Buffer): Buffer {
  return tagged(3, Buffer.concat([bytes(0), content]));
}

function octetString(content: Buffer): Buffer {
  return tagged(4, content);
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(6, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

function bytes(...values: number[]): Buffer {
  return Buffer.from(values);
}
