// Contexts from a file that Save-AzContext wrote, here or in any version of Az.Accounts, or from an object: they are
// added to those that are there, and their tokens and secrets go where such things are kept.
import type { Environment } from '../environments/environment.ts';
import { isBuiltIn } from '../environments/environment-store.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { Services } from '../session/services.ts';
import { type AccountSecrets, takeSecrets } from '../contexts/account-secrets.ts';
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
  /** There are tokens in a form that nothing of today reads. */
  readonly hasOldTokens: boolean;
}

/**
 * Reads a file of contexts.
 * @throws EngineError `Storage.Read`, `InvalidArgument.Value` for a file that is none
 */
export async function readContextFile(path: string): Promise<ImportedContexts> {
  const content = await readFileIfExists(path);
  if (content === undefined) throw missingFile(path);
  const text = decodeText(content);
  // Az.Accounts too passes over what stands before the object: byte order marks of all kinds.
  const { value } = parseJson(text.slice(Math.max(0, text.indexOf('{'))));
  if (value === undefined) throw noContexts(path, 'It holds no JSON object.');
  const file = value as ContextFile;
  if (file.Contexts === undefined && file.Context !== undefined)
    throw noContexts(path, 'It is in the form of AzureRM, before version 4.');
  const contexts = readContexts(file);
  if (contexts.length === 0) throw noContexts(path, 'It holds no context with an account.');
  return {
    ...fromContexts(contexts),
    environments: Object.values(readEnvironments(file)),
    defaultName: defaultName(file),
  };
}

/** What there is to import of contexts alone; the first is the one to work in. */
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
 * Adds contexts and what belongs to them, and selects their default.
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
    // An account that brings nothing along may be signed in here already.
    const here = before.contexts.find((other) => sameAccount(other.context.Account, context.Account));
    return isBrought || scope === 'CurrentUser' ? own : (here?.tokens ?? own);
  };
  for (const entry of imported.contexts) {
    const { Account: account, Tenant: tenant } = entry.context;
    const signedIn = {
      accountId: account.Id,
      accountType: account.Type,
      tenantId: tenant?.Id ?? '',
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

/** A context of the same account, tenant and subscription lends what the imported one does not say. */
function mergeInto(known: readonly NamedContext[], { context }: NamedContext): NamedContext['context'] {
  const same = known.find(
    ({ context: other }) =>
      sameAccount(other.Account, context.Account) &&
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
