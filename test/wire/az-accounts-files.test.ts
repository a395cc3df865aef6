// Context files written by several versions of Az.Accounts: read, changed in one place, and otherwise unchanged.
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineProcess, streamText, type CallError, type CallResult } from '../support/engine-process.ts';

interface ContextFile {
  DefaultContextKey: string | null;
  EnvironmentTable?: Record<string, { Name: string; ManagementPortalUrl?: string }>;
  Contexts: Record<string, unknown>;
}

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/az-accounts/${name}`, import.meta.url));
const readText = async (path: string): Promise<string> =>
  (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
const readFixture = async (name: string): Promise<ContextFile> =>
  JSON.parse(await readText(fixture(name))) as ContextFile;

describe('files of Az.Accounts, over the wire', () => {
  let home: string;
  const engines: EngineProcess[] = [];

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'azlogints-'));
  });

  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.stop()));
    await rm(home, { recursive: true, force: true });
  });

  const file = (name = 'AzureRmContext.json'): string => join(home, name);
  const stored = async (): Promise<ContextFile> => JSON.parse(await readText(file())) as ContextFile;
  const start = async (): Promise<EngineProcess> => {
    const engine = new EngineProcess({ AZ_LOGINTS_HOME: home });
    engines.push(engine);
    await engine.initialize();
    return engine;
  };
  const startWith = async (name: string): Promise<EngineProcess> => {
    await copyFile(fixture(name), file());
    return start();
  };
  const list = (engine: EngineProcess): Promise<CallResult> =>
    engine.call('Get-AzContext', { ListAvailable: true }, { parameterSet: 'ListAllContexts' });
  const namesIn = async (engine: EngineProcess): Promise<unknown[]> =>
    (await list(engine)).outputs.map(({ Name }) => Name);
  const idOf = async (call: Promise<unknown>): Promise<unknown> => {
    try {
      await call;
    } catch (error) {
      return (error as CallError).data.id;
    }
    return 'none';
  };

  /** The usable contexts, and the current one: the file's default, otherwise the first usable one. */
  const fixtures = [
    {
      name: 'several-contexts.json',
      current:
        'Contoso Staging (1a000000-0000-4000-8000-000000000002) - 10000000-0000-4000-8000-000000000001 - alex@contoso.example',
      other: 'My Fabrikam',
      count: 4,
    },
    { name: 'service-principals.json', current: 'by thumbprint', other: 'by file', count: 4 },
    { name: 'custom-environments.json', current: 'stack', other: 'public', count: 2 },
    {
      name: 'az-1-with-bom.json',
      current: '[alex@contoso.example, 1a000000-0000-4000-8000-000000000001]',
      other: 'bare',
      count: 2,
    },
  ];

  for (const { name, current, other, count } of fixtures) {
    describe(name, () => {
      it('is listed with its current context', async () => {
        const engine = await startWith(name);
        assert.equal((await namesIn(engine)).length, count);
        assert.equal((await engine.call('Get-AzContext')).outputs[0]?.Name, current);
      });

      it('is not written when it is only read', async () => {
        const engine = await startWith(name);
        await list(engine);
        await engine.call('Get-AzEnvironment');
        assert.deepEqual(await readFile(file()), await readFile(fixture(name)));
        assert.deepEqual(await readdir(home), ['AzureRmContext.json']);
      });

      /** The expected change of each command; everything else, including the order, must stay the same. */
      const changes: [string, object, string, (file: ContextFile) => void][] = [
        [
          'Rename-AzContext',
          { SourceName: other.toUpperCase(), TargetName: 'renamed' },
          'RenameByName',
          (expected) => {
            expected.Contexts = renameKey(expected.Contexts, other, 'renamed');
          },
        ],
        [
          'Rename-AzContext',
          { SourceName: current, TargetName: 'mine' },
          'RenameByName',
          (expected) => {
            expected.Contexts = renameKey(expected.Contexts, current, 'mine');
            if (expected.DefaultContextKey === current) expected.DefaultContextKey = 'mine';
          },
        ],
        [
          'Remove-AzContext',
          { Name: other },
          'RemoveByName',
          (expected) => {
            Reflect.deleteProperty(expected.Contexts, other);
          },
        ],
        [
          'Select-AzContext',
          { Name: other },
          'SelectByName',
          (expected) => {
            expected.DefaultContextKey = other;
          },
        ],
        [
          'Clear-AzContext',
          { Force: true },
          '__AllParameterSets',
          (expected) => {
            expected.Contexts = {};
            expected.DefaultContextKey = 'Default';
          },
        ],
      ];
      for (const [cmdlet, parameters, parameterSet, change] of changes) {
        it(`is changed by ${cmdlet} ${JSON.stringify(parameters)} only as expected`, async () => {
          const engine = await startWith(name);
          const expected = await readFixture(name);
          change(expected);
          await engine.call(cmdlet, parameters, { parameterSet });
          assert.equal(JSON.stringify(await stored()), JSON.stringify(expected));
        });
      }

      it('is changed only by the environment that is added', async () => {
        const engine = await startWith(name);
        const { EnvironmentTable: before, ...rest } = await readFixture(name);
        await engine.call('Add-AzEnvironment', { Name: 'Added' }, { parameterSet: 'Name' });
        const { EnvironmentTable: after, ...unchanged } = await stored();
        assert.deepEqual(unchanged, rest);
        const { Added: added, ...others } = after ?? {};
        assert.equal(added?.Name, 'Added');
        assert.deepEqual(others, before ?? {});
      });
    });
  }

  it('shows how a service principal signs in, and never an old secret from the file or in a saved file', async () => {
    const engine = await startWith('service-principals.json');
    const accounts = (await list(engine)).outputs.map(({ Account }) => Account) as {
      Type: string;
      CertificateThumbprint: string | null;
    }[];
    const thumbprints = accounts.flatMap(({ CertificateThumbprint: one }) => (one === null ? [] : [one]));
    assert.deepEqual(thumbprints, ['0123456789ABCDEF0123456789ABCDEF01234567']);
    assert.deepEqual(accounts.map(({ Type }) => Type).sort(), [
      'ManagedService',
      ...Array<string>(3).fill('ServicePrincipal'),
    ]);
    assert.ok(!JSON.stringify(accounts).includes('fake-secret-in-clear'));
    await engine.call('Save-AzContext', { Path: file('saved.json') });
    assert.ok(!(await readText(file('saved.json'))).includes('fake-secret-in-clear'));
  });

  it('shows the policies of a subscription, whose property name is misspelled in the file', async () => {
    const engine = await startWith('several-contexts.json');
    const { Subscription } = (await engine.call('Get-AzContext')).outputs[0] as {
      Subscription: { SubscriptionPolicies: { QuotaId: string } };
    };
    assert.equal(Subscription.SubscriptionPolicies.QuotaId, 'PayAsYouGo_2014-09-01');
  });

  it('returns empty lists and policies for those that a file lacks, as Az.Accounts does', async () => {
    const engine = await startWith('az-1-with-bom.json');
    const { Subscription, Tenant } = (await engine.call('Get-AzContext')).outputs[0] as {
      Subscription: Record<string, unknown>;
      Tenant: Record<string, unknown>;
    };
    assert.deepEqual(Subscription.ManagedByTenantIds, []);
    assert.deepEqual(Tenant.Domains, []);
    assert.deepEqual(Subscription.SubscriptionPolicies, {
      $type: 'Microsoft.Azure.Commands.Profile.Models.PSAzureSubscriptionPolicy',
      LocationPlacementId: null,
      QuotaId: null,
      SpendingLimit: null,
    });
  });

  it('changes only one endpoint in an environment and its copies in contexts', async () => {
    const engine = await startWith('custom-environments.json');
    await engine.call(
      'Set-AzEnvironment',
      { Name: 'STACK', ManagementPortalUrl: 'https://other.stack.example/' },
      { parameterSet: 'Name' },
    );
    const expected = await readFixture('custom-environments.json');
    const changed = {
      ...expected.EnvironmentTable?.Stack,
      ManagementPortalUrl: 'https://other.stack.example/',
    };
    const context = (await stored()).Contexts.stack as { Environment: object };
    assert.deepEqual(context.Environment, changed);
    assert.deepEqual((await stored()).EnvironmentTable?.Stack, changed);
    assert.deepEqual((await stored()).EnvironmentTable?.Dogfood, expected.EnvironmentTable?.Dogfood);
    assert.deepEqual((await stored()).Contexts.public, expected.Contexts.public);
  });

  it('moves a damaged file aside, reports where, and keeps its content', async () => {
    const engine = await startWith('damaged.json');
    const { outputs, messages } = await list(engine);
    assert.deepEqual(outputs, []);
    const kept = (await readdir(home)).find((name) => name.includes('.damaged-')) ?? '';
    assert.ok(streamText(messages, 'warning').includes(join(home, kept)));
    await engine.call('Add-AzEnvironment', { Name: 'Added' }, { parameterSet: 'Name' });
    assert.deepEqual(await readFile(join(home, kept)), await readFile(fixture('damaged.json')));
    assert.deepEqual((await stored()).Contexts, {});
  });

  describe('that are imported', () => {
    const tokenCache = async (): Promise<string> => readFile(file('.IdentityService/msal.cache.cae'), 'utf8');

    it('add contexts, environments, tokens and secrets, each to its store', async () => {
      const path = fixture('saved-with-tokens.json');
      const engine = await start();
      const { outputs } = await engine.call(
        'Import-AzContext',
        { Path: path },
        { parameterSet: 'ProfileFromDisk' },
      );
      assert.equal((outputs[0]?.Context as { Name: string }).Name, 'deploy');
      const saved = await readFixture('saved-with-tokens.json');
      const text = await readText(file());
      const imported = JSON.parse(text) as ContextFile;
      assert.equal(imported.DefaultContextKey, 'deploy');
      assert.deepEqual(Object.keys(imported.Contexts).sort(), Object.keys(saved.Contexts).sort());
      assert.deepEqual(imported.EnvironmentTable, saved.EnvironmentTable);
      assert.ok(!text.includes('fake-secret') && !/"CacheData": "/.test(text), 'no secret is in clear text');
      assert.match(await tokenCache(), /fake-refresh-token/);
      assert.match(
        await readFile(file('.IdentityService/keystore.cache.logints'), 'utf8'),
        /fake-secret-of-contoso-deploy/,
      );
    });

    it('for this process write nothing to disk', async () => {
      const engine = await start();
      await engine.call(
        'Import-AzContext',
        { Path: fixture('saved-with-tokens.json'), Scope: 'Process' },
        { parameterSet: 'ProfileFromDisk' },
      );
      assert.equal((await namesIn(engine)).length, 3);
      assert.deepEqual(await readdir(home), []);
    });

    it('add to the existing contexts', async () => {
      const engine = await startWith('several-contexts.json');
      const before = await stored();
      await engine.call(
        'Import-AzContext',
        { Path: fixture('service-principals.json') },
        { parameterSet: 'ProfileFromDisk' },
      );
      const after = await stored();
      for (const [name, context] of Object.entries(before.Contexts)) {
        assert.deepEqual(after.Contexts[name], context);
      }
      assert.equal(Object.keys(after.Contexts).length, 8);
      assert.deepEqual(
        { ...after, Contexts: 0, DefaultContextKey: 0 },
        { ...before, Contexts: 0, DefaultContextKey: 0 },
      );
      assert.equal(after.DefaultContextKey, 'by thumbprint');
    });

    it('keep the existing values of a context that they do not set', async () => {
      const engine = await startWith('several-contexts.json');
      const { Contexts: contexts, DefaultContextKey: key } = await stored();
      const { FutureOfContext: future, ...bare } = contexts[key ?? ''] as Record<string, unknown>;
      await writeFile(file('bare.json'), JSON.stringify({ Contexts: { bare } }));
      await engine.call('Import-AzContext', { Path: file('bare.json') }, { parameterSet: 'ProfileFromDisk' });
      const imported = (await stored()).Contexts.bare as Record<string, unknown>;
      assert.ok(future);
      assert.deepEqual(imported.FutureOfContext, future);
    });

    it('of an old version add no tokens, and a warning says so', async () => {
      const engine = await start();
      const { messages } = await engine.call(
        'Import-AzContext',
        { Path: fixture('az-1-with-bom.json') },
        { parameterSet: 'ProfileFromDisk' },
      );
      assert.match(streamText(messages, 'warning'), /only older versions read/);
      assert.equal((await namesIn(engine)).length, 2);
    });

    for (const [what, path, id] of [
      ['damaged', fixture('damaged.json'), 'InvalidArgument.Value'],
      ['without contexts', fixture('settings-process.json'), 'InvalidArgument.Value'],
      ['missing', join(tmpdir(), 'no-such-file.json'), 'Storage.Read'],
    ] as const) {
      it(`and are ${what} change nothing`, async () => {
        const engine = await startWith('several-contexts.json');
        const call = engine.call('Import-AzContext', { Path: path }, { parameterSet: 'ProfileFromDisk' });
        assert.equal(await idOf(call), id);
        assert.deepEqual(await readFile(file()), await readFile(fixture('several-contexts.json')));
      });
    }
  });

  describe('with the settings of autosave', () => {
    const settings = async (name: string): Promise<void> => {
      await copyFile(fixture('several-contexts.json'), file());
      await copyFile(fixture(name), file('AzureRmContextSettings.json'));
    };

    it('are not read and not changed when autosave is off', async () => {
      await settings('settings-process.json');
      const engine = await start();
      assert.deepEqual(await namesIn(engine), []);
      await engine.call('Clear-AzContext');
      assert.deepEqual(await readFile(file()), await readFile(fixture('several-contexts.json')));
    });

    it('keep unknown settings when autosave is turned off and on', async () => {
      await settings('settings-current-user.json');
      const engine = await start();
      const read = async (): Promise<unknown> =>
        JSON.parse(await readText(file('AzureRmContextSettings.json')));
      const before = (await read()) as object;
      await engine.call('Disable-AzContextAutosave');
      assert.deepEqual(await read(), { ...before, Mode: 'Process' });
      await engine.call('Enable-AzContextAutosave');
      assert.deepEqual(await read(), before);
    });
  });
});

function renameKey(record: Record<string, unknown>, from: string, to: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key === from ? to : key, value]));
}
