// Stores the tokens and secrets of sign-ins. Tokens, secrets and the contexts that need them are in three stores that
// other PowerShell processes change too, so related data is checked while the lock is held.
import {
  keystoreName,
  secretNames,
  secretsUsedBy,
  type AccountSecrets,
  type SecretName,
} from '../contexts/account-secrets.ts';
import type { ContextStore, ListedContext } from '../contexts/context-store.ts';
import { sameAccount, type ContextScope, type StoredAccount } from '../contexts/model.ts';
import type { TokenPlace } from '../storage/tokens/token-place.ts';
import type { HomeStores, HomeStoresState } from '../storage/tokens/home-stores.ts';
import { publicClientId } from '../signin/msal-client.ts';
import type { SignedIn } from '../signin/signed-in.ts';
import type { Secrets } from '../storage/tokens/secret-store.ts';
import { applyChanges, type TokenEntries } from '../storage/tokens/token-changes.ts';
import { entriesFor, entriesOf, withoutAccount, withoutClients } from '../storage/tokens/token-entries.ts';
import { sameText } from '../text/same-text.ts';
import type { Services } from '../session/services.ts';

/** An account in a tenant, whose secrets are stored. */
interface SecretOwner {
  readonly accountId: string;
  readonly tenantId: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** The parts of a sign-in that are stored. */
type FreshSecrets = Pick<SignedIn, 'accountId' | 'accountType' | 'tenantId' | 'properties' | 'secrets'>;

/** Returns the sign-ins of a call's session. */
export function signInsOf({ stores, contexts }: Pick<Services, 'stores' | 'contexts'>): KeptSignIns {
  return new KeptSignIns(stores, contexts);
}

/** The tokens and secrets of the accounts of one session. */
export class KeptSignIns {
  readonly #stores: HomeStores;
  readonly #contexts: ContextStore;

  constructor(stores: HomeStores, contexts: ContextStore) {
    this.#stores = stores;
    this.#contexts = contexts;
  }

  /**
   * Stores a new sign-in. Another PowerShell may sign the same account out before our contexts are stored, so call
   * the returned function after storing them: it restores tokens and secrets that were removed meanwhile.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser`; the returned function too
   */
  async keep(
    signedIn: SignedIn,
    tokens: TokenPlace,
    signal: AbortSignal,
  ): Promise<(signal: AbortSignal) => Promise<void>> {
    await this.keepSecrets(signedIn, tokens, signal);
    if (signedIn.accountType !== 'User')
      return (later) =>
        this.#stores.secrets(tokens).edit((secrets) => {
          const { accountId, tenantId } = signedIn;
          return this.#withoutUnused(withFresh(secrets, signedIn), accountId, [tenantId], tokens);
        }, later);
    if (tokens === 'process') return () => Promise.resolve();
    const account = { username: signedIn.accountId, homeAccountId: signedIn.homeAccountId };
    const cache = this.#stores.tokenText(tokens);
    const mine = entriesOf(await cache.read(), [account], publicClientId);
    return (later) =>
      cache.edit((text) => {
        const isThere = entriesOf(text, [account], publicClientId).found > 0;
        return isThere ? text : applyChanges('{}', mine.text, text);
      }, later);
  }

  /**
   * Stores the secrets of a sign-in, and deletes those of an earlier sign-in with the same account and type of
   * credential. Secrets of another context of the application with another type of credential stay.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser`
   */
  async keepSecrets(signedIn: FreshSecrets, tokens: TokenPlace, signal: AbortSignal): Promise<void> {
    if (signedIn.accountType === 'User') return;
    await this.#stores.secrets(tokens).edit((secrets) => withFresh(secrets, signedIn), signal);
  }

  /**
   * Returns the secrets without those of an application in some tenants that none of its contexts uses. Calls
   * `onUnused` for each tenant in which no secret that Az.Accounts could have stored is used.
   */
  async #withoutUnused(
    secrets: Secrets,
    accountId: string,
    tenants: readonly string[],
    place: TokenPlace,
    onUnused: (tenantId: string) => Promise<void> = () => Promise.resolve(),
  ): Promise<Secrets> {
    const contexts = await this.#contextsOf(accountId, place);
    let left = secrets;
    for (const tenant of tenants) {
      const there = contexts.filter((entry) => sameText(tenantOf(entry), tenant));
      const used = there.flatMap((entry) =>
        secretsUsedBy(entry.context.Account).map((name) => ({ name, key: secretKey(ownerOf(entry), name) })),
      );
      if (!used.some(({ name }) => keystoreName(name) !== undefined)) await onUnused(tenant);
      const prefix = secretPrefix(accountId, tenant);
      left = withoutKeys(left, (key) => key.startsWith(prefix) && !used.some((one) => one.key === key));
    }
    return left;
  }

  /** Returns all contexts of an application in a place, with any type of credential. */
  async #contextsOf(accountId: string, place: TokenPlace): Promise<ListedContext[]> {
    return (await this.#contexts.listAll()).filter(
      ({ tokens, context: { Account: account } }) =>
        tokens === place && account.Type !== 'User' && sameText(account.Id, accountId),
    );
  }

  /**
   * Moves the sign-ins of this process from memory to the store: their tokens and secrets, then their contexts.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser`; then the memory is unchanged
   */
  async storeOfProcess(signal: AbortSignal): Promise<void> {
    const { contexts, current } = await this.#contexts.view();
    const own = contexts.filter(({ tokens }) => tokens === 'process');
    if (own.length === 0) return;
    const people = own
      .filter(({ context }) => context.Account.Type === 'User')
      .map(({ context: { Account: account } }) => ({
        username: account.Id,
        homeAccountId: account.ExtendedProperties.HomeAccountId,
      }));
    const process = { tokens: this.#stores.tokenText('process'), secrets: this.#stores.secrets('process') };
    const mine = entriesOf(await process.tokens.read(), people, publicClientId);
    const secrets = await this.#secretsOfProcess(own);
    const put = async (): Promise<void> => {
      await this.#stores.tokenText('stored').edit((text) => applyChanges('{}', mine.text, text), signal);
      if (Object.keys(secrets).length > 0)
        await this.#stores.secrets('stored').edit((stored) => ({ ...stored, ...secrets }), signal);
    };
    await put();
    const options = { scope: 'CurrentUser', tokens: 'stored', signal } as const;
    if (current?.tokens === 'process') await this.#contexts.add(own, current.name, options);
    else await this.#contexts.merge(own, options);
    // Another PowerShell may have signed the account out meanwhile: see `keep`.
    await put();
    await process.tokens.edit(() => '{}', signal);
    await process.secrets.edit(() => ({}), signal);
  }

  async #secretsOfProcess(contexts: readonly ListedContext[]): Promise<Secrets> {
    const found = await Promise.all(contexts.map((entry) => this.#storedSecretsOf(entry)));
    return Object.assign({}, ...found) as Secrets;
  }

  /** Returns the secrets of a context's account in the form in which they are stored. */
  async #storedSecretsOf(entry: ListedContext): Promise<Secrets> {
    return toStored(ownerOf(entry), await this.secretsOf(entry));
  }

  /**
   * Returns one secret, from our store or from Az.Accounts', or undefined.
   * @throws EngineError `Storage.Read`
   */
  async secret(owner: SecretOwner, tokens: TokenPlace, name: SecretName): Promise<string | undefined> {
    const own = await this.#stores.secrets(tokens).get(secretKey(owner, name));
    if (own !== undefined || tokens === 'process') return own;
    const theirs = keystoreName(name);
    return theirs && (await this.#stores.keystore.get(theirs, owner.accountId, owner.tenantId));
  }

  /**
   * Returns the secrets with which a context's account gets tokens.
   * @throws EngineError `Storage.Read`
   */
  async secretsOf(entry: Pick<ListedContext, 'context' | 'tokens'>): Promise<AccountSecrets> {
    const owner = ownerOf(entry);
    const found = await Promise.all(
      secretNames.map(async (name) => [name, await this.secret(owner, entry.tokens, name)] as const),
    );
    return Object.fromEntries(found.filter(([, value]) => value !== undefined));
  }

  /**
   * Returns a copy of the tokens and secrets of a context's account, in the form of the process memory.
   * @throws EngineError `Storage.Read`
   */
  async copyFor(entry: ListedContext): Promise<HomeStoresState> {
    return {
      tokens: withOnly(await this.#stores.tokenText(entry.tokens).read(), entry.context.Account),
      secrets: await this.#storedSecretsOf(entry),
    };
  }

  /**
   * Deletes the tokens and secrets of an account whose contexts were removed, unless a remaining context needs them.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser`
   */
  async signOut(
    account: StoredAccount,
    removed: readonly ListedContext[],
    signal: AbortSignal,
  ): Promise<void> {
    for (const place of new Set(removed.map(({ tokens }) => tokens))) {
      const tenants = removed.filter(({ tokens }) => tokens === place).map(tenantOf);
      await this.#stores.tokenText(place).edit(async (text) => {
        const left =
          account.Type === 'User'
            ? (await this.#contexts.listAll()).filter(
                ({ tokens, context }) => tokens === place && sameAccount(context.Account, account),
              )
            : await this.#contextsOf(account.Id, place);
        return left.length > 0 ? text : withoutTokens(text, account);
      }, signal);
      await this.#stores.warnIfHidden(place, hasStoredTokens(account));
      if (account.Type === 'User') continue;
      const onUnused = async (tenantId: string): Promise<void> => {
        if (place === 'stored') await this.#stores.keystore.remove(signal, account.Id, tenantId);
      };
      await this.#stores
        .secrets(place)
        .edit((secrets) => this.#withoutUnused(secrets, account.Id, tenants, place, onUnused), signal);
    }
  }

  /**
   * Removes all contexts with their tokens and secrets: those of this process and, with scope CurrentUser, also the
   * stored ones. Tokens of other programs in a shared cache stay.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser`
   */
  async signAllOut(scope: ContextScope, signal: AbortSignal): Promise<void> {
    const contexts = await this.#contexts.listAll();
    await this.#contexts.clear(scope, signal);
    const clients = [publicClientId, ...contexts.map(({ context }) => context.Account.Id)];
    for (const place of scope === 'Process' ? (['process'] as const) : (['process', 'stored'] as const)) {
      await this.#stores.secrets(place).edit(() => ({}), signal);
      if (place === 'stored') await this.#stores.keystore.remove(signal);
      await this.#stores.tokenText(place).edit((text) => withoutClients(text, clients), signal);
      await this.#stores.warnIfHidden(
        place,
        contexts.some(({ tokens, context }) => tokens === place && hasStoredTokens(context.Account)),
      );
    }
  }
}

/** Whether the tokens of an account are stored: those of managed identities and given ones are not. */
function hasStoredTokens({ Type: type }: StoredAccount): boolean {
  return type !== 'ManagedService' && type !== 'AccessToken';
}

/** Returns the secrets with those of a sign-in, which replace those of an earlier one: see `keepSecrets`. */
function withFresh(secrets: Secrets, signedIn: FreshSecrets): Secrets {
  const { accountId, accountType, tenantId, properties = {}, secrets: given = {} } = signedIn;
  const owner = { accountId, tenantId, properties };
  const used = secretsUsedBy({ Type: accountType, ExtendedProperties: properties });
  const replaced = used.map((name) => secretKey(owner, name));
  return { ...withoutKeys(secrets, (key) => replaced.includes(key)), ...toStored(owner, given) };
}

function toStored(owner: SecretOwner, secrets: AccountSecrets): Secrets {
  const names = secretNames.filter((name) => secrets[name] !== undefined);
  return Object.fromEntries(names.map((name) => [secretKey(owner, name), secrets[name] ?? '']));
}

function ownerOf(entry: Pick<ListedContext, 'context'>): SecretOwner {
  const { Id: accountId, ExtendedProperties: properties } = entry.context.Account;
  return { accountId, tenantId: tenantOf(entry), properties };
}

function tenantOf({ context }: Pick<ListedContext, 'context'>): string {
  return context.Tenant?.Id ?? '';
}

/** Returns the cache with the tokens of only one account, in all of its tenants. */
function withOnly(text: string, account: StoredAccount): string {
  const homeAccountId = account.ExtendedProperties.HomeAccountId;
  const owner =
    account.Type === 'User'
      ? { account: { username: account.Id, homeAccountId } }
      : { applicationId: account.Id };
  return JSON.stringify(entriesFor({ tenantId: undefined, ...owner }, JSON.parse(text) as TokenEntries));
}

function withoutTokens(text: string, account: StoredAccount): string {
  if (account.Type !== 'User') return withoutClients(text, [account.Id]);
  const homeAccountId = account.ExtendedProperties.HomeAccountId;
  return withoutAccount(text, { username: account.Id, homeAccountId });
}

function withoutKeys(secrets: Secrets, isToGo: (key: string) => boolean): Secrets {
  return Object.fromEntries(Object.entries(secrets).filter(([key]) => !isToGo(key)));
}

/** Contexts of one application may have different certificate files, each with its own password. */
function secretKey({ accountId, tenantId, properties }: SecretOwner, name: SecretName): string {
  const file = name === 'certificatePassword' ? `|${properties.CertificatePath ?? ''}` : '';
  return `${secretPrefix(accountId, tenantId)}${name}${file}`;
}

function secretPrefix(accountId: string, tenantId: string): string {
  return `${accountId.toLowerCase()}|${tenantId.toLowerCase()}|`;
}
