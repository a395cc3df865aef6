// Imports a configuration file that Export-AzConfig wrote, in Az.LoginTs or Az.Accounts: checked as a whole, then
// merged.
import { EngineError } from '../errors/engine-error.ts';
import { readFileIfExists } from '../storage/files/atomic-file.ts';
import { parseJson } from '../storage/files/json-file.ts';
import { missingFile } from '../errors/storage-error.ts';
import { decodeText } from '../storage/files/text-encoding.ts';
import { kindOf } from './applies-to.ts';
import { checkSetting } from './check-setting.ts';
import { setValues, type ConfigFile } from './config-file.ts';
import { configKeys, findKey } from './keys.ts';
import { nearestName } from '../text/did-you-mean.ts';
import { isRecord } from '../protocol/shapes.ts';

export interface ImportedConfig {
  /** By what the values apply to. */
  readonly values: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Values that are imported unchanged because only other modules know them, such as `Az: SomeKey`. */
  readonly unknown: readonly string[];
}

/**
 * Reads a configuration file and checks all of it.
 * @throws EngineError `InvalidArgument.Value` if it is not a configuration file; `InvalidArgument.Setting` for an
 * invalid value; `Storage.Read`
 */
export async function readConfigFile(path: string): Promise<ImportedConfig> {
  const content = await readFileIfExists(path);
  if (content === undefined) throw missingFile(path);
  const { value: file } = parseJson(decodeText(content));
  if (!isRecord(file)) throw noConfiguration(path, 'It holds no JSON object.');
  const unknown: string[] = [];
  const values: Record<string, Record<string, unknown>> = {};
  for (const [appliesTo, section] of Object.entries(file)) {
    if (kindOf(appliesTo) === undefined || !isRecord(section)) {
      throw noConfiguration(path, `'${appliesTo}' in it is not what values can apply to.`);
    }
    const source = { place: `'${path}' under ${appliesTo}`, outcome: 'Nothing was imported.' };
    const checked: Record<string, unknown> = {};
    for (const [name, raw] of Object.entries(section)) {
      const key = findKey(name);
      // A key of another module is not checked.
      if (key === undefined) unknown.push(`${appliesTo}: ${name}${suggestionFor(name)}`);
      checked[key?.key ?? name] = key === undefined ? raw : await checkSetting(key, raw, source);
    }
    values[appliesTo] = checked;
  }
  return { values, unknown };
}

function suggestionFor(name: string): string {
  const suggestion = nearestName(
    name,
    configKeys.map(({ key }) => key),
  );
  return suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`;
}

/** Returns the file with all imported values; values that the import does not contain are kept. */
export function mergeConfig(file: ConfigFile, { values }: ImportedConfig): ConfigFile {
  for (const [appliesTo, section] of Object.entries(values)) setValues(file, appliesTo, section);
  return file;
}

function noConfiguration(path: string, reason: string): EngineError {
  return new EngineError('InvalidArgument.Value', {
    facts: { parameter: 'Path', value: path, reason, accepted: 'a file that Export-AzConfig wrote' },
    target: path,
  });
}
