// Merges one process's changes of a token cache into the content that is stored by then.

/** MSAL's cache schema: for each kind of credential, the credentials by key. */
export type TokenEntries = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Returns the stored entries with the changes between `base` and `ours` applied. New tokens add their account if it
 * is missing. A renewal drops tokens of an account that was deleted meanwhile.
 */
export function withChanges(
  base: TokenEntries,
  ours: TokenEntries,
  stored: TokenEntries,
  isRenewal = false,
): TokenEntries {
  const result: Record<string, Readonly<Record<string, unknown>>> = { ...stored };
  const known = accountIds(stored);
  const gone = new Set(isRenewal ? [...accountIds(base)].filter((id) => !known.has(id)) : []);
  const renewed = new Set<string>();
  for (const section of new Set([...Object.keys(base), ...Object.keys(ours)])) {
    const target = { ...stored[section] };
    for (const key of Object.keys(base[section] ?? {})) {
      if (ours[section]?.[key] === undefined) Reflect.deleteProperty(target, key);
    }
    for (const [key, value] of Object.entries(ours[section] ?? {})) {
      if (JSON.stringify(base[section]?.[key]) === JSON.stringify(value) || gone.has(accountIdOf(value)))
        continue;
      target[key] = value;
      renewed.add(accountIdOf(value));
    }
    result[section] = target;
  }
  for (const [key, account] of Object.entries(ours.Account ?? {})) {
    if (renewed.has(accountIdOf(account))) result.Account = { [key]: account, ...result.Account };
  }
  return result;
}

/** Like `withChanges`, but for caches as text (MSAL's JSON). */
export function applyChanges(base: string, ours: string, stored: string): string {
  const [before, after, now] = [base, ours, stored].map((text) => JSON.parse(text) as TokenEntries);
  return JSON.stringify(withChanges(before ?? {}, after ?? {}, now ?? {}));
}

function accountIds(entries: TokenEntries): Set<string> {
  return new Set(Object.values(entries.Account ?? {}).map(accountIdOf));
}

/** Returns the account that an entry belongs to; empty for an application's own entries. */
function accountIdOf(entry: unknown): string {
  const id = (entry as { readonly home_account_id?: unknown } | null)?.home_account_id;
  return typeof id === 'string' ? id : '';
}
