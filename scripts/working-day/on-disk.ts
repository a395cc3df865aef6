// Describes what is stored after a step: files with their permissions and readable content, and the keyring. For tokens
// and secrets it shows how many there are and whose, never the values.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { keyringItem } from '../../engine/storage/encrypted/protected-store.ts';
import { SecretServiceItem } from '../../engine/storage/encrypted/secret-service.ts';
import { tokenCacheName } from '../../engine/storage/tokens/token-cache.ts';

interface ContextFile {
  readonly DefaultContextKey?: string;
  readonly EnvironmentTable?: Readonly<Record<string, unknown>>;
  readonly Contexts?: Readonly<Record<string, unknown>>;
}

type TokenCache = Readonly<Record<string, Readonly<Record<string, { readonly username?: string }>>>>;

/** Returns a line for each file below the folders, with its path from `root` and its content in short. */
export async function describeFiles(root: string, folders: readonly string[]): Promise<string> {
  const files: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    files.push(
      ...entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)),
    );
  }
  const descriptions = await Promise.all(files.sort().map((file) => describeFile(root, file)));
  return descriptions.length === 0 ? '(no files)' : descriptions.join('\n');
}

async function describeFile(root: string, file: string): Promise<string> {
  const mode = ((await stat(file)).mode & 0o777).toString(8).padStart(4, '0');
  const head = `~/${relative(root, file)}  ${mode}`;
  const text = await readFile(file, 'utf8');
  if (file.endsWith('AzureRmContext.json'))
    return `${head}\n${describeContexts(JSON.parse(text) as ContextFile)}`;
  if (!file.includes(tokenCacheName)) return head;
  const what =
    text === '' ? 'empty: its date tells others that the keyring has changed' : describeTokens(text);
  return `${head}\n${indented([text === '' ? what : `not encrypted: ${what}`])}`;
}

function describeContexts({ DefaultContextKey, EnvironmentTable = {}, Contexts = {} }: ContextFile): string {
  const names = Object.keys(Contexts).sort();
  return indented([
    `environments: ${Object.keys(EnvironmentTable).join(', ') || 'none'}`,
    `contexts: ${names.length === 0 ? 'none' : String(names.length)}`,
    ...names.map((name) => `${name === DefaultContextKey ? '*' : ' '} ${shortened(name)}`),
  ]);
}

/** Returns what the keyring of a session has for the default home folder. */
export async function describeKeyring(variables: Readonly<Record<string, string>>): Promise<string> {
  const home = { folder: join(variables.HOME ?? '', '.Azure'), isDefault: true };
  const secret = await new SecretServiceItem(variables, keyringItem(tokenCacheName, home)).load();
  const text = Buffer.from(secret ?? '', 'base64').toString();
  return `keyring, item '${tokenCacheName}'\n${indented([text === '' ? 'not there' : `encrypted: ${describeTokens(text)}`])}`;
}

function describeTokens(text: string): string {
  const cache = JSON.parse(text) as TokenCache;
  const count = (section: string, name: string): string => {
    const number = Object.keys(cache[section] ?? {}).length;
    return `${String(number)} ${name}${number === 1 ? '' : 's'}`;
  };
  const people = new Set(Object.values(cache.Account ?? {}).map(({ username }) => username ?? ''));
  return [
    count('AccessToken', 'access token'),
    count('RefreshToken', 'refresh token'),
    people.size === 0 ? 'no person' : `of ${[...people].sort().join(', ')}`,
  ].join(', ');
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join('\n');
}

/** Shortens IDs to their ends, so that a line fits. */
function shortened(text: string): string {
  return text.replace(/([0-9a-f]{2})[0-9a-f]{6}(?:-[0-9a-f]{4}){3}-[0-9a-f]{8}([0-9a-f]{4})/g, '$1…$2');
}
