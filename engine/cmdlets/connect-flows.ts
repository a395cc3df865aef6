// Which flow a call of Connect-AzAccount asks for: its parameter set says it.
import type { TokenPlace } from '../contexts/session-contexts.ts';
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import type { CallOf } from '../declaration/define-cmdlet.ts';
import type { Environment } from '../environments/environment.ts';
import { armScope } from '../environments/resources.ts';
import { EngineError } from '../protocol/engine-error.ts';
import { findIdentityIssuer } from '../signin/app/ci-identity.ts';
import { acquireAppToken } from '../signin/app/service-principal.ts';
import { decodeClaims } from '../signin/claims.ts';
import { signInWithGivenTokens } from '../signin/given-tokens.ts';
import { signInManagedIdentity } from '../signin/managed-identity.ts';
import type { SignInContext } from '../signin/msal-client.ts';
import { signInWithPassword } from '../signin/password.ts';
import type { AccountSecrets, SignedIn } from '../signin/signed-in.ts';
import type { AccountType } from '../contexts/model.ts';
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
  type connectParameters,
  type connectSets,
} from './connect-parameters.ts';

/** A call of Connect-AzAccount. */
export type ConnectCall = CallOf<{
  verb: string;
  noun: string;
  synopsis: string;
  description: string;
  defaultSet: typeof userSet;
  sets: typeof connectSets;
  parameters: typeof connectParameters;
  outputs: readonly string[];
  examples: readonly [];
}>;

export interface ConnectFacts {
  readonly environment: Environment;
  /** The tenant that was asked for. */
  readonly tenantId: string | undefined;
  readonly tokens: TokenPlace;
}

/**
 * Signs in as the call asks.
 * @throws EngineError what the flow throws
 */
export async function signInFor(
  call: ConnectCall,
  facts: ConnectFacts,
  { services, interaction, signal }: CmdletContext,
): Promise<SignedIn> {
  const { environment, tenantId, tokens } = facts;
  const context = services.signInContext(environment, tokens, interaction, signal);
  const scopes = [armScope(environment)];
  const app = (
    id: string,
    type: AccountType,
    properties: Readonly<Record<string, string>>,
    secrets: AccountSecrets,
  ): Promise<SignedIn> =>
    signInApp({ id, type, tenantId: tenantId ?? '', properties, secrets, scopes }, context);

  switch (call.parameterSet) {
    case userSet: {
      const { ClaimsChallenge: claims } = call.parameters;
      return signInPerson(
        { ...call.parameters, ...(claims === undefined ? {} : { ClaimsChallenge: decodeClaims(claims) }) },
        facts,
        { services, context },
      );
    }
    case passwordSet:
      return signInWithPassword(
        { tenant: tenantId ?? 'organizations', scopes },
        call.parameters.Credential,
        context,
      );
    case secretSet: {
      const { userName, password } = call.parameters.Credential;
      return app(userName, 'ServicePrincipal', {}, { secret: password });
    }
    case thumbprintSet: {
      const {
        ApplicationId: id,
        CertificateThumbprint: thumbprint,
        SendCertificateChain: chain,
      } = call.parameters;
      return app(id, 'ServicePrincipal', { CertificateThumbprint: thumbprint, ...chainProperty(chain) }, {});
    }
    case certificateFileSet: {
      const { ApplicationId: id, CertificatePath: path, SendCertificateChain: chain } = call.parameters;
      const password = call.parameters.CertificatePassword;
      return app(
        id,
        'ServicePrincipal',
        { CertificatePath: path, ...chainProperty(chain) },
        password === undefined ? {} : { certificatePassword: password },
      );
    }
    case assertionSet: {
      const { ApplicationId: id, FederatedToken: token } = call.parameters;
      return token === undefined
        ? app(id, 'ClientAssertion', { FederatedTokenSource: findIdentityIssuer(context.variables) }, {})
        : app(id, 'ClientAssertion', {}, { federatedToken: token });
    }
    case identitySet: {
      const signedIn = await signInManagedIdentity(call.parameters.AccountId, scopes, context);
      if (tenantId !== undefined && signedIn.tenantId !== tenantId)
        throw otherTenant(call.parameters.Tenant ?? tenantId, signedIn.tenantId);
      return signedIn;
    }
    case tokenSet: {
      const given = call.parameters;
      const named = {
        accessToken: given.AccessToken,
        graphAccessToken: given.GraphAccessToken,
        microsoftGraphAccessToken: given.MicrosoftGraphAccessToken,
        keyVaultAccessToken: given.KeyVaultAccessToken,
      };
      return signInWithGivenTokens({
        accountId: given.AccountId,
        tenantId,
        environment,
        skipValidation: given.SkipValidation === true,
        tokens: Object.fromEntries(Object.entries(named).filter(([, token]) => token !== undefined)),
      });
    }
  }
}

async function signInApp(
  app: {
    readonly id: string;
    readonly type: AccountType;
    readonly tenantId: string;
    readonly properties: Readonly<Record<string, string>>;
    readonly secrets: AccountSecrets;
    readonly scopes: readonly string[];
  },
  context: SignInContext,
): Promise<SignedIn> {
  const { id, type, tenantId, properties, secrets, scopes } = app;
  const account = {
    id,
    type,
    tenantId,
    properties,
    secret: (name: keyof AccountSecrets) => Promise.resolve(secrets[name]),
  };
  // A credential that was changed must not be hidden by a token that is still valid.
  const token = await acquireAppToken(account, { tenantId, scopes, forceRefresh: true }, context);
  return { accountId: id, accountType: type, ...token, scopes, properties, secrets };
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
