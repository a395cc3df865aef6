// azure.github.io/azure-workload-identity: Kubernetes rewrites the file before the token expires
import { errorCode, storageError } from '../../errors/storage-error.ts';
import { headerFault } from '../../http/header-value.ts';
import { notAFile, readSmallFile, tooLarge } from '../../machine/small-file.ts';
import { decodeText } from '../../text/decode-text.ts';
import { readJwt } from '../jwt.ts';
import type { SignInContext } from '../sign-in-context.ts';
import { noIdentityToken } from './ci-request.ts';
import { variableOf } from '../variable-of.ts';

/** In bytes; far more than any token needs. */
const maxBytes = 1024 * 1024;
const variable = 'AZURE_FEDERATED_TOKEN_FILE';

/**
 * Returns the identity token in the file that AZURE_FEDERATED_TOKEN_FILE names.
 * @throws EngineError `Authentication.NoIdentityToken`, `Storage.Read`
 */
export async function readTokenFile({ variables }: Pick<SignInContext, 'variables'>): Promise<string> {
  const path = variableOf(variable, variables) ?? '';
  const token = (await readText(path)).trim();
  const fault = headerFault(token);
  if (fault !== undefined)
    throw noIdentityToken(`the token in '${path}' (${variable}) cannot be sent: ${fault}`, { target: path });
  if (readJwt(token) === undefined)
    throw noIdentityToken(`the file '${path}' (${variable}) holds no JSON Web Token`, { target: path });
  return token;
}

async function readText(path: string): Promise<string> {
  try {
    return decodeText(await readSmallFile(path, { maxBytes }));
  } catch (cause) {
    const code = errorCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw noIdentityToken(`there is no file '${path}' (${variable})`, { target: path, cause });
    if (code === 'EISDIR')
      throw noIdentityToken(`'${path}' (${variable}) is a folder`, { target: path, cause });
    if (code === notAFile || code === tooLarge)
      throw noIdentityToken(`'${path}' (${variable}) is not a file with just a token`, {
        target: path,
        cause,
      });
    throw storageError('Storage.Read', path, cause);
  }
}
