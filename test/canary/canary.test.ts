// Canary: every flow signs in with known secrets and all logging on, and then every place that others may read is
// searched for those secrets.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { approveDeviceCode } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { startModulePlaces, type ModulePlaces } from '../support/module-places.ts';
import { manifest } from '../support/powershell.ts';
import { alex, WireBench, wireBench } from '../support/wire-bench.ts';
import { findMarks, type Mark } from './marks.ts';
import { shownByProcesses } from './processes.ts';
import { canHaveSystemLog, startSystemLog } from './system-log.ts';

const script = fileURLToPath(new URL('flows.ps1', import.meta.url));

/** The secrets that are typed or passed, by their names in flows.ps1. */
const given: Readonly<Record<string, string>> = {
  app: 'fake-secret-of-contoso-deploy',
  wrong: 'fake-canary-that-fits-nobody',
  person: 'fake-password-of-sam',
  file: 'fake-password-of-the-file',
  wrongFile: 'fake-canary-that-opens-nothing',
};
const steps = 19;

/** The parameters and headers of requests that contain secrets which must appear nowhere else. */
const secretFields = [
  ...[
    'client_secret',
    'client_assertion',
    'password',
    'code',
    'code_verifier',
    'refresh_token',
    'device_code',
  ],
  ...['assertion'],
];

function marksIn(places: ModulePlaces): Mark[] {
  return places.cloud.requests.flatMap(({ headers, body, path }) => {
    const bearer = /^Bearer (\S+)/.exec(String(headers.authorization))?.[1];
    const fields = new URLSearchParams(
      String(headers['content-type']).startsWith('application/x-www-form-urlencoded') ? body : '',
    );
    const secrets = secretFields.flatMap((field) =>
      fields.getAll(field).map((secret) => [field, secret] as const),
    );
    return [...secrets, ...(bearer === undefined ? [] : [['bearer token', bearer] as const])]
      .filter(([, secret]) => secret.length >= 16)
      .map(([name, secret]) => ({ name: `${name} of ${path}`, secret }));
  });
}

/** The secrets in an MSAL cache, one for each token entry. */
function marksInCache(text: string): Mark[] {
  const cache = JSON.parse(text) as Record<string, Record<string, { secret?: string }>>;
  return Object.entries(cache).flatMap(([kind, entries]) =>
    Object.values(entries).flatMap(({ secret }) => (secret === undefined ? [] : [{ name: kind, secret }])),
  );
}

/** Every file in a folder, by its path relative to the folder. */
async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (path) => [relative(folder, path), await readFile(path)] as const)),
  );
}

/** Acts like a person who reads what the flows print. */
function actAsPerson(output: ChildProcess['stdout'], places: ModulePlaces): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let text = '';
  let [hasCode, hasAddress] = [false, false];
  const bench = Object.assign(new WireBench(), { cloud: places.cloud });
  return new Promise((resolve) => {
    output?.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      text += chunk.toString();
      const code = /enter the code (\S+)/.exec(text)?.[1];
      if (code !== undefined && !hasCode) {
        hasCode = true;
        void approveDeviceCode(places.cloud, code, alex);
      }
      const address = /https:\/\/localhost\S+authorize\/?\?\S+(?=\s)/.exec(
        text.slice(text.indexOf('done: code')),
      )?.[0];
      if (address !== undefined && !hasAddress && text.includes('done: code')) {
        hasAddress = true;
        void bench.comeBack(address);
      }
      if (text.includes('done: all')) resolve(Buffer.concat(chunks));
    });
    output?.once('end', () => {
      resolve(Buffer.concat(chunks));
    });
  });
}

describe('secrets of every flow', function () {
  this.timeout(300_000);
  const folders: string[] = [];
  let places: ModulePlaces;
  /** What was searched, by name; the documented store is not included. */
  const seen = new Map<string, Buffer>();
  let marks: Mark[] = [];

  before(async function () {
    if (!canHaveSystemLog()) this.skip();
    places = await startModulePlaces();
    const folder = await mkdtemp(join(tmpdir(), 'canary-'));
    folders.push(folder);
    const [home, temp, log] = ['home', 'temp', 'log'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await Promise.all([home, temp, log].map((path) => mkdir(path)));
    await recordEverything(home);
    const variables = JSON.parse(places.variables.AZ_LOGINTS_TEST_PLACES ?? '') as Record<string, object>;
    for (const name of ['github', 'application', 'imds']) {
      const pairs = Object.entries(variables[name] ?? {}).map(([key, value]) => `${key}=${String(value)}`);
      await writeFile(join(places.folder, `${name}.variables`), pairs.join('\n'));
    }
    const systemLog = await startSystemLog(log);
    const parameters = ['-Manifest', manifest, '-Folder', places.folder, '-ArmEndpoint', places.cloud.armUrl];
    const [program = '', ...options]: string[] = [...systemLog.through, await ensurePowerShell()];
    const child = spawn(
      program,
      [...options, '-NoProfile', '-NonInteractive', '-File', script, ...parameters],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
        cwd: temp,
        env: {
          ...process.env,
          ...{
            HOME: home,
            TMPDIR: temp,
            AZ_LOGINTS_HOME: join(home, '.Azure'),
            AZ_LOGINTS_CA_FILE: places.cloud.caFile,
          },
          ...{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', DISPLAY: '', BROWSER: '/bin/true' },
        },
      },
    );
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdin.write(`${Object.values(given).join('\n')}\n`);
    seen.set('standard output', await actAsPerson(child.stdout, places));
    for (const [name, content] of await shownByProcesses(child.pid ?? 0)) seen.set(name, content);
    const gone = once(child, 'close');
    child.stdin.end('\n');
    await gone;
    seen.set('standard error', Buffer.concat(errors));
    seen.set('system log', await systemLog.stop());
    seen.set('transcript', await readFile(join(places.folder, 'transcript.txt')));
    marks = [...Object.entries(given).map(([name, secret]) => ({ name, secret })), ...marksIn(places)];
    for (const [name, content] of [...(await filesIn(home)), ...(await filesIn(temp))]) {
      if (!name.includes('.IdentityService')) seen.set(name, content);
      else if (name.endsWith('msal.cache.cae')) marks.push(...marksInCache(content.toString()));
    }
    marks = [...new Map(marks.map((mark) => [mark.secret, mark])).values()];
  });

  after(async () => {
    // Skipped if nothing was started.
    await (places as ModulePlaces | undefined)?.stop();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  it('were all used, and each flow ran to its end', () => {
    const output = seen.get('standard output')?.toString() ?? '';
    const done = [...output.matchAll(/^done: (.*)$/gm)].map(([, what]) => what);
    assert.equal(done.length, steps, output.slice(-3000));
    const types = ['ServicePrincipal', 'ManagedService', 'User'];
    for (const type of types)
      assert.ok(
        done.some((what) => what?.includes(`, ${type}, `)),
        `${type}: ${done.join('\n')}`,
      );
    assert.match(done.at(-1) ?? '', /all, [3-5] errors/);
    const kinds = new Set(marks.map(({ name }) => name.split(' of ')[0]));
    for (const kind of [
      ...secretFields.slice(0, 7),
      'bearer token',
      'AccessToken',
      'RefreshToken',
      'IdToken',
    ])
      assert.ok(kinds.has(kind), `${kind} was not used: ${[...kinds].join(', ')}`);
  });

  it('are found if they are planted, in every form', () => {
    const mark = { name: 'planted', secret: 'fake-"secret" of the canary / 42' };
    const forms = [
      mark.secret,
      encodeURIComponent(mark.secret),
      JSON.stringify(mark.secret),
      ...['', 'x', 'xy'].map((before) => Buffer.from(`${before}${mark.secret}!`).toString('base64')),
      Buffer.from(mark.secret, 'utf16le').toString('base64'),
      Buffer.from(mark.secret).toString('hex'),
    ];
    for (const form of forms)
      assert.deepEqual(findMarks(Buffer.from(`a ${form} b`), [mark]), ['planted'], form);
    for (const before of ['', 'x'])
      assert.deepEqual(
        findMarks(Buffer.concat([Buffer.from(before), Buffer.from(mark.secret, 'utf16le')]), [mark]),
        ['planted'],
      );
    const long = { name: 'long', secret: 'abcdefghij'.repeat(20) };
    assert.deepEqual(findMarks(Buffer.from(long.secret.slice(0, 60)), [long]), ['long']);
    assert.deepEqual(findMarks(Buffer.from('nothing of the kind'), [mark, long]), []);
  });

  it('are found in the system log if a command gets one as plain text, which shows that logging works', () => {
    const log = seen.get('system log')?.toString() ?? '';
    assert.match(log, /ParameterBinding\(Connect-AzAccount\): name="UseDeviceAuthentication"/);
    assert.match(log, /Creating Scriptblock text/);
  });

  it('do not appear in arguments, environment, output, errors, transcripts, logs or files outside the store', () => {
    const places = [...seen.keys()];
    assert.ok(places.filter((name) => name.startsWith('cmdline of')).length >= 2, places.join('\n'));
    assert.ok(
      places.some((name) => name.endsWith('AzureRmContext.json')),
      places.join('\n'),
    );
    const found = [...seen].flatMap(([name, content]) =>
      [...new Set(findMarks(content, marks))].map((mark) => `${mark} in ${name}`),
    );
    assert.deepEqual(found, []);
  });
});

/** Turns on module logging and script-block logging as an administrator does (about_Logging_Non-Windows). */
async function recordEverything(home: string): Promise<void> {
  const folder = join(home, '.config', 'powershell');
  await mkdir(folder, { recursive: true });
  const policies = {
    ScriptBlockLogging: { EnableScriptBlockLogging: true, EnableScriptBlockInvocationLogging: true },
    ModuleLogging: { EnableModuleLogging: true, ModuleNames: ['*'] },
  };
  await writeFile(
    join(folder, 'powershell.config.json'),
    JSON.stringify({
      PowerShellPolicies: policies,
      LogLevel: 'verbose',
      LogChannels: 'Operational,Analytic',
    }),
  );
}

describe('secrets in an engine that crashes', () => {
  const bench = wireBench();

  it('do not appear in its report, heap statistics or crash output', async () => {
    const fault = join(bench.home, 'fault.cjs');
    const report = join(bench.home, 'report.json');
    await writeFile(
      fault,
      `process.on('SIGUSR2', () => {
        require('node:fs').writeFileSync(${JSON.stringify(report)}, JSON.stringify([
          process.report.getReport(), require('node:v8').getHeapStatistics(), require('node:v8').getHeapSpaceStatistics(),
        ]));
        process.abort();
      });`,
    );
    const output = join(bench.home, 'stderr.txt');
    const engine = await bench.startEngine(undefined, undefined, {
      nodeOptions: ['--require', fault],
      through: ['sh', '-c', 'ulimit -c 0; output=$1; shift; exec "$@" 2>"$output"', 'sh', output],
    });
    await bench.connectApp({ Scope: 'Process' }, { engine });
    const token = (await engine.call('Get-AzAccessToken')).secrets[0] ?? '';
    const gone = once(engine.child, 'exit');
    engine.child.kill('SIGUSR2');
    await gone;
    const marks = [
      { name: 'secret', secret: given.app ?? '' },
      { name: 'token', secret: token },
    ];
    const [written, printed] = [await readFile(report), await readFile(output)];
    assert.match(written.toString(), /"environmentVariables"/);
    assert.match(printed.toString(), /Native stack trace|node::Abort/);
    for (const content of [written, printed]) assert.deepEqual(findMarks(content, marks), []);
  });
});
