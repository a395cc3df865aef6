// Further checks of a value before it is set: the file exists and has the right content, a proxy has no password.
// Done when the value is set and not when it is read, because disks and machines change.
import { execFile } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { promisify } from 'node:util';
import { objectionToCertificates } from '../http/certificates.ts';
import { oldestNode } from '../protocol/version.ts';
import { badValue, checkValue, hasCredentials, type ConfigValue, type ValueSource } from './config-values.ts';
import type { ConfigKey } from './config-key.ts';

/** A program that does not print its version within this time is not Node.js. */
const versionTimeoutMs = 10_000;

/**
 * Returns the checked value, which was typed as a parameter or comes from `source`.
 * @throws EngineError `InvalidArgument.Value`, or `InvalidArgument.Setting` with a source
 */
export async function checkSetting(
  key: ConfigKey,
  value: unknown,
  source?: ValueSource,
): Promise<ConfigValue> {
  const checked = checkValue(key, value, source);
  const reason = await objectionTo(key, String(checked));
  if (reason === undefined) return checked;
  throw badValue(key, String(checked), reason, source);
}

async function objectionTo(key: ConfigKey, value: string): Promise<string | undefined> {
  if (key.type === 'proxy') {
    return hasCredentials(value)
      ? 'It holds a name or password, which would be stored in clear text. A variable such as HTTPS_PROXY can hold them.'
      : undefined;
  }
  if (key.type !== 'file' || value === '') return undefined;
  if (!isAbsolute(value)) return 'It is not an absolute path.';
  if (key.content === 'runtime') return objectionToRuntime(value);
  return objectionToCertificates(value);
}

/** With a wrong runtime the engine could not start to correct it. */
async function objectionToRuntime(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], {
      timeout: versionTimeoutMs,
      windowsHide: true,
    });
    const major = Number(/^v(\d+)\./.exec(stdout)?.[1] ?? '0');
    return major >= oldestNode ? undefined : `It says that its version is '${stdout.trim()}'.`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'There is no such file.' : 'It cannot be run.';
  }
}
