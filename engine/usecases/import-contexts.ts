// Imports contexts from an object, or from a file that Save-AzContext wrote, in Az.LoginTs or any version of
// Az.Accounts. They are added to the existing ones; their tokens and secrets go into the stores.
import type { Environment } from '../environments/environment.ts';
import { isBuiltIn } from '../environments/built-in.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { Services } from '../session/services.ts';
import { sameCredential, takeSecrets, type AccountSecrets } from '../contexts/account-secrets.ts';
import { readFileIfExists } from '../storage/files/atomic-file.ts';
import { parseJson } from '../storage/files/json-file.ts';
import { missingFile } from '../errors/storage-error.ts';
import { decodeText } from '../storage/files/text-encoding.ts';
import { applyChanges } from '../storage/tokens/token-changes.ts';
import { parseEntries } from '../storage/tokens/token-entries.ts';
import { defaultName, readContexts, readEnvironments } from '../contexts/context-file.ts';
import { sameAccount, type ContextFile, type ContextScope, type NamedContext } from '../contexts/model.ts';
import type { TokenPlace } from '../storage/tokens/token-place.ts';
import { sameText } from '../text/same-text.ts';
import { signInsOf } from '../accounts/kept-sign-ins.ts';

export interface ImportedContext extends NamedContext {
  readonly secrets: AccountSecrets;
}

export interface ImportedContexts {
  readonly contexts: readonly ImportedContext[];
  readonly environments: readonly Environment[];
  readonly defaultName: string | undefined;
  /** Token caches, as MSAL's JSON. */
  readonly tokens: readonly string[];
  /** Whether there are tokens in an old format that nothing reads any more. */
  readonly hasOldTokens: boolean;
}

/**
 * Reads a file of contexts.
 * @throws EngineError `Storage.Read`, `InvalidArgument.Value` if it is not such a file
 */
export async function readContextFile(path: string): Promise<ImportedContexts> {
  const content = await readFileIfExists(path);
  if (content === undefined) throw missingFile(path);
  const text = decodeText(content);
  // Like Az.Accounts, skip everything before the object, such as byte order marks.
  const { value } = parseJson(text.slice(Math.max(0, text.indexOf('{'))));
  if (value === undefined) throw noContexts(path, 'It holds no JSON object.');
  const file = value as ContextFile;
  if (file.Contexts === undefined && file.Context !== undefined)
    throw noContexts(path, 'It has the format of AzureRM before version 4.');
  const contexts = readContexts(file);
  if (contexts.length === 0) throw noContexts(path, 'It holds no context with an account.');
  return {
    ...fromContexts(contexts),
    environments: Object.values(readEnvironments(file)),
    defaultName: defaultName(file),
  };
}

/** Returns contexts in the form for an import; the first becomes the default. */
export function fromContexts(contexts: readonly NamedContext[]): ImportedContexts {
  const caches = contexts.flatMap(({ context }) => {
    const data = (context.TokenCache as { CacheData?: unknown } | null | undefined)?.CacheData;
    return typeof data === 'string' && data !== '' ? [Buffer.from(data, 'base64').toString('utf8')] : [];
  });
  const tokens = [...new Set(caches)].filter((text) => parseEntries(text) !== undefined);
  return {
    contexts: contexts.map(({ name, context }) => {
      const { account, secrets } = takeSecrets(context.Account);
      const TokenCache = { ...(context.TokenCache as object | null), CacheData: null };
      return { name, context: { ...context, Account: account, TokenCache }, secrets };
    }),
    environments: [],
    defaultName: contexts[0]?.name,
    tokens,
    hasOldTokens: caches.some((text) => parseEntries(text) === undefined),
  };
}

/**
 * Adds contexts with their environments, tokens and secrets, and selects their default.
 * @throws EngineError `Storage.*`
 */
export async function importContexts(
  services: Services,
  imported: ImportedContexts,
  scope: ContextScope,
  signal: AbortSignal,
): Promise<void> {
  const before = await services.contexts.view();
  for (const environment of imported.environments) {
    if (!isBuiltIn(environment.Name)) await services.environments.set(environment, scope, signal);
  }
  const own = scope === 'Process' ? 'process' : 'stored';
  for (const text of imported.tokens) {
    const tokens = services.stores.tokenText(own);
    await tokens.edit((stored) => applyChanges('{}', text, stored), signal);
  }
  const brought = new Set(imported.tokens.flatMap((text) => parseEntries(text)?.homeAccountIds ?? []));
  const placeOf = ({ context, secrets }: ImportedContext): TokenPlace => {
    const isBrought =
      brought.has(context.Account.ExtendedProperties.HomeAccountId ?? '') || Object.keys(secrets).length > 0;
    // An account without tokens in the import may already be signed in here.
    const here = before.contexts.find((other) => sameAccount(other.context.Account, context.Account));
    return isBrought || scope === 'CurrentUser' ? own : (here?.tokens ?? own);
  };
  for (const entry of imported.contexts) {
    const { Account: account, Tenant: tenant } = entry.context;
    const signedIn = {
      accountId: account.Id,
      accountType: account.Type,
      tenantId: tenant?.Id ?? '',
      properties: account.ExtendedProperties,
      secrets: entry.secrets,
    };
    if (Object.keys(entry.secrets).length > 0) await signInsOf(services).keepSecrets(signedIn, own, signal);
  }
  for (const place of ['stored', 'process'] as const) {
    const contexts = imported.contexts
      .filter((entry) => placeOf(entry) === place)
      .map(({ name, context }) => ({ name, context: mergeInto(before.contexts, { name, context }) }));
    if (contexts.length > 0) await services.contexts.merge(contexts, { scope, tokens: place, signal });
  }
  const { defaultName: selected } = imported;
  if (imported.contexts.some(({ name }) => sameText(name, selected)) && selected !== undefined)
    await services.contexts.select(selected, scope, signal);
}

/**
 * Fills in missing parts of an imported context from a known one with the same account, credential, tenant and
 * subscription.
 */
function mergeInto(known: readonly NamedContext[], { context }: NamedContext): NamedContext['context'] {
  const same = known.find(
    ({ context: other }) =>
      sameAccount(other.Account, context.Account) &&
      sameCredential(other.Account, context.Account) &&
      sameText(other.Tenant?.Id, context.Tenant?.Id) &&
      sameText(other.Subscription?.Id, context.Subscription?.Id),
  )?.context;
  if (same === undefined) return context;
  return {
    ...same,
    ...context,
    Account: {
      ...same.Account,
      ...context.Account,
      ExtendedProperties: { ...same.Account.ExtendedProperties, ...context.Account.ExtendedProperties },
    },
    ExtendedProperties: { ...same.ExtendedProperties, ...context.ExtendedProperties },
  };
}

function noContexts(path: string, reason: string): EngineError {
  return new EngineError('InvalidArgument.Value', {
    facts: { parameter: 'Path', value: path, reason, accepted: 'a file that Save-AzContext wrote' },
    target: path,
  });
}
