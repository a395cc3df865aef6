// Exports contexts to a file, with the tokens of their accounts, in Az.Accounts' format. The file signs in wherever
// it is imported.
import type { Services } from '../session/services.ts';
import { applyChanges } from '../storage/tokens/token-changes.ts';
import { entriesOf } from '../storage/tokens/token-entries.ts';
import { publicClientId } from '../signin/msal-client.ts';
import { putSecrets, takeSecrets } from '../contexts/account-secrets.ts';
import { emptyFile } from '../contexts/context-file.ts';
import type { ListedContext } from '../contexts/context-store.ts';
import type { ContextFile, StoredContext } from '../contexts/model.ts';
import { sameText } from '../text/same-text.ts';
import { signInsOf } from '../accounts/kept-sign-ins.ts';

export interface ContextExport {
  readonly contexts: readonly ListedContext[];
  /** The context that will be current after an import. */
  readonly current: string;
  /** Whether to include the secrets of service principals, unencrypted. */
  readonly withCredential: boolean;
}

/**
 * Returns the file, and whether it contains tokens or secrets, for a warning.
 * @throws EngineError `Storage.*`
 */
export async function exportContexts(
  services: Services,
  { contexts, current, withCredential }: ContextExport,
): Promise<{ file: ContextFile; hasTokens: boolean; hasSecrets: boolean }> {
  const { file: known } = await services.contexts.view();
  const tokens = await tokensOf(services, contexts);
  const carrier = carrierOf(contexts, current);
  let hasSecrets = false;
  const written: Record<string, StoredContext> = {};
  for (const listed of contexts) {
    const { account, secrets: clear } = takeSecrets(listed.context.Account);
    const secrets = withCredential ? { ...clear, ...(await signInsOf(services).secretsOf(listed)) } : {};
    hasSecrets ||= Object.keys(secrets).length > 0;
    written[listed.name] = {
      ...listed.context,
      Account: putSecrets(account, secrets),
      TokenCache: { CacheData: listed === carrier ? tokens : null },
    };
  }
  const file = {
    ...emptyFile(),
    ...known,
    DefaultContextKey: current,
    EnvironmentTable: known.EnvironmentTable ?? {},
    Contexts: written,
  };
  return { file, hasTokens: tokens !== null, hasSecrets };
}

/**
 * Returns the context that gets the tokens of all accounts. Az.Accounts reads only those of the last context that has
 * any; repeating them in each context, as it does itself, only makes the file larger.
 */
function carrierOf(contexts: readonly ListedContext[], current: string): ListedContext | undefined {
  const people = contexts.filter(({ context }) => context.Account.Type === 'User');
  return people.find(({ name }) => sameText(name, current)) ?? people[0];
}

/** Returns MSAL's JSON in base64, or null if there are no tokens. */
async function tokensOf(services: Services, contexts: readonly ListedContext[]): Promise<string | null> {
  let text = '{}';
  let found = 0;
  for (const place of ['stored', 'process'] as const) {
    const accounts = contexts
      .filter(({ context, tokens }) => tokens === place && context.Account.Type === 'User')
      .map(({ context: { Account: account } }) => ({
        username: account.Id,
        homeAccountId: account.ExtendedProperties.HomeAccountId,
      }));
    if (accounts.length === 0) continue;
    const entries = entriesOf(await services.stores.tokenText(place).read(), accounts, publicClientId);
    text = applyChanges('{}', entries.text, text);
    found += entries.found;
  }
  return found === 0 ? null : Buffer.from(text, 'utf8').toString('base64');
}
