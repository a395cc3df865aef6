// A service principal with a certificate in the machine's or user's store, found by its thumbprint. The key stays in
// the store and PowerShell signs the assertion (RFC 7523), so a key that is not exportable works too.
import { createHash, X509Certificate } from 'node:crypto';
import { EngineError } from '../../errors/engine-error.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { AppAccount } from '../signed-in.ts';
import type { AppCredential } from './app-credential.ts';
import {
  checkCertificate,
  describeCertificate,
  sendsChain,
  unusableCertificate,
} from './certificate-checks.ts';
import { assertionProof, signAssertion } from './client-assertion.ts';

export const certificateStore = {
  appliesTo: ({ properties }: AppAccount): boolean => properties.CertificateThumbprint !== undefined,
  parameters: '-ServicePrincipal -ApplicationId <application ID> -CertificateThumbprint <thumbprint>',
  async credential(account: AppAccount, { interaction }: SignInContext): Promise<AppCredential> {
    const thumbprint = (account.properties.CertificateThumbprint ?? '')
      .replace(/[^0-9a-f]/gi, '')
      .toUpperCase();
    const { chain, problem } = await interaction.certificate(thumbprint);
    const [own] = chain;
    if (own === undefined)
      throw new EngineError('NotFound.Certificate', { facts: { thumbprint }, target: thumbprint });
    const certificate = new X509Certificate(Buffer.from(own, 'base64'));
    checkCertificate(certificate, thumbprint);
    if (problem !== '') throw unusableCertificate(thumbprint, problem);
    const signer = {
      applicationId: account.id,
      header: {
        // Keys of older Windows providers do not support PSS.
        alg: 'RS256',
        x5t: createHash('sha1').update(certificate.raw).digest('base64url'),
        ...(sendsChain(account) ? { x5c: chain } : {}),
      },
      sign: async (data: Buffer): Promise<Buffer> => {
        const answer = await interaction.sign(thumbprint, data.toString('base64'));
        if (answer.signature === '') throw unusableCertificate(thumbprint, answer.problem);
        return Buffer.from(answer.signature, 'base64');
      },
    };
    return {
      remark: `It was signed with the certificate ${describeCertificate(certificate)}.`,
      prove: async (tokenEndpoint) => assertionProof(await signAssertion(signer, tokenEndpoint)),
    };
  },
};
