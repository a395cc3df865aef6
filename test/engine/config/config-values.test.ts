import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { checkValue, readValue, readVariables } from '../../../engine/config/config-values.ts';
import { configKeys, findKey, variablesOf } from '../../../engine/config/keys.ts';
import type { ConfigKey } from '../../../engine/config/config-key.ts';

const key = (name: string): ConfigKey => {
  const found = findKey(name);
  assert.ok(found, name);
  return found;
};

describe('a configuration value', () => {
  for (const [name, raw, value] of [
    ['EnableLoginByWam', true, true],
    ['EnableLoginByWam', 'True', true],
    ['EnableLoginByWam', ' false ', false],
    ['EnableLoginByWam', 1, undefined],
    ['EnableLoginByWam', 'yes', undefined],
    ['LoginExperienceV2', 'off', 'Off'],
    ['LoginExperienceV2', 1, 'Off'],
    ['LoginExperienceV2', 0, 'On'],
    ['LoginExperienceV2', 2, undefined],
    ['LoginExperienceV2', true, undefined],
    ['DefaultSubscriptionForLogin', '', ''],
    ['DefaultSubscriptionForLogin', 5, undefined],
    ['LoginTimeoutSeconds', '60', 60],
    ['LoginTimeoutSeconds', 0, undefined],
    ['LoginTimeoutSeconds', '', undefined],
    ['LoginTimeoutSeconds', 1.5, undefined],
    ['LoginTimeoutSeconds', null, undefined],
  ] as const) {
    it(`of ${name} is ${String(value)} when it is written ${JSON.stringify(raw)}`, () => {
      assert.equal(readValue(key(name), raw), value);
    });
  }

  for (const [name, accepted] of [
    ['EnableLoginByWam', '$true, $false'],
    ['LoginExperienceV2', 'On, Off'],
    ['LoginTimeoutSeconds', 'a whole number from 1'],
    ['DefaultSubscriptionForLogin', 'text'],
  ] as const) {
    it(`of ${name} that is invalid gets an error that lists the accepted values`, () => {
      assert.throws(() => checkValue(key(name), {}), {
        id: 'InvalidArgument.Value',
        action: `Accepted: ${accepted}.`,
      });
    });
  }
});

describe('environment variables of the configuration', () => {
  const read = (name: string, variables: Record<string, string>): unknown =>
    readVariables(key(name), (variable) => variables[variable]).find(({ value }) => value !== undefined)
      ?.value;

  it('include one of our own for every key', () => {
    assert.equal(variablesOf(key('EnableLoginByWam'))[0]?.name, 'AZ_LOGINTS_ENABLE_LOGIN_BY_WAM');
    assert.equal(variablesOf(key('LoginExperienceV2'))[0]?.name, 'AZ_LOGINTS_LOGIN_EXPERIENCE_V2');
    assert.equal(read('LoginExperienceV2', { AZ_LOGINTS_LOGIN_EXPERIENCE_V2: 'off' }), 'Off');
  });

  for (const [name, variable, raw, value] of [
    ['EnableDataCollection', 'Azure_PS_Data_Collection', 'false', false],
    ['CheckForUpgrade', 'AZUREPS_CHECK_FOR_UPGRADE', 'False', false],
    ['DisplaySecretsWarning', 'AZURE_CLIENTS_SHOW_SECRETS_WARNING', 'true', true],
    ['DisplayBreakingChangeWarning', 'SuppressAzurePowerShellBreakingChangeWarnings', 'true', false],
    ['DisplayBreakingChangeWarning', 'SuppressAzurePowerShellBreakingChangeWarnings', 'false', true],
    ['DisplayBreakingChangeWarning', 'SuppressAzurePowerShellBreakingChangeWarnings', 'maybe', undefined],
    ['DisplaySurveyMessage', 'Azure_PS_Intercept_Survey', 'Disabled', false],
    ['DisplaySurveyMessage', 'AzSurveyMessage', 'false', false],
    ['DisplaySurveyMessage', 'AzSurveyMessage', 'true', undefined],
  ] as const) {
    it(`include Az.Accounts' ${variable}: '${raw}' sets ${name} to ${String(value)}`, () => {
      assert.equal(read(name, { [variable]: raw }), value);
    });
  }

  it('are ignored when empty or invalid; ours take precedence over those of Az.Accounts', () => {
    assert.equal(read('EnableDataCollection', { AZ_LOGINTS_ENABLE_DATA_COLLECTION: '' }), undefined);
    const both = { AZ_LOGINTS_ENABLE_DATA_COLLECTION: 'true', Azure_PS_Data_Collection: 'false' };
    assert.equal(read('EnableDataCollection', both), true);
    assert.equal(
      read('EnableDataCollection', { ...both, AZ_LOGINTS_ENABLE_DATA_COLLECTION: 'maybe' }),
      false,
    );
  });
});

describe('docs on the configuration', () => {
  it('mention every key and every variable of Az.Accounts', async () => {
    const guide = await readFile(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
    const names = configKeys.flatMap((known: ConfigKey) => [
      known.key,
      ...(known.variables ?? []).map(({ name }) => name),
    ]);
    assert.deepEqual(
      names.filter((name) => !guide.includes(`\`${name}\``)),
      [],
    );
  });
});
