// Gets tokens for accounts that are signed in, with the flow for each kind of account.
import { secretInClear } from '../contexts/account-secrets.ts';
import type { ListedContext } from '../contexts/context-store.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { Call } from '../session/call.ts';
import { acquireAppToken } from '../signin/app/service-principal.ts';
import { givenTokenFor } from '../signin/given-tokens.ts';
import { identityIdTypes, type ManagedIdentity } from '../signin/managed-identity/identity.ts';
import { acquireManagedIdentityToken } from '../signin/managed-identity/managed-identity.ts';
import { brokerProperty } from '../signin/person/broker.ts';
import { acquirePersonToken } from '../signin/person/step-up.ts';
import type { SignInContext } from '../signin/sign-in-context.ts';
import type { AccessToken, AppAccount, TokenRequest } from '../signin/signed-in.ts';
import type { AccountType } from '../text/account-type.ts';
import { signInsOf } from './kept-sign-ins.ts';
import { signInContextOf } from './sign-in-context.ts';

/** A context, and where the tokens of its account are stored. */
export type SignedInContext = Pick<ListedContext, 'context' | 'tokens'>;

/** A request for a token of an account. */
interface AccountTokenRequest {
  readonly entry: SignedInContext;
  readonly request: TokenRequest;
  readonly call: Call;
  /** The services that the flow uses. */
  readonly signIn: SignInContext;
}

/** The flow for each kind of account. */
const flows: Readonly<Record<AccountType, (asked: AccountTokenRequest) => Promise<AccessToken>>> = {
  User: personToken,
  ServicePrincipal: appToken,
  Certificate: appToken,
  ClientAssertion: appToken,
  ManagedService: managedIdentityToken,
  AccessToken: givenToken,
};

/**
 * Returns a token for a context's account.
 * @throws EngineError `NotSignedIn.Expired`, `NotSignedIn.Keyring`, `InteractionRequired.*`, `Authentication.*`, `Network.*`
 */
export async function accessTokenOf(
  entry: SignedInContext,
  request: TokenRequest,
  call: Call,
): Promise<AccessToken> {
  const { Account: account, Environment: environment } = entry.context;
  const signIn = signInContextOf(call, {
    environment,
    tokens: entry.tokens,
    owner: {
      tenantId: environment.OnPremise ? undefined : request.tenantId,
      ...(account.Type === 'User'
        ? { account: { username: account.Id, homeAccountId: account.ExtendedProperties.HomeAccountId } }
        : { applicationId: account.Id }),
    },
  });
  try {
    return await flows[account.Type]({ entry, request, call, signIn });
  } catch (error) {
    throw (await keyringError(error, entry, call)) ?? error;
  }
}

/** Returns the error for a sign-in that was not found, if it may be in a keyring that cannot be read. */
async function keyringError(
  error: unknown,
  { context: { Account: account }, tokens }: SignedInContext,
  { services }: Call,
): Promise<EngineError | undefined> {
  if (!(error instanceof EngineError) || error.catalogueId !== 'NotSignedIn.Expired') return undefined;
  const what = account.Type === 'User' ? 'tokens' : 'secrets';
  const reason = await services.stores.missingReason(tokens, what);
  if (reason === undefined) return undefined;
  const facts = { account: account.Id, reason, advice: error.action };
  return new EngineError('NotSignedIn.Keyring', { facts, target: account.Id, cause: error });
}

function personToken({ entry, request, call, signIn }: AccountTokenRequest): Promise<AccessToken> {
  const { Account: account } = entry.context;
  const byBroker = account.ExtendedProperties[brokerProperty] !== undefined;
  return acquirePersonToken(
    { accountId: account.Id, homeAccountId: account.ExtendedProperties.HomeAccountId, byBroker, ...request },
    {
      mayAsk: request.mayAsk === true,
      timeoutMs: async () => (await call.services.config.get<number>('LoginTimeoutSeconds')) * 1000,
      useBroker: byBroker,
    },
    signIn,
  );
}

function appToken(asked: AccountTokenRequest): Promise<AccessToken> {
  return acquireAppToken(appAccountOf(asked), asked.request, asked.signIn);
}

function managedIdentityToken({ entry, request, signIn }: AccountTokenRequest): Promise<AccessToken> {
  const { Id: id, ExtendedProperties: properties } = entry.context.Account;
  return acquireManagedIdentityToken(
    { id, idType: idTypeOf(id, properties.ManagedIdentityIdType) },
    request,
    signIn,
  );
}

/**
 * Returns the kind of a managed identity's ID. Az.Accounts' contexts do not store it, but its ID of a system-assigned
 * identity contains an @.
 */
function idTypeOf(id: string, stored: string | undefined): ManagedIdentity['idType'] {
  return identityIdTypes.find((type) => type === stored) ?? (id.includes('@') ? 'System' : 'ClientId');
}

function givenToken(asked: AccountTokenRequest): Promise<AccessToken> {
  return givenTokenFor(appAccountOf(asked), asked.request, asked.entry.context.Environment);
}

function appAccountOf({ entry: { context, tokens }, request, call }: AccountTokenRequest): AppAccount {
  const { Account: account, Tenant: tenant } = context;
  const { Id: id, ExtendedProperties: properties } = account;
  const tenantId = tenant?.Id ?? request.tenantId;
  return {
    id,
    type: account.Type,
    tenantId,
    properties,
    secret: async (name) =>
      (await signInsOf(call.services).secret({ accountId: id, tenantId, properties }, tokens, name)) ??
      secretInClear(account, name),
  };
}
