// What one process changed in a token cache, put into what is stored by then.

/** MSAL's cache schema: kinds of credentials, and in each the credentials by key. */
export type TokenEntries = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * The stored entries with the changes that lead from `base` to `ours`. New tokens bring the account along that they are
 * of; a renewal leaves them out where that account is gone.
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

/** As `withChanges`, of caches as text: MSAL's JSON. */
export function applyChanges(base: string, ours: string, stored: string): string {
  const [before, after, now] = [base, ours, stored].map((text) => JSON.parse(text) as TokenEntries);
  return JSON.stringify(withChanges(before ?? {}, after ?? {}, now ?? {}));
}

function accountIds(entries: TokenEntries): Set<string> {
  return new Set(Object.values(entries.Account ?? {}).map(accountIdOf));
}

/** Whose an entry is; empty for those of applications. */
function accountIdOf(entry: unknown): string {
  const id = (entry as { readonly home_account_id?: unknown } | null)?.home_account_id;
  return typeof id === 'string' ? id : '';
}
