// Signs in a person: with an account that is signed in already, with the broker, with the browser or with a code.
import { shownLine } from '../text/terminal-text.ts';
import type { StoredAccount } from '../contexts/model.ts';
import type { Environment } from '../environments/environment.ts';
import { EngineError, isCancelled } from '../errors/engine-error.ts';
import type { Services } from '../session/services.ts';
import { brokerProperty } from '../signin/person/broker.ts';
import { acquireTokenSilently } from '../signin/person/silent.ts';
import { armScope } from '../environments/resources.ts';
import { signInInteractively } from '../signin/person/interactive.ts';
import type { SignInContext } from '../signin/sign-in-context.ts';
import type { SignedIn } from '../signin/signed-in.ts';
import { sameText } from '../text/same-text.ts';

export interface PersonParameters {
  readonly AccountId?: string;
  /** As JSON. */
  readonly ClaimsChallenge?: string;
  readonly UseDeviceAuthentication?: boolean;
  readonly UseBrowserAuthentication?: boolean;
  readonly Force?: boolean;
}

/**
 * Signs a person in, silently if the account is signed in already.
 * @throws EngineError as `signInInteractively`
 */
export async function signInPerson(
  parameters: PersonParameters,
  { environment, tenantId }: { readonly environment: Environment; readonly tenantId: string | undefined },
  { services, context }: { readonly services: Services; readonly context: SignInContext },
): Promise<SignedIn> {
  const people = await knownAccounts(services, environment);
  const known = await keptAccount(parameters, people, services, context);
  const accountId = parameters.AccountId ?? known?.Id;
  const expected = known ?? people.find(({ Id: id }) => sameText(id, accountId));
  const homeAccountId = expected?.ExtendedProperties.HomeAccountId;
  const request = {
    tenant: tenantId ?? 'organizations',
    scopes: [armScope(environment)],
    timeoutMs: (await services.config.get<number>('LoginTimeoutSeconds')) * 1000,
    ...(accountId === undefined ? {} : { accountId }),
    ...(homeAccountId === undefined ? {} : { homeAccountId }),
    ...(parameters.ClaimsChallenge === undefined ? {} : { claims: parameters.ClaimsChallenge }),
  };
  const silent =
    known === undefined ? undefined : await signInKnown(known, tenantId, request.scopes, context);
  if (silent !== undefined) return silent;
  const signedIn = await signInInteractively(
    request,
    {
      useDeviceCode: parameters.UseDeviceAuthentication === true,
      useBrowser: parameters.UseBrowserAuthentication === true,
      useBroker: await services.config.get<boolean>('EnableLoginByWam'),
    },
    context,
  );
  return underHomeName(signedIn, people);
}

/** Keeps a guest's known name: the token of a visited tenant has another name than the account's other contexts. */
function underHomeName(signedIn: SignedIn, people: readonly StoredAccount[]): SignedIn {
  if (signedIn.homeAccountId === undefined || signedIn.tenantId === signedIn.homeTenantId) return signedIn;
  const known = people.find(({ ExtendedProperties: { HomeAccountId: home } }) =>
    sameText(home, signedIn.homeAccountId),
  );
  return known === undefined ? signedIn : { ...signedIn, accountId: known.Id };
}

/**
 * Returns the account, among those signed in to this cloud, that is named or that the person picks. Returns undefined
 * for a new sign-in.
 */
async function keptAccount(
  parameters: PersonParameters,
  accounts: readonly StoredAccount[],
  services: Services,
  { interaction, signal }: SignInContext,
): Promise<StoredAccount | undefined> {
  const isDecided =
    parameters.ClaimsChallenge !== undefined ||
    parameters.UseDeviceAuthentication === true ||
    parameters.UseBrowserAuthentication === true ||
    parameters.Force === true;
  if (isDecided) return undefined;
  const { AccountId: named } = parameters;
  if (named !== undefined) return accounts.find(({ Id: id }) => sameText(id, named));
  await interaction.describeHost();
  if (!interaction.canPrompt) return undefined;
  if ((await services.config.get<string>('LoginExperienceV2')) !== 'On') return undefined;
  if (accounts.length === 0) return undefined;
  const lines = accounts.map(({ Id: id }, index) => `[${String(index + 1)}] ${shownLine(id)}`);
  interaction.information(['', 'Signed in already:', ...lines, ''].join('\n'));
  for (;;) {
    const message = 'Select an account (number, or Enter to sign in with another):';
    const answer = (await interaction.prompt({ message }, signal)).trim();
    if (answer === '') return undefined;
    // Only a number as shown. JavaScript's Number() would also accept '', '1e0' or '0x1'.
    const row = /^\[?[1-9]\d*\]?$/.test(answer) ? Number(answer.replace(/[[\]]/g, '')) - 1 : -1;
    const chosen = accounts[row] ?? accounts.find(({ Id: id }) => sameText(id, answer));
    if (chosen !== undefined) return chosen;
    interaction.information(`'${answer}' is not in the list.`);
  }
}

async function knownAccounts(services: Services, environment: Environment): Promise<StoredAccount[]> {
  const { contexts } = await services.contexts.view();
  const people = contexts
    .map(({ context }) => context)
    .filter(
      ({ Account: { Type: type }, Environment: { Name: name } }) =>
        type === 'User' && sameText(name, environment.Name),
    )
    .map(({ Account: account }) => account);
  return people.filter((one, index) => people.findIndex(({ Id: id }) => sameText(id, one.Id)) === index);
}

/** Signs in with the cached tokens. Returns undefined if the account must sign in again. */
async function signInKnown(
  account: StoredAccount,
  tenantId: string | undefined,
  scopes: readonly string[],
  context: SignInContext,
): Promise<SignedIn | undefined> {
  const homeAccountId = account.ExtendedProperties.HomeAccountId;
  const homeTenantId = homeAccountId?.split('.')[1];
  const byBroker = account.ExtendedProperties[brokerProperty] !== undefined;
  try {
    const token = await acquireTokenSilently(
      {
        accountId: account.Id,
        homeAccountId,
        tenantId: tenantId ?? homeTenantId ?? 'organizations',
        scopes,
        byBroker,
      },
      context,
    );
    return {
      accountId: account.Id,
      accountType: 'User',
      ...(homeAccountId === undefined ? {} : { homeAccountId }),
      ...(homeTenantId === undefined ? {} : { homeTenantId }),
      ...token,
      scopes,
      isKept: true,
      ...(byBroker ? { properties: { [brokerProperty]: 'True' } } : {}),
    };
  } catch (error) {
    if (isCancelled(error) || !(error instanceof EngineError)) throw error;
    context.interaction.information(`${error.message} Signing in again.`);
    return undefined;
  }
}
