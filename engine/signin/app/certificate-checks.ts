// Checks that Entra ID will accept a certificate's signature, whether the certificate comes from a file or from a
// store.
import { X509Certificate } from 'node:crypto';
import { EngineError } from '../../errors/engine-error.ts';
import type { AppAccount } from '../signed-in.ts';

/** The advice for a certificate of an unsupported kind. */
export const acceptedCertificates =
  'Accepted: a PFX (PKCS#12) or PEM file with an RSA private key and its certificate, with -CertificatePassword where it is encrypted; or -CertificateThumbprint of a certificate with a private key.';

/**
 * Returns the error for a certificate that cannot be used. `name` is its path or thumbprint, `reason` a clause
 * without a period.
 */
export function unusableCertificate(
  name: string,
  reason: string,
  { advice = acceptedCertificates, cause }: { readonly advice?: string; readonly cause?: unknown } = {},
): EngineError {
  return new EngineError('InvalidArgument.Certificate', {
    facts: { path: name, reason, advice },
    target: name,
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * Checks what the authority would reject, before any request is sent.
 * @throws EngineError `InvalidArgument.Certificate`
 */
export function checkCertificate(certificate: X509Certificate, name: string): void {
  if (certificate.publicKey.asymmetricKeyType !== 'rsa')
    throw unusableCertificate(name, 'its key is not an RSA key, which Entra ID demands');
  const [from, until] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  if (until.getTime() < Date.now()) {
    throw unusableCertificate(name, `its certificate expired on ${formatDay(until)}`, {
      advice:
        'Make a new certificate and add it to the app registration, or check the clock of this machine.',
    });
  }
  if (from.getTime() > Date.now()) {
    throw unusableCertificate(name, `its certificate is not valid before ${from.toISOString()}`, {
      advice: 'Wait until then, or check the clock of this machine.',
    });
  }
}

/** Describes a certificate by its thumbprint and expiry date, as the app registration lists it. */
export function describeCertificate(certificate: X509Certificate): string {
  const thumbprint = certificate.fingerprint.replaceAll(':', '');
  return `with the thumbprint ${thumbprint}, valid until ${formatDay(new Date(certificate.validTo))}`;
}

/** Whether the certificate's chain is sent too, for applications that trust a subject name and issuer. */
export function sendsChain({ properties }: AppAccount): boolean {
  return /^true$/i.test(properties.SendCertificateChain ?? '');
}

function formatDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
