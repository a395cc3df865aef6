// Homes, and files in them, that another user owns or can write: their settings would be run and used to sign in.
import assert from 'node:assert/strict';
import {
  chmod,
  chown,
  lchown,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallError, EngineProcess, EngineStart } from '../support/engine-process.ts';
import { wireBench } from '../support/wire-bench.ts';

/** The users nobody and daemon, which exist on every system. */
const nobody = 65534;
const daemon = 1;

describe('a home that other users own or can write', () => {
  const bench = wireBench();
  let home: string;

  before(function () {
    if (process.getuid?.() !== 0) this.skip();
  });
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'azlogints-'));
    await writeFile(join(home, 'PSConfig.json'), JSON.stringify({ Az: { LoginTimeoutSeconds: 77 } }));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const start = (how: EngineStart = {}): Promise<EngineProcess> => bench.startEngine(undefined, home, how);

  async function isUsed(engine: EngineProcess): Promise<void> {
    const { outputs } = await engine.call('Get-AzConfig', { LoginTimeoutSeconds: true });
    assert.equal(outputs[0]?.Value, 77);
    await engine.call('Update-AzConfig', { LoginTimeoutSeconds: 78 });
  }

  async function isRefused(engine: EngineProcess, reason: RegExp, action: RegExp): Promise<void> {
    await assert.rejects(
      engine.call('Get-AzConfig', { LoginTimeoutSeconds: true }),
      ({ data, message }: CallError) => {
        assert.equal(data.id, 'Storage.Untrusted');
        assert.match(message, reason);
        assert.match(String(data.action), action);
        return true;
      },
    );
    const { outputs } = await engine.call('Test-AzSignIn');
    const found = outputs.filter(
      ({ Status, Finding }) => Status === 'Failed' && reason.test(String(Finding)),
    );
    assert.ok(found.length > 0, JSON.stringify(outputs));
    assert.match(String(found[0]?.Remedy), action);
  }

  it('is rejected for root if another user owns it, and Test-AzSignIn reports that', async () => {
    await chown(home, nobody, nobody);
    await isRefused(await start(), /belongs to another user \(65534\)/, /sudo -H pwsh/);
  });

  it('is not created by root in another user’s folder', async () => {
    await chown(home, nobody, nobody);
    const engine = await bench.startEngine(undefined, join(home, 'new', '.Azure'));
    await assert.rejects(
      engine.call('Update-AzConfig', { LoginTimeoutSeconds: 78 }),
      ({ data }: CallError) => data.id === 'Storage.Untrusted',
    );
    await assert.rejects(stat(join(home, 'new')), { code: 'ENOENT' });
  });

  it('is used by root for the user who ran sudo, but not through that user’s links', async () => {
    await chown(home, nobody, nobody);
    await chown(join(home, 'PSConfig.json'), nobody, nobody);
    const engine = await start({ variables: { SUDO_UID: String(nobody) } });
    await isUsed(engine);
    const victim = join(bench.home, 'victim');
    await writeFile(victim, '{}');
    await rm(join(home, 'PSConfig.json'));
    await symlink(victim, join(home, 'PSConfig.json'));
    await lchown(join(home, 'PSConfig.json'), nobody, nobody);
    await assert.rejects(
      engine.call('Update-AzConfig', { LoginTimeoutSeconds: 79 }),
      ({ data, message }: CallError) => {
        assert.match(message, /a link that another user \(65534\) has made/);
        return data.id === 'Storage.Untrusted';
      },
    );
    assert.equal(await readFile(victim, 'utf8'), '{}');
  });

  it('is rejected for a user if another user owns it, and used if root owns it', async () => {
    await chmod(home, 0o755);
    await chmod(join(home, 'PSConfig.json'), 0o644);
    const engine = await start({ uid: nobody });
    await engine.call('Get-AzConfig', { LoginTimeoutSeconds: true });
    await chown(home, daemon, daemon);
    await isRefused(engine, /belongs to another user \(1\)/, /chown -R|AZ_LOGINTS_HOME/);
  });

  for (const [file, check] of [
    ['PSConfig.json', 'Configuration'],
    ['AzureRmContext.json', 'Files'],
    ['.IdentityService/msal.cache.cae', 'Token store'],
  ] as const) {
    it(`is rejected if another user owns ${file} in it or every user can write the file`, async () => {
      const path = join(home, file);
      await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
      await writeFile(path, '{}');
      const engine = await start();
      for (const [owner, mode, reason] of [
        [daemon, 0o600, 'it belongs to another user (1)'],
        [0, 0o666, 'every user can write it'],
      ] as const) {
        await chown(path, owner, owner);
        await chmod(path, mode);
        const found = (await engine.call('Test-AzSignIn')).outputs.find(({ Check }) => Check === check);
        assert.deepEqual([found?.Status, found?.Finding], ['Failed', `'${path}' is not used: ${reason}.`]);
      }
    });
  }

  it('is not used to sign in if another user owns its contexts', async () => {
    const path = join(home, 'AzureRmContext.json');
    await writeFile(path, '{}');
    await chown(path, daemon, daemon);
    const engine = await start();
    for (const command of ['Get-AzContext', 'Get-AzAccessToken', 'Clear-AzContext'])
      await assert.rejects(
        engine.call(command, command === 'Clear-AzContext' ? { Force: true } : {}),
        ({ data, message }: CallError) => {
          assert.ok(message.startsWith(`'${path}' is not used`), message);
          return data.id === 'Storage.Untrusted';
        },
      );
  });

  for (const [mode, reason] of [
    [0o777, /every user can write it/],
    [0o770, /other users of its group \(\d+\) can write it/],
  ] as const) {
    it(`is rejected with mode ${mode.toString(8)}, and the error says how to fix it`, async () => {
      await chmod(home, mode);
      // A group that has more members than the owner.
      await chown(home, 0, daemon);
      await isRefused(await start(), reason, /^Run: chmod go-w '/);
    });
  }

  for (const [mode, group] of [
    [0o755, 0],
    [0o1777, 0],
    [0o775, 0],
  ] as const) {
    it(`is used with mode ${mode.toString(8)}, as Az.Accounts and systems create it`, async () => {
      await chmod(home, mode);
      await chown(home, 0, group);
      await chmod(join(home, 'PSConfig.json'), 0o664);
      await isUsed(await start());
    });
  }
});
