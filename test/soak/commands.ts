// What the PowerShells of the soak do, one command after another, and what may go wrong meanwhile.
import type { Fault } from '../local-cloud/index.ts';
import type { SeededRandom } from '../stress/seeded-random.ts';
import type { Account } from '../stress/stress-cloud.ts';
import { contoso } from '../support/wire-bench.ts';

/** One PowerShell and what it has signed in. */
export interface Desk {
  readonly index: number;
  readonly app: Account;
  readonly person: Account;
  /** Contexts by what they are of. */
  readonly signedIn: Set<'app' | 'person'>;
}

export interface SoakCommand {
  readonly name: string;
  readonly script: string;
  /** What is signed in, or out, once it has worked. */
  readonly signsIn?: 'app' | 'person';
  readonly signsOut?: 'app';
  /** The id of the error that it ends with where nothing goes wrong. */
  readonly error?: string;
}

const contextName = ({ index }: Desk, of: 'app' | 'person'): string => `soak-${String(index)}-${of}`;
const credential = ({ id, secret }: Account): string =>
  `([pscredential]::new('${id}', (ConvertTo-SecureString '${secret}' -AsPlainText -Force)))`;

function signIns(desk: Desk): SoakCommand[] {
  const common = `-Environment LocalCloud -Tenant ${contoso} -Force`;
  const person = `-ContextName ${contextName(desk, 'person')} ${common}`;
  return [
    {
      name: 'sign an application in',
      script: `Connect-AzAccount -ServicePrincipal -Credential ${credential(desk.app)} -ContextName ${contextName(desk, 'app')} ${common}`,
      signsIn: 'app',
    },
    {
      name: 'sign a person in with the password',
      script: `Connect-AzAccount -Credential ${credential(desk.person)} ${person}`,
      signsIn: 'person',
    },
    {
      name: 'sign a person in with the browser',
      script: `Connect-AzAccount -UseBrowserAuthentication -AccountId ${desk.person.id} ${person}`,
      signsIn: 'person',
    },
  ];
}

function uses(desk: Desk): SoakCommand[] {
  const [name = ''] = [...desk.signedIn].map((of) => contextName(desk, of));
  const other = `soak-${String(desk.index)}-other`;
  const used: Readonly<Record<string, string>> = {
    'get a token': 'Get-AzAccessToken',
    'renew a token': "Get-AzAccessToken -ResourceUrl 'https://vault.azure.net' -ForceRefresh",
    'list subscriptions': `Get-AzSubscription -TenantId ${contoso}`,
    'list tenants': 'Get-AzTenant',
    'ask a REST API': "Invoke-AzRestMethod -Path '/subscriptions?api-version=2022-12-01'",
    'list contexts': 'Get-AzContext -ListAvailable',
    select: `Select-AzContext -Name ${name}`,
    'set the context': `Set-AzContext -Context (Get-AzContext -Name ${name})`,
    rename: `Rename-AzContext -SourceName ${name} -TargetName ${other} -Force; Rename-AzContext -SourceName ${other} -TargetName ${name} -Force`,
    'change the configuration':
      'Update-AzConfig -DisplayBreakingChangeWarning $false -Scope CurrentUser; Get-AzConfig',
    'list subscriptions in a job': `Get-AzSubscription -TenantId ${contoso} -AsJob | Receive-Job -Wait -AutoRemoveJob`,
    'serve an identity': 'Start-AzIdentityEndpoint; Stop-AzIdentityEndpoint',
    diagnose: 'Test-AzSignIn',
  };
  const isBoth = desk.signedIn.size === 2;
  return [
    ...Object.entries(used).map(([title, script]) => ({
      name: title,
      script: `Select-AzContext -Name ${name}; ${script}`,
    })),
    {
      name: 'select what is not there',
      script: 'Select-AzContext -Name missing',
      error: 'NotFound.Context',
    },
    ...(isBoth
      ? [
          {
            name: 'sign the application out',
            script: `Disconnect-AzAccount -ApplicationId ${desk.app.id} -TenantId ${contoso}`,
            signsOut: 'app',
          } as const,
        ]
      : []),
  ];
}

/** What a PowerShell does next. */
export function nextCommand(desk: Desk, random: SeededRandom): SoakCommand {
  const signs = signIns(desk);
  if (desk.signedIn.size === 0) return random.pick(signs);
  return random.below(6) === 0 ? random.pick(signs) : random.pick(uses(desk));
}

const places = ['/oauth2/v2.0/token', 'openid-configuration', '/subscriptions', '/tenants'];
type Trouble = Fault extends infer One ? (One extends Fault ? Omit<One, 'path'> : never) : never;
const troubles: readonly Trouble[] = [
  { kind: 'latency', milliseconds: 300 },
  { kind: 'throttle', retryAfterSeconds: 1 },
  { kind: 'server-error', status: 500 },
  { kind: 'server-error', status: 503, from: 'gateway' },
  { kind: 'reset' },
  { kind: 'lost-answer' },
  { kind: 'truncate' },
  { kind: 'wrong-json' },
  { kind: 'answer', status: 200, body: '<html>Sign in to the Wi-Fi</html>' },
];

/**
 * What goes wrong during a command; mostly nothing. It strikes once, or, with much time, at each attempt: then commands
 * wait for seconds before the next one, and for half a minute where nothing is answered.
 */
export function nextFault(random: SeededRandom, hasTime: boolean): Fault | undefined {
  if (random.below(6) !== 0) return undefined;
  const path = random.pick(places);
  if (hasTime && random.below(40) === 0) return { kind: 'hang', path, times: 1 };
  const isOnce = !hasTime || random.below(4) !== 0;
  return { ...random.pick(troubles), path, ...(isOnce ? { times: 1 } : {}) };
}

/** Whether a fault may end a command with this error; that of a job is PowerShell's own. */
export function isOfFault(id: string): boolean {
  return /^(?:(?:Network|Throttled|Authentication)\..+|JobStateFailed)$/.test(id);
}
