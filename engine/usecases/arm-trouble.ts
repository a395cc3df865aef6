// A successful sign-in is kept even if Azure Resource Manager fails.
import type { AccountDirectory } from '../directory/find-subscriptions.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { Interaction } from '../signin/interaction.ts';

/** Whether Azure Resource Manager refused the request, is out of order, or cannot be reached. */
export function isArmTrouble(error: unknown): error is EngineError {
  if (!(error instanceof EngineError)) return false;
  return error.catalogueId.startsWith('Network.') || error.catalogueId === 'Throttled.Service';
}

/**
 * Returns a directory that, if the tenants cannot be listed, warns once and searches only the tenant of the sign-in.
 */
export function withHomeAtLeast(
  directory: AccountDirectory,
  home: string,
  interaction: Pick<Interaction, 'warning'>,
): AccountDirectory {
  let tenants: ReturnType<AccountDirectory['tenants']> | undefined;
  return {
    ...directory,
    tenants: () =>
      (tenants ??= directory.tenants().catch((error: unknown) => {
        if (!isArmTrouble(error)) throw error;
        interaction.warning(
          `The tenants of the account cannot be listed, so only ${home} is searched for subscriptions. ${error.message}`,
        );
        return [{ tenantId: home }];
      })),
  };
}
