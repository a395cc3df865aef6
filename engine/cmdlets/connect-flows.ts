// Chooses the flow of a Connect-AzAccount call by its parameter set.
import { TokenBatch } from '../storage/tokens/token-batch.ts';
import type { TokenPlace } from '../storage/tokens/token-place.ts';
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import type { Environment } from '../environments/environment.ts';
import { armScope } from '../environments/resources.ts';
import { EngineError } from '../errors/engine-error.ts';
import { identityIssuerProperties, unusedAudience } from '../signin/app/ci-identity.ts';
import { acquireAppToken, appCredential } from '../signin/app/service-principal.ts';
import { decodeClaims } from '../signin/claims.ts';
import { bareToken } from '../signin/jwt.ts';
import { signInWithGivenTokens } from '../signin/given-tokens.ts';
import { signInManagedIdentity } from '../signin/managed-identity/managed-identity.ts';
import type { SignInContext } from '../signin/sign-in-context.ts';
import { signInWithPassword } from '../signin/person/password.ts';
import type { SignedIn } from '../signin/signed-in.ts';
import type { AccountType } from '../text/account-type.ts';
import type { NamedApplication } from './connect-application.ts';
import type { ConnectCall } from './connect-call.ts';
import { signInPerson } from './connect-person.ts';
import {
  assertionSet,
  certificateFileSet,
  identitySet,
  passwordSet,
  secretSet,
  thumbprintSet,
  tokenSet,
  userSet,
} from './connect-parameters.ts';
import type { AccountSecrets } from '../contexts/account-secrets.ts';
import { signInContextOf } from '../accounts/sign-in-context.ts';

export interface ConnectFacts {
  readonly environment: Environment;
  readonly tokens: TokenPlace;
  readonly named: NamedApplication;
}

/** A sign-in whose input has been checked. Its argument is the ID of the requested tenant. */
export type PreparedSignIn = (tenantId: string | undefined) => Promise<SignedIn>;

export interface ConnectFlow {
  readonly signIn: PreparedSignIn;
  /**
   * Stores the token of an application. The sign-in itself does not, so that the next request need not wait.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser`
   */
  readonly storeTokens: () => Promise<void>;
  /** How many requests to Azure Resource Manager follow at once when the token is there. */
  readonly requestsAfterToken: number;
}

/** For flows that soon have a token: a person's token is for the list of tenants, an application has just one tenant. */
const requestsAfterToken: Readonly<Partial<Record<ConnectCall['parameterSet'], number>>> = {
  [passwordSet]: 1,
  [secretSet]: 2,
  [thumbprintSet]: 2,
  [certificateFileSet]: 2,
  [assertionSet]: 2,
  [identitySet]: 2,
};

/**
 * Returns the flow of a call, after the checks of `prepareSignIn`.
 * @throws EngineError as `prepareSignIn`
 */
export async function prepareFlow(
  call: ConnectCall,
  facts: ConnectFacts,
  cmdlet: CmdletContext,
): Promise<ConnectFlow> {
  const batch = new TokenBatch();
  const signIn = await prepareSignIn(call, facts, { cmdlet, batch });
  return {
    signIn,
    storeTokens: () => batch.store(),
    requestsAfterToken: requestsAfterToken[call.parameterSet] ?? 0,
  };
}

/**
 * Checks what can be checked before anything is sent: certificates, identity tokens, claims. Returns the sign-in,
 * which throws what its flow throws.
 * @throws EngineError `InvalidArgument.*`, `NotFound.Certificate`, `Authentication.NoIdentityToken`,
 * `Authentication.FederatedTokenExpired`, `Storage.Read`
 */
async function prepareSignIn(
  call: ConnectCall,
  { environment, tokens, named }: ConnectFacts,
  { cmdlet, batch }: { readonly cmdlet: CmdletContext; readonly batch: TokenBatch },
): Promise<PreparedSignIn> {
  const { services } = cmdlet;
  const context = signInContextOf(cmdlet, { environment, tokens });
  const scopes = [armScope(environment)];
  const app = (
    id: string,
    type: AccountType,
    properties: Readonly<Record<string, string>>,
    secrets: AccountSecrets,
  ): Promise<PreparedSignIn> =>
    prepareApp(
      { id, type, properties, secrets, scopes },
      signInContextOf({ ...cmdlet, tokenBatch: batch }, { environment, tokens }),
    );

  switch (call.parameterSet) {
    case userSet: {
      const { ClaimsChallenge: claims } = call.parameters;
      const parameters = {
        ...call.parameters,
        ...(claims === undefined ? {} : { ClaimsChallenge: decodeClaims(claims) }),
      };
      return (tenantId) => signInPerson(parameters, { environment, tenantId }, { services, context });
    }
    case passwordSet:
      return (tenantId) =>
        signInWithPassword(
          { tenant: tenantId ?? 'organizations', scopes },
          call.parameters.Credential,
          context,
        );
    case secretSet: {
      const { userName, password } = call.parameters.Credential;
      return app(userName, 'ServicePrincipal', {}, { secret: password });
    }
    case thumbprintSet: {
      const { CertificateThumbprint: thumbprint, SendCertificateChain: chain } = call.parameters;
      return app(
        named.applicationId,
        'ServicePrincipal',
        { CertificateThumbprint: thumbprint, ...chainProperty(chain) },
        {},
      );
    }
    case certificateFileSet: {
      const { CertificatePath: path, SendCertificateChain: chain } = call.parameters;
      const password = call.parameters.CertificatePassword;
      return app(
        named.applicationId,
        'ServicePrincipal',
        { CertificatePath: path, ...chainProperty(chain) },
        password === undefined ? {} : { certificatePassword: password },
      );
    }
    case assertionSet: {
      const { FederatedToken: token, FederatedTokenAudience: audience } = call.parameters;
      const { applicationId: id, credential } = named;
      if (audience !== undefined && (credential !== undefined || token !== undefined))
        throw unusedAudience(audience);
      if (credential !== undefined)
        return app(id, 'ServicePrincipal', credential.properties, credential.secrets);
      return token === undefined
        ? app(id, 'ClientAssertion', identityIssuerProperties(context.variables, audience), {})
        : app(id, 'ClientAssertion', {}, { federatedToken: bareToken(token) });
    }
    case identitySet: {
      const { AccountId: id, Tenant: asked } = call.parameters;
      return async (tenantId) => {
        const signedIn = await signInManagedIdentity(id, scopes, context);
        if (tenantId !== undefined && signedIn.tenantId !== tenantId)
          throw otherTenant(asked ?? tenantId, signedIn.tenantId);
        return signedIn;
      };
    }
    case tokenSet: {
      const given = call.parameters;
      const named = {
        accessToken: given.AccessToken,
        graphAccessToken: given.GraphAccessToken,
        microsoftGraphAccessToken: given.MicrosoftGraphAccessToken,
        keyVaultAccessToken: given.KeyVaultAccessToken,
      };
      const tokensGiven = Object.fromEntries(
        Object.entries(named).filter(([, token]) => token !== undefined),
      );
      const facts = { accountId: given.AccountId, environment, tokens: tokensGiven };
      return (tenantId) =>
        Promise.resolve(
          signInWithGivenTokens({ ...facts, tenantId, skipValidation: given.SkipValidation === true }),
        );
    }
  }
}

async function prepareApp(
  app: {
    readonly id: string;
    readonly type: AccountType;
    readonly properties: Readonly<Record<string, string>>;
    readonly secrets: AccountSecrets;
    readonly scopes: readonly string[];
  },
  context: SignInContext,
): Promise<PreparedSignIn> {
  const { id, type, properties, secrets, scopes } = app;
  const account = {
    id,
    type,
    tenantId: '',
    properties,
    secret: (name: keyof AccountSecrets) => Promise.resolve(secrets[name]),
  };
  const credential = await appCredential(account, context);
  return async (tenantId = '') => {
    // Force a request: a cached token that is still valid would hide that the credential has changed.
    const request = { tenantId, scopes, forceRefresh: true };
    const token = await acquireAppToken({ ...account, tenantId }, request, context, credential);
    return { accountId: id, accountType: type, ...token, scopes, properties, secrets };
  };
}

function chainProperty(send: boolean | undefined): Record<string, string> {
  return send === true ? { SendCertificateChain: 'True' } : {};
}

function otherTenant(asked: string, actual: string): EngineError {
  return new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: 'Tenant',
      value: asked,
      reason: 'A managed identity belongs to one tenant.',
      accepted: `${actual}, or nothing`,
    },
    target: asked,
  });
}
