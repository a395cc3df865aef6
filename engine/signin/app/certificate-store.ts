// A service principal with a certificate of the machine's or user's store, named by its thumbprint. The key stays
// where it is: PowerShell signs the assertion (RFC 7523), so that a key that may not be exported serves too.
import { createHash, randomUUID } from 'node:crypto';
import { EngineError } from '../../protocol/engine-error.ts';
import type { SignInContext } from '../msal-client.ts';
import type { AppAccount } from '../signed-in.ts';
import type { AppCredential } from './app-credential.ts';
import { sendsChain } from './certificate-file.ts';

/** How long an assertion is valid: it is used at once. */
const lifetimeSeconds = 600;

export const certificateStore = {
  appliesTo: ({ properties }: AppAccount): boolean => properties.CertificateThumbprint !== undefined,
  async credential(account: AppAccount, { interaction }: SignInContext): Promise<AppCredential> {
    const thumbprint = (account.properties.CertificateThumbprint ?? '')
      .replace(/[^0-9a-f]/gi, '')
      .toUpperCase();
    const { chain, problem } = await interaction.certificate(thumbprint);
    const [own] = chain;
    if (own === undefined)
      throw new EngineError('NotFound.Certificate', { facts: { thumbprint }, target: thumbprint });
    if (problem !== '') throw unusable(thumbprint, problem);
    const header = {
      alg: 'RS256',
      typ: 'JWT',
      x5t: createHash('sha1').update(Buffer.from(own, 'base64')).digest('base64url'),
      ...(sendsChain(account) ? { x5c: chain } : {}),
    };
    return {
      clientAssertion: async (tokenEndpoint) => {
        const now = Math.floor(Date.now() / 1000);
        const claims = {
          aud: tokenEndpoint,
          iss: account.id,
          sub: account.id,
          jti: randomUUID(),
          nbf: now,
          exp: now + lifetimeSeconds,
        };
        const text = [header, claims]
          .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
          .join('.');
        const answer = await interaction.sign(thumbprint, Buffer.from(text).toString('base64'));
        if (answer.signature === '') throw unusable(thumbprint, answer.problem);
        return `${text}.${Buffer.from(answer.signature, 'base64').toString('base64url')}`;
      },
    };
  },
};

function unusable(thumbprint: string, reason: string): EngineError {
  return new EngineError('InvalidArgument.Certificate', {
    facts: { path: thumbprint, reason },
    target: thumbprint,
  });
}
