// Extracts and removes parts of a token cache. All MSAL libraries share the schema: kinds of entries (Account,
// AccessToken, RefreshToken, IdToken, AppMetadata), each with its entries by key.
import { isRecord, textsIn } from '../../protocol/shapes.ts';
import { askedLoginHost } from '../../environments/public-clouds/login-hosts.ts';
import { parseJson } from '../files/json-file.ts';
import type { TokenEntries } from './token-changes.ts';
import { sameText } from '../../text/same-text.ts';

interface Entry {
  readonly home_account_id?: string;
  readonly client_id?: string;
  readonly username?: string;
  /** The host of the authority. */
  readonly environment?: string;
  readonly family_id?: string | null;
  /** The tenant that issued it; for AD FS `adfs`. */
  readonly realm?: string | null;
}

/** Other libraries may write null for a kind without entries. */
type Cache = Readonly<Record<string, Readonly<Record<string, Entry>> | null>>;

/** The accounts, which belong to no client. */
const accounts = 'Account';
/** MSAL's facts about a client; they sign no one in. */
const metadata = 'AppMetadata';

export interface CachedAccount {
  readonly username: string;
  /** Undefined for accounts from older versions, which stored only the name. */
  readonly homeAccountId: string | undefined;
}

/** Returns the part of a cache that belongs to some accounts and one client, and its number of tokens. */
export function entriesOf(
  text: string,
  wanted: readonly CachedAccount[],
  clientId: string,
): { readonly text: string; readonly found: number } {
  const cache = JSON.parse(text) as Cache;
  const isWanted = ({ home_account_id: id = '', username = '' }: Entry): boolean =>
    wanted.some(
      (account) => isSameValue(account.homeAccountId ?? '', id) || isSameValue(account.username, username),
    );
  const ids = new Set(
    entriesIn(cache, accounts)
      .filter(isWanted)
      .map((entry) => entry.home_account_id),
  );
  let found = 0;
  const taken = mapEntries(cache, (entry, kind) => {
    if (kind === accounts) return ids.has(entry.home_account_id);
    if (entry.client_id !== clientId) return false;
    if (kind === metadata) return true;
    if (ids.has(entry.home_account_id)) found++;
    return ids.has(entry.home_account_id);
  });
  return { text: JSON.stringify(taken), found };
}

/** The owner of tokens, a user or an application, and the tenant. The tenant is undefined for AD FS. */
export type TokenOwner = { readonly tenantId: string | undefined } & (
  { readonly account: CachedAccount } | { readonly applicationId: string }
);

/**
 * Returns the part of a cache that helps to get a token in one tenant: an account with its refresh tokens, and its
 * other tokens for that tenant. Entries that are left out count as unchanged. If only the account's name is known,
 * returns the whole cache, because MSAL then compares names in ID tokens of any tenant.
 */
export function entriesFor(owner: TokenOwner, entries: TokenEntries): TokenEntries {
  if ('account' in owner && owner.account.homeAccountId === undefined) return entries;
  const cache = entries as Cache;
  const { tenantId } = owner;
  const isOwner =
    'account' in owner
      ? ownerOf(cache, owner.account)
      : ({ client_id: clientId = '' }: Entry): boolean => isSameValue(clientId, owner.applicationId);
  return mapEntries(cache, (entry: Entry | null, kind) => {
    if (kind === metadata || entry === null) return kind === metadata;
    const isAnywhere = kind === accounts || tenantId === undefined || (entry.realm ?? '') === '';
    return (isAnywhere || isSameValue(entry.realm ?? '', tenantId)) && isOwner(entry);
  });
}

/**
 * Returns the cache with one AppMetadata entry for each client and cloud. Other programs store them under aliases of
 * the same host, and MSAL then fails permanently with `multiple_matching_appMetadata`. An entry that names a client
 * family is preferred.
 */
export function withoutAliases(entries: TokenEntries): TokenEntries {
  const known = Object.entries((entries as Cache)[metadata] ?? {});
  if (known.length < 2) return entries;
  const kept = new Map<string, readonly [string, Entry]>();
  for (const [key, entry] of known) {
    const { client_id: clientId = '', environment = '', family_id: family = '' } = textsIn(entry) ?? {};
    const place = `${clientId}|${askedLoginHost(environment)}`.toLowerCase();
    if (kept.has(place) && family === '') continue;
    kept.set(place, [key, entry]);
  }
  return { ...entries, [metadata]: Object.fromEntries(kept.values()) };
}

function ownerOf(cache: Cache, { homeAccountId, username }: CachedAccount): (entry: Entry) => boolean {
  const ids = new Set(
    entriesIn(cache, accounts)
      .filter((entry) =>
        homeAccountId === undefined
          ? isSameValue(entry.username ?? '', username)
          : isSameValue(entry.home_account_id ?? '', homeAccountId),
      )
      .map(({ home_account_id: id }) => id),
  );
  return ({ home_account_id: id = '' }) => ids.has(id);
}

/** Other programs may have written values of any type; only equal non-empty texts match. */
function isSameValue(one: unknown, other: unknown): boolean {
  const areTexts = typeof one === 'string' && typeof other === 'string';
  return areTexts && one !== '' && sameText(one, other);
}

/** Returns the entries of one kind, without values that are not objects. */
function entriesIn(cache: Cache, kind: string): Entry[] {
  return Object.values(cache[kind] ?? {}).filter((entry) => isRecord(entry));
}

/** Returns the cache without an account and its tokens, for all clients. */
export function withoutAccount(text: string, account: CachedAccount): string {
  const cache = JSON.parse(text) as Cache;
  const isOwner = ownerOf(cache, account);
  return JSON.stringify(mapEntries(cache, (entry) => !isOwner(entry)));
}

/** Returns the cache without the entries of some clients, and without accounts that then have no entries left. */
export function withoutClients(text: string, clientIds: readonly string[]): string {
  const left = mapEntries(
    JSON.parse(text) as Cache,
    ({ client_id: clientId }) => !clientIds.some((id) => isSameValue(id, clientId)),
  );
  const used = new Set(
    Object.entries(left)
      .filter(([kind]) => kind !== accounts)
      .flatMap(([, entries]) => Object.values(entries).map((entry) => entry.home_account_id)),
  );
  return JSON.stringify(
    mapEntries(left, (entry, kind) => kind !== accounts || used.has(entry.home_account_id)),
  );
}

/**
 * Returns the accounts with refresh tokens in a cache from another source, or undefined if the text is not a token
 * cache.
 */
export function parseEntries(text: string): { readonly homeAccountIds: readonly string[] } | undefined {
  const { value } = parseJson(text);
  if (value === undefined) return undefined;
  const isObject = (one: unknown): one is object => typeof one === 'object' && one !== null;
  const kinds: unknown[] = Object.values(value);
  if (!kinds.every((entries) => isObject(entries) && Object.values(entries).every(isObject)))
    return undefined;
  const ids = entriesIn(value as Cache, 'RefreshToken').map(({ home_account_id: id }): unknown => id);
  return { homeAccountIds: ids.filter((id) => typeof id === 'string') };
}

function mapEntries(
  cache: Cache,
  keep: (entry: Entry, kind: string) => boolean,
): Record<string, Record<string, Entry>> {
  return Object.fromEntries(
    Object.entries(cache).map(([kind, entries]) => [
      kind,
      Object.fromEntries(
        Object.entries(isRecord(entries) ? entries : {}).filter(
          ([, entry]) => isRecord(entry) && keep(entry, kind),
        ),
      ),
    ]),
  );
}
