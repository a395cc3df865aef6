import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigStore, type ConfigEntry, type ConfigFile } from '../../../engine/config/config-store.ts';
import { configKeys } from '../../../engine/config/keys.ts';

describe('the configuration', () => {
  let folder: string;
  let path: string;
  let variables: Record<string, string>;
  let processValues: ConfigFile;
  let told: number;
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
    told = 0;
    store = new ConfigStore({
      path,
      process: processValues,
      variable: (name) => variables[name],
      onProcessChanged: () => told++,
      onDamaged: () => undefined,
    });
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('has defaults, and shows one line for each key', async () => {
    assert.equal(await store.get('EnableLoginByWam'), false);
    assert.equal(await store.get('LoginExperienceV2'), 'On');
    const entries = await store.list();
    assert.deepEqual(
      entries.map(({ key }) => key),
      configKeys.map(({ key }) => key),
    );
    assert.ok(entries.every(({ scope, appliesTo }) => scope === 'Default' && appliesTo === 'Az'));
  });

  it('prefers the process to a variable, a variable to the user, and the user to the default', async () => {
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

  it('prefers a cmdlet to its module and the module to Az, whatever the scopes', async () => {
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

  it('reads a file that Az.Accounts wrote as it is', async () => {
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

  it('passes over a value that is none, and says so', async () => {
    await put({ Az: { EnableLoginByWam: 'yes', LoginExperienceV2: 'Off' } });
    assert.equal(await store.get('EnableLoginByWam'), false);
    const problems = await store.problems();
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.text ?? '', /"yes" for EnableLoginByWam of Az.*Accepted: \$true, \$false\.$/);
  });

  it('keeps keys in the file that it does not know, and writes over another spelling of a name', async () => {
    await put({ az: { FutureKey: 1, loginexperiencev2: 0 }, 'Az.KeyVault': { X: 'y' } });
    await store.update({ LoginExperienceV2: 'off' }, user);
    assert.deepEqual(await stored(), {
      az: { FutureKey: 1, loginexperiencev2: 'Off' },
      'Az.KeyVault': { X: 'y' },
    });
  });

  it('refuses a value that is not accepted, naming those that are, and changes nothing', async () => {
    await assert.rejects(store.update({ EnableLoginByWam: true, LoginExperienceV2: 'Maybe' }, user), {
      id: 'InvalidArgument.Value',
      action: 'Accepted: On, Off.',
    });
    assert.equal(await store.get('EnableLoginByWam'), false);
    await assert.rejects(store.update({ NoKey: true }, user), { id: 'InvalidArgument.Value' });
  });

  for (const appliesTo of ['a b', 'Azure.KeyVault', 'Az.Key Vault', 'Az.', '-AzKeyVault']) {
    it(`refuses '${appliesTo}': nothing can apply to it`, async () => {
      await assert.rejects(store.update({ DisplayBreakingChangeWarning: true }, { ...user, appliesTo }), {
        id: 'InvalidArgument.Value',
        message: new RegExp(`'${appliesTo}' is not a valid value for -AppliesTo`),
      });
    });
  }

  it('refuses a key that is for Az only elsewhere, and takes one that is not', async () => {
    for (const appliesTo of ['Az.KeyVault', 'Get-AzKeyVault']) {
      await assert.rejects(store.update({ EnableLoginByWam: true }, { ...user, appliesTo }), {
        message: /EnableLoginByWam cannot apply to it/,
        action: 'Accepted: Az.',
      });
      const changed = await store.update({ DisplayBreakingChangeWarning: false }, { ...user, appliesTo });
      assert.deepEqual(brief(changed), [`DisplayBreakingChangeWarning=false ${appliesTo} CurrentUser`]);
    }
  });

  it('tells of a change for this process, and stores none', async () => {
    await store.update({ LoginTimeoutSeconds: 5 }, here);
    assert.equal(told, 1);
    assert.deepEqual(processValues, { Az: { LoginTimeoutSeconds: 5 } });
    await assert.rejects(readFile(path), { code: 'ENOENT' });
  });

  describe('cleared', () => {
    const file = {
      Az: { LoginExperienceV2: 'Off', EnableLoginByWam: true, FutureKey: 1 },
      'Az.KeyVault': { DisplayBreakingChangeWarning: false, LoginExperienceV2: 'Off' },
    };

    it('by key: wherever it was set', async () => {
      await put(file);
      await store.clear({ ...user, keys: ['LoginExperienceV2'] });
      assert.deepEqual(await stored(), {
        Az: { EnableLoginByWam: true, FutureKey: 1 },
        'Az.KeyVault': { DisplayBreakingChangeWarning: false },
      });
    });

    it('by key, for one thing', async () => {
      await put(file);
      await store.clear({ ...user, keys: ['LoginExperienceV2'], appliesTo: 'az.keyvault' });
      assert.deepEqual(await stored(), { ...file, 'Az.KeyVault': { DisplayBreakingChangeWarning: false } });
    });

    it('as a whole for one thing: what it does not know stays', async () => {
      await put(file);
      await store.clear({ ...user, appliesTo: 'Az' });
      await store.clear({ ...user, appliesTo: 'Az.KeyVault' });
      assert.deepEqual(await stored(), { Az: { FutureKey: 1 } });
    });

    it('as a whole: nothing stays, but in the other scope', async () => {
      await put(file);
      await store.update({ LoginTimeoutSeconds: 5 }, here);
      await store.clear(user);
      assert.deepEqual(await stored(), {});
      assert.deepEqual(brief(await store.list({ scope: 'Process' })), ['LoginTimeoutSeconds=5 Az Process']);
      await store.clear(here);
      assert.deepEqual(processValues, {});
    });

    it('where nothing was set: no file is made', async () => {
      await store.clear(user);
      await assert.rejects(readFile(path), { code: 'ENOENT' });
    });
  });
});
