import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergeConfig, readConfigFile } from '../../../engine/config/import-config.ts';

describe('an imported configuration', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'azlogints-'));
    path = join(folder, 'azconfig.json');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('replaces the settings it contains and keeps the others', async () => {
    await writeFile(
      path,
      '\uFEFF{"AZ":{"loginExperienceV2":1,"Future":[2]},"Get-AzX":{"DisplayBreakingChangeWarning":"False"}}',
    );
    const imported = await readConfigFile(path);
    assert.deepEqual(imported.unknown, ['AZ: Future']);
    assert.deepEqual(mergeConfig({ Az: { LoginExperienceV2: 'On', EnableLoginByWam: true } }, imported), {
      Az: { LoginExperienceV2: 'Off', EnableLoginByWam: true, Future: [2] },
      'Get-AzX': { DisplayBreakingChangeWarning: false },
    });
  });

  for (const [what, content, reason] of [
    ['is not JSON', '{', /holds no JSON object/],
    ['is empty', '', /holds no JSON object/],
    ['is a list', '[]', /holds no JSON object/],
    [
      'has keys where what they apply to is expected',
      '{"EnableLoginByWam":true}',
      /'EnableLoginByWam' in it/,
    ],
    ['has something that nothing can apply to', '{"Some thing":{}}', /'Some thing' in it/],
  ] as const) {
    it(`is rejected when it ${what}`, async () => {
      await writeFile(path, content);
      await assert.rejects(readConfigFile(path), { id: 'InvalidArgument.Value', message: reason });
    });
  }

  it('is rejected when a value is invalid, and the error lists the accepted values', async () => {
    await writeFile(path, '{"Az":{"X":1,"LoginExperienceV2":"Maybe"}}');
    await assert.rejects(readConfigFile(path), {
      id: 'InvalidArgument.Setting',
      message: /^LoginExperienceV2 is 'Maybe' in '.*' under Az, .* Nothing was imported\.$/,
      action: 'Correct it there. Accepted: On, Off.',
    });
  });

  it('is reported as missing when the file does not exist', async () => {
    await assert.rejects(readConfigFile(path), { id: 'Storage.Read', message: /does not exist/ });
  });
});
