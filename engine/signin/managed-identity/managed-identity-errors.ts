// Explains why there is no token for a managed identity, in our own words if the cause is known, otherwise in the
// service's.
import { isTransient } from '../../http/retries.ts';
import { redact } from '../../text/redact.ts';
import { aadstsCodesIn, aadstsRow } from '../../errors/aadsts.ts';
import { EngineError, isCancelled } from '../../errors/engine-error.ts';
import type { ManagedIdentity } from './identity.ts';

interface Explanation {
  /** A clause without a period. */
  readonly reason: string;
  readonly advice: string;
}

const otherMachineAdvice =
  'Managed identities exist on Azure and Azure Arc only. Elsewhere run Connect-AzAccount, or Connect-AzAccount -ServicePrincipal in a pipeline.';

const updateAgent =
  'Update the agent of Azure Arc on this machine (azcmagent version shows the current one), then try again.';

/** MSAL's own errors, by error code. */
const local: Readonly<Record<string, (identity: ManagedIdentity) => Explanation>> = {
  unable_to_read_secret_file: () => ({
    reason: 'the key that the agent of Azure Arc wrote for this sign-in cannot be read',
    advice:
      "Add your account to the group 'himds' (on Windows 'Hybrid agent extension applications') and log on again, or run PowerShell as root or as an administrator.",
  }),
  user_assigned_managed_identity_not_confirmed: ({ id }) => ({
    reason: `the agent of Azure Arc returned the identity of the machine, not '${id}'`,
    advice: `${updateAgent} Or leave out -AccountId.`,
  }),
  platform_not_supported: () => ({
    reason: 'Azure Arc has identities only on Windows and Linux',
    advice: otherMachineAdvice,
  }),
  ...Object.fromEntries(
    [
      'invalid_file_extension',
      'invalid_file_path',
      'invalid_secret',
      'www_authenticate_header_missing',
      'www_authenticate_header_unsupported_format',
    ].map((code) => [
      code,
      () => ({
        reason: `the agent of Azure Arc did not say in the expected format where its key is (${code})`,
        advice: updateAgent,
      }),
    ]),
  ),
};

/** What is known about the requests of a sign-in. */
export interface IdentityRequests {
  /** The last failure of the network or the endpoint. */
  readonly failure: EngineError | undefined;
  /** The variable that names the endpoint; undefined if none does, so that there may be no endpoint. */
  readonly variable: string | undefined;
}

/**
 * Returns any error of a managed identity's sign-in as an EngineError. A failure of the network or the endpoint takes
 * precedence.
 */
export function explainManagedIdentityError(
  error: unknown,
  identity: ManagedIdentity,
  { failure, variable }: IdentityRequests,
): EngineError {
  if (error instanceof EngineError) return error;
  if (isCancelled(error)) return new EngineError('Cancelled.ByUser', { cause: error });
  if (failure !== undefined) {
    if (isCancelled(failure) || saysNothingOfIdentity(failure, variable !== undefined)) return failure;
    const advice =
      variable === undefined
        ? otherMachineAdvice
        : `Check ${variable}, which names that service, or remove it if nothing on this machine provides identities.`;
    const reason =
      failure.catalogueId === 'Network.Response'
        ? 'the identity endpoint of this machine does not belong to Azure'
        : `the service that provides it does not answer (${failure.message.replace(/\.$/, '')})`;
    return noManagedIdentity({ reason, advice }, identity, failure);
  }
  const {
    errorCode = '',
    errorMessage = '',
    message = '',
  } = error as Partial<Record<'errorCode' | 'errorMessage' | 'message', string>>;
  const known = local[errorCode];
  if (known !== undefined) return noManagedIdentity(known(identity), identity, error);
  const description = plain(errorMessage || message);
  return new EngineError('NotFound.ManagedIdentity', {
    facts: { reason: description, advice: adviceFor(errorCode, description, identity) },
    entra: { error: errorCode, description },
    target: identity.id,
    cause: error,
  });
}

/**
 * Whether a failure says nothing about the identity: a proxy or an endpoint is out of order. `isNamed` says whether a
 * variable names the endpoint, so that there is one.
 */
function saysNothingOfIdentity(failure: EngineError, isNamed: boolean): boolean {
  const { catalogueId } = failure;
  if (['Network.Proxy', 'Network.Status', 'Throttled.Service'].includes(catalogueId)) return true;
  return isNamed && (['Network.Timeout', 'Network.Response'].includes(catalogueId) || isTransient(failure));
}

/** Returns the error for a managed identity that is not available here. */
export function noManagedIdentity(
  { reason, advice }: Explanation,
  identity: ManagedIdentity,
  cause?: unknown,
): EngineError {
  return new EngineError('NotFound.ManagedIdentity', {
    facts: { reason, advice },
    target: identity.id,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Returns the service's description, which MSAL wraps in text of its own. */
function plain(text: string): string {
  const line = redact(text).replace(/\s+/g, ' ').trim();
  const description = /Description: (.*?)(?: - Correlation ID:|$)/.exec(line)?.[1] ?? line;
  return description.trim().replace(/\.$/, '');
}

function adviceFor(errorCode: string, description: string, { id, idType }: ManagedIdentity): string {
  if (errorCode === 'AudienceNotSupported')
    return 'Cloud Shell provides tokens only for some services. For others run Connect-AzAccount -UseDeviceAuthentication there.';
  // If the tenant does not have the requested application, the resource is wrong and not the identity.
  if (
    errorCode === 'invalid_resource' ||
    aadstsCodesIn(description).some((code) => aadstsRow(code)?.names === 'service')
  )
    return 'Check the name of the service that the token is for, and that -Environment names the right cloud.';
  return idType === 'System'
    ? 'Turn the system-assigned identity of this resource on, or name a user-assigned one with -AccountId <client ID>.'
    : `Check that '${id}' is the client ID, object ID or resource ID of an identity that is assigned to this resource.`;
}
