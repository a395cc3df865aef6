import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigStore, type ConfigEntry, type ConfigFile } from '../../../engine/config/config-store.ts';
import { configKeys } from '../../../engine/config/keys.ts';

describe('the configuration store', () => {
  let folder: string;
  let path: string;
  let variables: Record<string, string>;
  let processValues: ConfigFile;
  let warningCount: number;
  let store: ConfigStore;
  const { signal } = new AbortController();
  const user = { scope: 'CurrentUser', signal } as const;
  const here = { scope: 'Process', signal } as const;
  const put = (file: object): Promise<void> => writeFile(path, JSON.stringify(file));
  const stored = async (): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
  const brief = (entries: readonly ConfigEntry[]): string[] =>
    entries.map(({ key, value, appliesTo, scope }) => `${key}=${String(value)} ${appliesTo} ${scope}`);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'azlogints-'));
    path = join(folder, 'PSConfig.json');
    variables = {};
    processValues = {};
    warningCount = 0;
    store = new ConfigStore({
      path,
      process: processValues,
      variable: (name) => variables[name],
      onProcessChanged: () => warningCount++,
      onDamaged: () => undefined,
    });
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('returns the defaults, one entry per key', async () => {
    assert.equal(await store.get('EnableLoginByWam'), false);
    assert.equal(await store.get('LoginExperienceV2'), 'On');
    const entries = await store.list();
    assert.deepEqual(
      entries.map(({ key }) => key),
      configKeys.map(({ key }) => key),
    );
    assert.ok(entries.every(({ scope, appliesTo }) => scope === 'Default' && appliesTo === 'Az'));
  });

  it('prefers process over environment variable, variable over user, and user over default', async () => {
    await store.update({ EnableLoginByWam: true }, user);
    assert.equal(await store.get('EnableLoginByWam'), true);
    variables.AZ_LOGINTS_ENABLE_LOGIN_BY_WAM = 'false';
    assert.equal(await store.get('EnableLoginByWam'), false);
    await store.update({ EnableLoginByWam: true }, here);
    assert.equal(await store.get('EnableLoginByWam'), true);
    const query = { keys: ['EnableLoginByWam'] };
    assert.deepEqual(brief(await store.list(query)), ['EnableLoginByWam=true Az Process']);
    assert.deepEqual(brief(await store.list({ ...query, scope: 'Environment' })), [
      'EnableLoginByWam=false Az Environment',
    ]);
    assert.deepEqual(brief(await store.list({ ...query, scope: 'CurrentUser' })), [
      'EnableLoginByWam=true Az CurrentUser',
    ]);
    assert.deepEqual(brief(await store.list({ ...query, scope: 'Default' })), [
      'EnableLoginByWam=false Az Default',
    ]);
  });

  it('prefers the cmdlet’s value to the module’s and the module’s to Az’s, in every scope', async () => {
    const key = 'DisplayBreakingChangeWarning';
    await store.update({ [key]: false }, { ...user, appliesTo: 'get-azaccesstoken' });
    await store.update({ [key]: true }, { ...user, appliesTo: 'Az.Accounts' });
    await store.update({ [key]: false }, here);
    assert.equal(await store.get(key, 'Get-AzAccessToken'), false);
    assert.equal(await store.get(key, 'Get-AzContext'), true);
    await store.clear({ ...user, appliesTo: 'Az.Accounts' });
    assert.equal(await store.get(key, 'Get-AzContext'), false);
    await store.clear(here);
    assert.equal(await store.get(key), true);
    assert.deepEqual(brief(await store.list({ keys: [key] })), [
      `${key}=false get-azaccesstoken CurrentUser`,
      `${key}=true Az Default`,
    ]);
    assert.deepEqual(brief(await store.list({ keys: [key], appliesTo: 'AZ' })), [`${key}=true Az Default`]);
  });

  it('reads a file that Az.Accounts wrote', async () => {
    await put({
      Az: {
        LoginExperienceV2: 1,
        enableloginbywam: true,
        EnableDataCollection: 'False',
        EnablePolicyToken: true,
      },
      'Az.KeyVault': { DisplayBreakingChangeWarning: false },
      Other: null,
    });
    assert.deepEqual(brief(await store.list({ scope: 'CurrentUser' })), [
      'DisplayBreakingChangeWarning=false Az.KeyVault CurrentUser',
      'EnableDataCollection=false Az CurrentUser',
      'EnableLoginByWam=true Az CurrentUser',
      'EnablePolicyToken=true Az CurrentUser',
      'LoginExperienceV2=Off Az CurrentUser',
    ]);
    assert.deepEqual(await store.problems(), []);
  });

  it('ignores an invalid value and warns about it', async () => {
    await put({ Az: { EnableLoginByWam: 'yes', LoginExperienceV2: 'Off' } });
    assert.equal(await store.get('EnableLoginByWam'), false);
    const problems = await store.problems();
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.text ?? '', /"yes" for EnableLoginByWam of Az.*Accepted: \$true, \$false\.$/);
  });

  it('keeps unknown keys of the file and overwrites a key that is spelled in another case', async () => {
    await put({ az: { FutureKey: 1, loginexperiencev2: 0 }, 'Az.KeyVault': { X: 'y' } });
    await store.update({ LoginExperienceV2: 'off' }, user);
    assert.deepEqual(await stored(), {
      az: { FutureKey: 1, loginexperiencev2: 'Off' },
      'Az.KeyVault': { X: 'y' },
    });
  });

  it('rejects an invalid value, lists the accepted ones and changes nothing', async () => {
    await assert.rejects(store.update({ EnableLoginByWam: true, LoginExperienceV2: 'Maybe' }, user), {
      id: 'InvalidArgument.Value',
      action: 'Accepted: On, Off.',
    });
    assert.equal(await store.get('EnableLoginByWam'), false);
    await assert.rejects(store.update({ NoKey: true }, user), { id: 'InvalidArgument.Value' });
  });

  for (const appliesTo of ['a b', 'Azure.KeyVault', 'Az.Key Vault', 'Az.', '-AzKeyVault']) {
    it(`rejects '${appliesTo}' as the target of a setting`, async () => {
      await assert.rejects(store.update({ DisplayBreakingChangeWarning: true }, { ...user, appliesTo }), {
        id: 'InvalidArgument.Value',
        message: new RegExp(`'${appliesTo}' is not a valid value for -AppliesTo`),
      });
    });
  }

  it('rejects a cmdlet or module for a key that applies to Az only, and accepts it for other keys', async () => {
    for (const appliesTo of ['Az.KeyVault', 'Get-AzKeyVault']) {
      await assert.rejects(store.update({ EnableLoginByWam: true }, { ...user, appliesTo }), {
        message: /EnableLoginByWam cannot apply to it/,
        action: 'Accepted: Az.',
      });
      const changed = await store.update({ DisplayBreakingChangeWarning: false }, { ...user, appliesTo });
      assert.deepEqual(brief(changed), [`DisplayBreakingChangeWarning=false ${appliesTo} CurrentUser`]);
    }
  });

  it('reports a change for this process and does not write it to the file', async () => {
    await store.update({ LoginTimeoutSeconds: 5 }, here);
    assert.equal(warningCount, 1);
    assert.deepEqual(processValues, { Az: { LoginTimeoutSeconds: 5 } });
    await assert.rejects(readFile(path), { code: 'ENOENT' });
  });

  describe('clear', () => {
    const file = {
      Az: { LoginExperienceV2: 'Off', EnableLoginByWam: true, FutureKey: 1 },
      'Az.KeyVault': { DisplayBreakingChangeWarning: false, LoginExperienceV2: 'Off' },
    };

    it('removes one key in every place where it was set', async () => {
      await put(file);
      await store.clear({ ...user, keys: ['LoginExperienceV2'] });
      assert.deepEqual(await stored(), {
        Az: { EnableLoginByWam: true, FutureKey: 1 },
        'Az.KeyVault': { DisplayBreakingChangeWarning: false },
      });
    });

    it('removes one key for one cmdlet or module', async () => {
      await put(file);
      await store.clear({ ...user, keys: ['LoginExperienceV2'], appliesTo: 'az.keyvault' });
      assert.deepEqual(await stored(), { ...file, 'Az.KeyVault': { DisplayBreakingChangeWarning: false } });
    });

    it('removes all known keys of one cmdlet or module and keeps unknown ones', async () => {
      await put(file);
      await store.clear({ ...user, appliesTo: 'Az' });
      await store.clear({ ...user, appliesTo: 'Az.KeyVault' });
      assert.deepEqual(await stored(), { Az: { FutureKey: 1 } });
    });

    it('removes everything in its scope and nothing in the other scope', async () => {
      await put(file);
      await store.update({ LoginTimeoutSeconds: 5 }, here);
      await store.clear(user);
      assert.deepEqual(await stored(), {});
      assert.deepEqual(brief(await store.list({ scope: 'Process' })), ['LoginTimeoutSeconds=5 Az Process']);
      await store.clear(here);
      assert.deepEqual(processValues, {});
    });

    it('creates no file when nothing was set', async () => {
      await store.clear(user);
      await assert.rejects(readFile(path), { code: 'ENOENT' });
    });
  });
});
