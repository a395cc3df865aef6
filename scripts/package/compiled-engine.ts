// Compiles the engine's scripts to V8's own form, so that Node.js does not parse them at each start.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { ContextFile, StoredContext } from '../../engine/contexts/model.ts';
import { findEnvironment } from '../../engine/environments/environment-store.ts';
import {
  CmdletInvoke,
  Initialize,
  type CmdletInvokeParams,
  type InitializeParams,
} from '../../engine/protocol/methods.ts';
import { compiledName } from '../../engine/start/module-script.ts';
import type { PackageFile } from './package-file.ts';

const program = fileURLToPath(new URL('compile-scripts.ts', import.meta.url));

/** In about one run of sixty V8 sets a bit of one function that depends on timing, each time another. */
const mostRuns = 5;

interface CompileOptions {
  readonly scripts: string;
  readonly buildId: string;
}

/**
 * Returns the scripts of a folder as compiled by this Node.js, as files that are beside the Node.js in its package. The
 * same scripts give the same bytes: those that two runs agree on.
 */
export async function compiledEngine(node: string, options: CompileOptions): Promise<PackageFile[]> {
  const earlier: PackageFile[][] = [];
  while (earlier.length < mostRuns) {
    const files = await compileOnce(node, options);
    if (earlier.some((others) => isDeepStrictEqual(others, files))) return files;
    earlier.push(files);
  }
  throw new Error(`No two of ${String(mostRuns)} compiled forms of the engine are the same.`);
}

async function compileOnce(node: string, { scripts, buildId }: CompileOptions): Promise<PackageFile[]> {
  const folder = await mkdtemp(join(tmpdir(), 'az-logints-compile-'));
  try {
    const [home, target] = [join(folder, 'home'), join(folder, 'compiled')];
    await mkdir(home);
    await mkdir(target);
    await writeFile(join(home, 'AzureRmContext.json'), JSON.stringify(signedIn()));
    await runFirstCommand(node, [scripts, target], firstCommand(home, buildId));
    const files = await readdir(target);
    return await Promise.all(
      files.sort().map(async (file) => ({
        path: compiledName(buildId, file),
        content: await readFile(join(target, file)),
      })),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const lastId = 2;

/** The messages that PowerShell sends to run `Get-AzContext` as its first command. */
function firstCommand(home: string, buildId: string): string {
  const hello: InitializeParams = { buildId, cmdlet: 'Get-AzContext' };
  const call: CmdletInvokeParams = {
    invocation: lastId,
    cmdlet: 'Get-AzContext',
    parameterSet: 'GetSingleContext',
    parameters: {},
    environment: { AZ_LOGINTS_HOME: home },
    host: { debug: false, verbose: false },
  };
  const messages = [
    { jsonrpc: '2.0', id: 1, method: Initialize, params: hello },
    { jsonrpc: '2.0', id: lastId, method: CmdletInvoke, params: call },
  ];
  return messages.map((message) => `${JSON.stringify(message)}\n`).join('');
}

async function runFirstCommand(
  node: string,
  [scripts, target]: readonly [string, string],
  messages: string,
): Promise<void> {
  // V8 writes names in the order of their hashes, which have a random seed by default.
  const child = spawn(node, ['--random-seed=1', program, scripts, target], { stdio: 'pipe' });
  const exit = once(child, 'close');
  const said = text(child.stderr);
  child.stdin.on('error', () => undefined).write(messages);
  let answer = '';
  for await (const line of createInterface({ input: child.stdout })) {
    const { id } = JSON.parse(line) as { id?: number };
    if (id !== lastId) continue;
    answer = line;
    // The engine ends with its input.
    child.stdin.end();
  }
  await exit;
  if (child.exitCode === 0 && answer.includes('"outputs"')) return;
  throw new Error(`The engine could not be compiled: ${await said}${answer}`);
}

function signedIn(): ContextFile {
  const id = '00000000-0000-4000-8000-000000000000';
  const context: StoredContext = {
    Account: { Id: 'person@contoso.example', Type: 'User', ExtendedProperties: { Tenants: id } },
    Tenant: { Id: id, Directory: null, ExtendedProperties: {} },
    Subscription: { Id: id, Name: 'Subscription', State: 'Enabled', ExtendedProperties: {} },
    Environment: findEnvironment({}, 'AzureCloud'),
  };
  return { DefaultContextKey: 'context', EnvironmentTable: {}, Contexts: { context } };
}
