// Parameters that several cmdlets have in common, said once.

/** Where a change goes: this process only, or the user's stored contexts. */
export const scopeParameter = {
  type: 'string',
  help: 'How far the change reaches: Process is this PowerShell only and nothing is stored; CurrentUser is also every PowerShell that this user starts later.',
  accepted: ['Process', 'CurrentUser'],
} as const;

export const defaultProfileParameter = {
  type: 'object',
  help: 'The context to work in instead of the current one: what Get-AzContext gives.',
  aliases: ['AzContext', 'AzureRmContext', 'AzureCredential'],
} as const;

/** For cmdlets whose work does not start from a context, where Az.Accounts has the parameter all the same. */
export const unusedProfileParameter = {
  ...defaultProfileParameter,
  help: 'Has no effect here: what this cmdlet does depends on no current context. Scripts may name it as they do for the others.',
} as const;

export const passThruParameter = {
  type: 'switch',
  help: 'Gives $true when the work was done. Without it nothing is given.',
} as const;

/** PowerShell's side starts the job; the engine sees the call that the job makes. */
export const asJobParameter = {
  type: 'switch',
  help: 'Works in the background and gives a job at once. Receive-Job gives what the cmdlet would have given. The job works in the context of the call, whatever is selected or signed out afterwards, and is Failed where the cmdlet failed.',
} as const;

/** The one parameter set of a cmdlet that has no others. */
export const allSets = ['__AllParameterSets'] as const;
