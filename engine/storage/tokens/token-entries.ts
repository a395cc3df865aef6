// Parts of a token cache, taken out of it or put into it. MSAL's schema, which all of its libraries share: kinds of
// entries (Account, AccessToken, RefreshToken, IdToken, AppMetadata), and in each the entries by key.
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

/** Other libraries may have written null for a kind that has nothing. */
type Cache = Readonly<Record<string, Readonly<Record<string, Entry>> | null>>;

/** The accounts themselves, which no client owns. */
const accounts = 'Account';
/** What MSAL knows of a client: nothing that signs anyone in. */
const metadata = 'AppMetadata';

export interface CachedAccount {
  readonly username: string;
  /** Accounts of older versions are known by their name only. */
  readonly homeAccountId: string | undefined;
}

/** What a cache holds of some accounts for one client, and how many tokens that is. */
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

/** Whose tokens in which tenant: a person's, or an application's own. Undefined where there are none: AD FS. */
export type TokenOwner = { readonly tenantId: string | undefined } & (
  { readonly account: CachedAccount } | { readonly applicationId: string }
);

/**
 * Of a cache what is of use for getting a token in one tenant: an account with its refresh tokens and, of its other
 * tokens, those of that tenant. It stands for the whole: what is not in it was not changed. Of an account that is known
 * by its name only it is all: MSAL goes by what ID tokens of any tenant call it.
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
 * What is known of a client once for each Entra ID. Other programs keep it under other names of the same host, and MSAL
 * then fails for ever (`multiple_matching_appMetadata`). What says that the client belongs to a family goes first.
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

/** What other programs wrote may be anything: only texts are the same. */
function isSameValue(one: unknown, other: unknown): boolean {
  const areTexts = typeof one === 'string' && typeof other === 'string';
  return areTexts && one !== '' && sameText(one, other);
}

/** The entries of one kind, without what is none. */
function entriesIn(cache: Cache, kind: string): Entry[] {
  return Object.values(cache[kind] ?? {}).filter((entry) => isRecord(entry));
}

/** A cache without an account and its tokens, for whatever client they are. */
export function withoutAccount(text: string, account: CachedAccount): string {
  const cache = JSON.parse(text) as Cache;
  const isOwner = ownerOf(cache, account);
  return JSON.stringify(mapEntries(cache, (entry) => !isOwner(entry)));
}

/** A cache without what belongs to some clients, and without accounts that then have nothing left. */
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

/** A cache that came from elsewhere; undefined where the text is none. */
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
