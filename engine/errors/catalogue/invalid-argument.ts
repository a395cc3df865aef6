// The command cannot use its input: a parameter, a setting, a certificate, a token.
import { entry, type CatalogueEntry } from './entry.ts';

const invalid = (message: string, action: string): CatalogueEntry =>
  entry('InvalidArgument', 'System.ArgumentException', message, action);
const binderFault = (message: string, action: string): CatalogueEntry =>
  entry('InvalidArgument', 'System.ArgumentException', message, action, { terminating: true });

export const invalidArgumentErrors = {
  'InvalidArgument.Value': invalid(
    "'{value}' is not a valid value for -{parameter}. {reason}",
    'Accepted: {accepted}.',
  ),
  'InvalidArgument.Setting': invalid(
    "{key} is '{value}' in {place}, which cannot be used. {reason}",
    'Correct it there. Accepted: {accepted}.',
  ),
  'InvalidArgument.ParameterSet': binderFault(
    '{reason}',
    'Run Get-Help {cmdlet} -Full to see the parameter sets.',
  ),
  'InvalidArgument.Home': binderFault(
    "AZ_LOGINTS_HOME is '{value}', which is not an absolute path.",
    'Set it to an absolute path, such as {example}, or remove it to use ~/.Azure. In PowerShell, "$HOME/..." gives one.',
  ),
  'InvalidArgument.UnknownCmdlet': binderFault(
    "The engine has no cmdlet '{cmdlet}'.",
    'The module and its engine do not belong together. Reinstall Az.LoginTs.',
  ),
  'InvalidArgument.Environment': invalid(
    "The environment '{environment}' is not known.",
    'Known environments: {known}. Add another with {command} -ARMEndpoint <url>.',
  ),
  'InvalidArgument.Certificate': invalid("The certificate '{path}' cannot be used: {reason}.", '{advice}'),
  'InvalidArgument.Token': invalid('The token given as -{parameter} cannot be used: {reason}.', '{advice}'),
  'InvalidArgument.TooLarge': invalid(
    'The parameters have {length} characters; {most} is the most that can be sent at once.',
    'Send less with -Payload: split the work, or put large content in a blob and send its address.',
  ),
  'InvalidArgument.NoSubscription': invalid(
    "The context '{context}' has no subscription to work in.",
    'Run Set-AzContext -Subscription <name or ID>.',
  ),
} as const satisfies Record<`InvalidArgument.${string}`, CatalogueEntry>;
