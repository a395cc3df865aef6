// Every cmdlet by name. Each is loaded when it is called, so that a command does not load the others.
import type { Cmdlet } from '../declaration/define-cmdlet.ts';

const loaders: Readonly<Record<string, () => Promise<{ cmdlet: Cmdlet }>>> = {
  'Add-AzEnvironment': () => import('./add-az-environment.ts'),
  'Clear-AzConfig': () => import('./clear-az-config.ts'),
  'Clear-AzContext': () => import('./clear-az-context.ts'),
  'Clear-AzDefault': () => import('./clear-az-default.ts'),
  'Connect-AzAccount': () => import('./connect-az-account.ts'),
  'Disable-AzContextAutosave': () => import('./disable-az-context-autosave.ts'),
  'Disable-AzDataCollection': () => import('./disable-az-data-collection.ts'),
  'Disconnect-AzAccount': () => import('./disconnect-az-account.ts'),
  'Enable-AzContextAutosave': () => import('./enable-az-context-autosave.ts'),
  'Enable-AzDataCollection': () => import('./enable-az-data-collection.ts'),
  'Export-AzConfig': () => import('./export-az-config.ts'),
  'Get-AzAccessToken': () => import('./get-az-access-token.ts'),
  'Get-AzConfig': () => import('./get-az-config.ts'),
  'Get-AzContext': () => import('./get-az-context.ts'),
  'Get-AzContextAutosaveSetting': () => import('./get-az-context-autosave-setting.ts'),
  'Get-AzDefault': () => import('./get-az-default.ts'),
  'Get-AzEnvironment': () => import('./get-az-environment.ts'),
  'Get-AzSubscription': () => import('./get-az-subscription.ts'),
  'Get-AzTenant': () => import('./get-az-tenant.ts'),
  'Import-AzConfig': () => import('./import-az-config.ts'),
  'Import-AzContext': () => import('./import-az-context.ts'),
  'Invoke-AzRestMethod': () => import('./invoke-az-rest-method.ts'),
  'Remove-AzContext': () => import('./remove-az-context.ts'),
  'Remove-AzEnvironment': () => import('./remove-az-environment.ts'),
  'Rename-AzContext': () => import('./rename-az-context.ts'),
  'Resolve-AzError': () => import('./resolve-az-error.ts'),
  'Save-AzContext': () => import('./save-az-context.ts'),
  'Select-AzContext': () => import('./select-az-context.ts'),
  'Set-AzContext': () => import('./set-az-context.ts'),
  'Set-AzDefault': () => import('./set-az-default.ts'),
  'Set-AzEnvironment': () => import('./set-az-environment.ts'),
  'Start-AzIdentityEndpoint': () => import('./start-az-identity-endpoint.ts'),
  'Stop-AzIdentityEndpoint': () => import('./stop-az-identity-endpoint.ts'),
  'Test-AzSignIn': () => import('./test-az-sign-in.ts'),
  'Update-AzConfig': () => import('./update-az-config.ts'),
};

/** Returns the cmdlet of that name, or undefined. */
export async function findCmdlet(name: string): Promise<Cmdlet | undefined> {
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  return load === undefined ? undefined : (await load()).cmdlet;
}

/** Returns all cmdlets, sorted by name, for the build. */
export async function allCmdlets(): Promise<Cmdlet[]> {
  return Promise.all(Object.values(loaders).map(async (load) => (await load()).cmdlet));
}
