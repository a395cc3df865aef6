import { discoverEnvironments } from '../environments/discover-environment.ts';
import { findEnvironment, listEnvironments } from '../environments/environment-store.ts';
import type { Environment } from '../environments/environment.ts';
import { borrowedBy, refusalOf } from '../rest/other-cloud.ts';
import type { Call } from '../session/call.ts';
import { httpOf } from '../session/call-http.ts';
import { sameText } from '../text/same-text.ts';

/**
 * Returns the environment with a name: a known one, or one from the list at ARM_CLOUD_METADATA_URL, which describes
 * clouds that cannot reach the public cloud, as in Az.Accounts (AzureEnvironment.cs, InitializeBuiltInEnvironments).
 * @throws EngineError `InvalidArgument.Environment`, `Blocked.OtherCloud`, and as `discoverEnvironments`
 */
export async function namedEnvironment(name: string, call: Call): Promise<Environment> {
  const { file } = await call.services.contexts.view();
  const list = call.variables.ARM_CLOUD_METADATA_URL?.trim() ?? '';
  const isKnown = listEnvironments(file).some((known) => sameText(known.Name, name));
  if (isKnown || list === '' || list.toUpperCase() === 'DISABLED') return findEnvironment(file, name);
  const listed = await discoverEnvironments(list, httpOf(call), call.signal);
  const found = listed.find((environment) => sameText(environment.Name, name));
  if (found === undefined) return findEnvironment(file, name);
  const borrowed = borrowedBy(found);
  if (borrowed.length > 0) throw refusalOf(found, borrowed, list, undefined);
  return found;
}
