import { discoverEnvironments } from '../environments/discover-environment.ts';
import { findEnvironment, listEnvironments } from '../environments/environment-store.ts';
import type { Environment } from '../environments/environment.ts';
import { borrowedBy, refusalOf } from '../rest/other-cloud.ts';
import type { ContextFile } from '../contexts/model.ts';
import type { Call } from '../session/call.ts';
import { httpOf } from '../session/call-http.ts';
import { sameText } from '../text/same-text.ts';

/**
 * Returns the environment with a name: one in the context file (`known`, if already read), or one from the list at
 * ARM_CLOUD_METADATA_URL, which describes clouds that cannot reach the public cloud, as in Az.Accounts
 * (AzureEnvironment.cs, InitializeBuiltInEnvironments).
 * @throws EngineError `InvalidArgument.Environment`, `Blocked.OtherCloud`, and as `discoverEnvironments`
 */
export async function namedEnvironment(name: string, call: Call, known?: ContextFile): Promise<Environment> {
  const file = known ?? (await call.services.contexts.view()).file;
  const isKnown = listEnvironments(file).some((known) => sameText(known.Name, name));
  const listed = isKnown ? [] : await listedEnvironments(call);
  const found = listed.find((environment) => sameText(environment.Name, name));
  if (found === undefined) return findEnvironment(file, name);
  const borrowed = borrowedBy(found);
  if (borrowed.length > 0) throw refusalOf(found, borrowed, metadataListAddress(call) ?? '', undefined);
  return found;
}

/**
 * Returns the environments in the list at ARM_CLOUD_METADATA_URL, or none if it is not set.
 * @throws EngineError as `discoverEnvironments`
 */
export async function listedEnvironments(call: Call): Promise<Environment[]> {
  const list = metadataListAddress(call) ?? '';
  return list === '' ? [] : discoverEnvironments(list, httpOf(call), call.signal);
}

/**
 * Returns the URL of the list in ARM_CLOUD_METADATA_URL; empty if the variable is not set, undefined if it turns the list off
 * (DISABLED), as in Az.Accounts.
 */
export function metadataListAddress({ variables }: Pick<Call, 'variables'>): string | undefined {
  const address = variables.ARM_CLOUD_METADATA_URL?.trim() ?? '';
  return sameText(address, 'DISABLED') ? undefined : address;
}
