// Parameters that several cmdlets share.

/** Whether a change applies to this process only, or to the user's stored contexts too. */
export const scopeParameter = {
  type: 'string',
  help: 'How far the change reaches. Process: this PowerShell only, and nothing is stored. CurrentUser: also every PowerShell that this user starts later.',
  accepted: ['Process', 'CurrentUser'],
} as const;

export const defaultProfileParameter = {
  type: 'object',
  help: 'The context to work in instead of the current one, as Get-AzContext returns it.',
  aliases: ['AzContext', 'AzureRmContext', 'AzureCredential'],
} as const;

/** For cmdlets that do not use the given context, but have the parameter in Az.Accounts. */
export const unusedProfileParameter = {
  ...defaultProfileParameter,
  help: 'Has no effect on this cmdlet. Accepted so that scripts run unchanged.',
} as const;

export const passThruParameter = {
  type: 'switch',
  help: 'Returns $true on success. The default is to return nothing.',
} as const;

/** The PowerShell side starts the job. The engine receives the call from inside the job. */
export const asJobParameter = {
  type: 'switch',
  help: 'Runs in the background and returns a job at once. Receive-Job returns the output of the cmdlet. The job keeps the context of the call, even if you select another or sign out afterwards. If the cmdlet fails, the state of the job is Failed.',
} as const;

/** The only parameter set of a cmdlet that declares no sets. */
export const allSets = ['__AllParameterSets'] as const;
