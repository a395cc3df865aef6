import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { mountDisk, withoutRootRights, type SmallDisk } from '../support/disk.ts';
import {
  streamText,
  type CallError,
  type CallResult,
  type EngineProcess,
} from '../support/engine-process.ts';
import { contoso, wireBench } from '../support/wire-bench.ts';

const vault = { ResourceUrl: 'https://vault.azure.net' };
const listAll = { parameterSet: 'ListAllContexts' };

/** The id, message and action of the error of a call that must fail. */
async function refusal(call: Promise<unknown>): Promise<{ id: string; message: string; action: string }> {
  const error = await call.then(
    () => assert.fail('It did not fail.'),
    (reason: unknown) => reason as CallError,
  );
  return { id: String(error.data.id), message: error.message, action: String(error.data.action) };
}

describe('disk trouble, over the wire', () => {
  let disk: SmallDisk | undefined;
  // This must run before the bench deletes the folder.
  afterEach(() => {
    disk?.unmount();
    disk = undefined;
  });

  const bench = wireBench();

  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  const connectApp = (engine: EngineProcess, parameters: object = {}): Promise<CallResult> =>
    bench.connectApp({ Force: true, ...parameters }, { engine });

  /** Mounts a small disk as the bench's home, and signs in a person and an application. */
  async function signedInOnDisk(test: Mocha.Context): Promise<SmallDisk> {
    await bench.engine.stop();
    const mounted = mountDisk(bench.home);
    if (mounted === undefined) test.skip();
    disk = mounted;
    bench.engine = await bench.startEngine();
    await addLocalCloud(bench.engine);
    await connectApp(bench.engine, { ContextName: 'app' });
    await bench.connectWithCode({ ContextName: 'person', Tenant: contoso, SkipContextPopulation: true });
    return mounted;
  }

  async function addLocalCloud(engine: EngineProcess): Promise<void> {
    await engine.call(
      'Add-AzEnvironment',
      { Name: 'LocalCloud', ARMEndpoint: bench.cloud.armUrl },
      { parameterSet: 'ARMEndpoint' },
    );
  }

  async function contents(): Promise<Record<string, string>> {
    const names = (await readdir(bench.home, { recursive: true })).filter((name) =>
      /json|cache\./.test(name),
    );
    return Object.fromEntries(
      await Promise.all(
        names.sort().map(async (name) => [name, await readFile(join(bench.home, name), 'utf8')]),
      ),
    ) as Record<string, string>;
  }

  it('on a full disk: writing fails with an error, stored files stay intact, and tokens are still returned', async function () {
    const full = await signedInOnDisk(this);
    const before = await contents();
    await full.fill();
    const engine = await bench.startEngine();
    const writes: [string, object, object?][] = [
      ['Rename-AzContext', { SourceName: 'person', TargetName: 'else' }, { parameterSet: 'RenameByName' }],
      ['Select-AzContext', { Name: 'app' }, { parameterSet: 'SelectByName' }],
      ['Remove-AzContext', { Name: 'person', Force: true }, { parameterSet: 'RemoveByName' }],
      ['Update-AzConfig', { DisplaySurveyMessage: false }],
    ];
    for (const [cmdlet, parameters, options] of writes) {
      const { id, message, action } = await refusal(engine.call(cmdlet, parameters, options));
      assert.equal(id, 'Storage.Write', cmdlet);
      assert.match(message, /\/(AzureRmContext|PSConfig)\.json' cannot be written: the disk is full/);
      assert.match(action, /Free space on that disk.*stored before is unchanged/);
    }
    const signIn = await refusal(connectApp(engine, { ContextName: 'app' }));
    assert.match(signIn.message, /IdentityService.* cannot be written: the disk is full/);
    const { secrets, messages } = await engine.call('Get-AzAccessToken', vault, {
      parameterSet: 'ResourceUrl',
    });
    assert.match(secrets[0] ?? '', /^eyJ/);
    assert.match(
      streamText(messages, 'warning'),
      /Renewed tokens cannot be saved.*the disk is full.*Free space/,
    );
    const { messages: again } = await engine.call('Get-AzAccessToken', vault, {
      parameterSet: 'ResourceUrl',
    });
    assert.equal(streamText(again, 'warning'), '', 'it is told once');
    await full.free();
    assert.deepEqual(await contents(), before);
    // The next token that can be stored also stores the ones that could not be.
    await engine.call('Get-AzAccessToken', { ResourceTypeName: 'MSGraph' });
    const asked = bench.cloud.requests.length;
    await (await bench.startEngine()).call('Get-AzAccessToken', vault, { parameterSet: 'ResourceUrl' });
    const tokens = bench.cloud.requests.slice(asked).filter(({ path }) => path.endsWith('/token'));
    assert.deepEqual(tokens, []);
    await connectApp(engine, { ContextName: 'another' });
    assert.ok(!(await readdir(bench.home, { recursive: true })).some((name) => /\.(?:tmp|lock)/.test(name)));
  });

  it('with a read-only home: reading works, and so does a sign-in for the process', async function () {
    const readOnly = await signedInOnDisk(this);
    await writeFile(join(bench.home, 'PSConfig.json'), '{"Az": {"Displ');
    readOnly.makeReadOnly();
    const engine = await bench.startEngine();
    const reads: [string, object?, object?][] = [
      ['Get-AzContext'],
      ['Get-AzContext', { ListAvailable: true }, listAll],
      ['Get-AzConfig'],
      ['Get-AzEnvironment'],
      ['Get-AzContextAutosaveSetting'],
      ['Get-AzTenant'],
      ['Get-AzSubscription', { TenantId: contoso }],
      ['Select-AzContext', { Name: 'app', Scope: 'Process' }, { parameterSet: 'SelectByName' }],
      ['Get-AzAccessToken', vault, { parameterSet: 'ResourceUrl' }],
      ['Set-AzContext', { Tenant: contoso }, { parameterSet: 'TenantNameOnly' }],
    ];
    const warnings = new Set<string>();
    for (const [cmdlet, parameters, options] of reads) {
      const { messages } = await engine.call(cmdlet, parameters, options);
      for (const line of streamText(messages, 'warning').split('\n')) warnings.add(line);
    }
    const warned = [...warnings].join('\n');
    assert.match(warned, /PSConfig\.json' could not be read\. It was left in place/);
    await connectApp(engine, { Scope: 'Process', ContextName: 'mine' });
    const { message, action } = await refusal(connectApp(await bench.startEngine()));
    assert.match(message, /cannot be written: the file system is read-only/);
    assert.match(action, /AZ_LOGINTS_HOME.*-Scope Process/);
  });

  it('with a file that this user may not read or write: the error names the file and what to check', async function () {
    const start = withoutRootRights();
    if (start === undefined) this.skip();
    await connectApp(bench.engine, { ContextName: 'app' });
    const file = join(bench.home, 'AzureRmContext.json');
    const cache = join(bench.home, '.IdentityService', 'msal.cache.cae');
    const engine = await bench.startEngine(undefined, bench.home, start);
    const token = (): Promise<unknown> =>
      engine.call('Get-AzAccessToken', vault, { parameterSet: 'ResourceUrl' });
    const cases: [string, number, () => Promise<unknown>, string, string][] = [
      [file, 0o000, () => engine.call('Get-AzContext'), 'Storage.Read', file],
      [cache, 0o000, token, 'Storage.Read', cache],
      [bench.home, 0o000, () => engine.call('Get-AzContext'), 'Storage.Read', file],
      [bench.home, 0o500, () => connectApp(engine, { ContextName: 'app' }), 'Storage.Write', file],
    ];
    for (const [place, mode, call, id, named] of cases) {
      await chmod(place, mode);
      const failed = await refusal(call());
      await chmod(place, place === bench.home ? 0o700 : 0o600);
      assert.equal(failed.id, id, place);
      assert.match(failed.message, new RegExp(`^'${named}' cannot be (?:read|written): permission denied`));
      assert.match(failed.action, /who owns the file and its folder/);
    }
    assert.match((await engine.call('Get-AzAccessToken')).secrets[0] ?? '', /^eyJ/);
  });

  it('under sudo: files in the user’s home stay the user’s, and a separately mounted file is not replaced', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const user = 65534;
    for (const name of ['', 'AzureRmContext.json']) await chown(join(bench.home, name), user, user);
    const sudo = { variables: { SUDO_UID: String(user) } };
    const engine = await bench.startEngine(undefined, bench.home, sudo);
    await connectApp(engine, { ContextName: 'app' });
    for (const name of await readdir(bench.home, { recursive: true }))
      assert.equal((await stat(join(bench.home, name))).uid, user, name);

    const file = join(bench.home, 'AzureRmContext.json');
    if (spawnSync('mount', ['--bind', file, file]).status !== 0) this.skip();
    const { message, action } = await refusal(connectApp(engine, { ContextName: 'other' }));
    spawnSync('umount', [file]);
    assert.match(message, /mounted by itself/);
    assert.match(action, /mount the whole folder/);
  });

  it('with a home that is a file or a broken link: the error names it, and nothing is created in its place', async () => {
    const taken = join(bench.home, 'taken');
    const nowhere = join(bench.home, 'nowhere');
    const link = join(bench.home, 'link');
    await writeFile(taken, 'something else');
    await symlink(nowhere, link);
    for (const [home, reason] of [
      [taken, /not a folder/],
      [link, /a part of its path does not exist/],
    ] as const) {
      const engine = await bench.startEngine(undefined, home);
      const { id, message, action } = await refusal(addLocalCloud(engine));
      assert.match(id, /^Storage\.(?:Read|Write)$/);
      assert.match(message, reason);
      assert.match(action, /Move|Restore/);
    }
    assert.equal(await readFile(taken, 'utf8'), 'something else');
    assert.deepEqual((await readdir(bench.home)).sort(), ['AzureRmContext.json', 'link', 'taken']);
  });

  it('with a home that is not an absolute path: every command fails, and nothing is created', async () => {
    const { id, message, action } = await refusal(addLocalCloud(await bench.startEngine(undefined, '~/one')));
    assert.equal(id, 'InvalidArgument.Home');
    assert.match(message, /^AZ_LOGINTS_HOME is '~\/one', which is not an absolute path/);
    assert.match(action, /absolute path, such as \/.+, or remove it/);
    assert.ok(!(await readdir('.')).includes('~'));
  });

  it('with a home where no folder can be created: the error names it at once', async () => {
    const { id, message, action } = await refusal(
      addLocalCloud(await bench.startEngine(undefined, '/proc/none')),
    );
    assert.equal(id, 'Storage.Write');
    assert.match(message, /^'\/proc\/none\/AzureRmContext\.json' cannot be written: .*cannot be created/);
    assert.match(action, /AZ_LOGINTS_HOME/);
  });

  it('with a context file behind a link: the link’s target is written, even if it does not exist yet', async () => {
    const file = join(bench.home, 'AzureRmContext.json');
    const target = join(bench.home, 'elsewhere', 'contexts.json');
    await mkdir(join(bench.home, 'elsewhere'));
    await rm(file);
    await symlink(join('elsewhere', 'contexts.json'), file);
    await addLocalCloud(bench.engine);
    await connectApp(bench.engine, { ContextName: 'app' });
    assert.ok((await lstat(file)).isSymbolicLink());
    assert.match(await readFile(target, 'utf8'), /"app"/);
    await writeFile(target, '{"Contexts": ');
    const { messages } = await (await bench.startEngine()).call('Get-AzContext');
    assert.match(
      streamText(messages, 'warning'),
      /could not be read and was kept as '.*elsewhere.contexts\.json\.damaged-/,
    );
    assert.ok((await lstat(file)).isSymbolicLink());
  });
});

describe('context files that other programs wrote, over the wire', () => {
  const bench = wireBench();
  const path = (): string => join(bench.home, 'AzureRmContext.json');
  const names = async (): Promise<unknown[]> =>
    (await (await bench.startEngine()).call('Get-AzContext', { ListAvailable: true }, listAll)).outputs.map(
      ({ Name: name }) => name,
    );
  const rename = async (from: string, to: string): Promise<CallResult> =>
    (await bench.startEngine()).call(
      'Rename-AzContext',
      { SourceName: from, TargetName: to },
      { parameterSet: 'RenameByName' },
    );

  it('are read in UTF-16 or with a byte order mark, and written as UTF-8', async () => {
    await bench.connectWithCode({ ContextName: 'work', Tenant: contoso, SkipContextPopulation: true });
    const text = await readFile(path(), 'utf8');
    const littleEndian = Buffer.from(`\uFEFF${text}`, 'utf16le');
    for (const content of [littleEndian, Buffer.from(littleEndian).swap16(), Buffer.from(`\uFEFF${text}`)]) {
      await writeFile(path(), content);
      assert.deepEqual(await names(), ['work']);
    }
    await writeFile(path(), littleEndian);
    await rename('work', 'other');
    assert.match(await readFile(path(), 'utf8'), /^\{[^]*"other"/);
  });

  it('keep unknown parts of a newer version, and are rejected and left unchanged if their structure is unknown', async () => {
    await bench.connectWithCode({ ContextName: 'work', Tenant: contoso, SkipContextPopulation: true });
    type Json = Record<string, unknown>;
    const file = JSON.parse(await readFile(path(), 'utf8')) as { Contexts: Record<string, Json> } & Json;
    const strange = { Version: '9', Account: 'of another form' };
    Object.assign(file, { Version: '9', Shape: { of: ['things'] } });
    Object.assign(file.Contexts.work ?? {}, { Tags: ['one'] });
    file.Contexts.strange = strange;
    await writeFile(path(), JSON.stringify(file));
    await rename('work', 'other');
    const after = JSON.parse(await readFile(path(), 'utf8')) as typeof file;
    assert.deepEqual([after.Version, after.Shape], ['9', { of: ['things'] }]);
    assert.deepEqual(after.Contexts.strange, strange);
    assert.deepEqual(after.Contexts.other?.Tags, ['one']);

    const newer = JSON.stringify({ ...file, Contexts: [{ Name: 'work' }] });
    await writeFile(path(), newer);
    for (const call of [names, () => rename('work', 'other'), () => bench.connectWithCode()]) {
      const { id, action } = await refusal(call());
      assert.equal(id, 'Storage.UnknownForm');
      assert.match(action, /Update Az\.LoginTs/);
    }
    assert.equal(await readFile(path(), 'utf8'), newer);
  });

  it('are moved aside with a warning if damaged, can be repaired and imported, and count as missing if empty', async () => {
    await bench.connectWithCode({ ContextName: 'work', Tenant: contoso, SkipContextPopulation: true });
    const text = await readFile(path(), 'utf8');
    for (const damaged of [text.slice(0, -20), '[]']) {
      await writeFile(path(), damaged);
      const engine = await bench.startEngine();
      const { messages, outputs } = await engine.call('Get-AzContext');
      assert.deepEqual(outputs, []);
      const keptAs =
        /was kept as '([^']+)'.*Import-AzContext/.exec(streamText(messages, 'warning'))?.[1] ?? '';
      assert.equal(await readFile(keptAs, 'utf8'), damaged);
      await writeFile(keptAs, text);
      await engine.call('Import-AzContext', { Path: keptAs }, { parameterSet: 'ProfileFromDisk' });
      const next = await bench.startEngine();
      assert.equal((await next.call('Get-AzContext')).outputs[0]?.Name, 'work');
      assert.match((await next.call('Get-AzAccessToken')).secrets[0] ?? '', /^eyJ/);
    }
    await writeFile(path(), '');
    assert.deepEqual(await names(), []);
  });
});
