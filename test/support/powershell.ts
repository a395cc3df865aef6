// The module in a new PowerShell, with a new home and a local cloud.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LocalCloud } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { app, contoso } from './wire-bench.ts';

export const manifest = fileURLToPath(new URL('../../Az.LoginTs.psd1', import.meta.url));

/** Imports the module, and adds the local cloud. */
export const importModule = `
$ErrorActionPreference = 'Stop'
Import-Module '${manifest}'
$null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:TEST_ARM`;

/** Signs in the application, which has two subscriptions. */
export const connectApp = `
$credential = [pscredential]::new('${app.userName}', (ConvertTo-SecureString '${app.secret}' -AsPlainText -Force))
$null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $credential -Tenant ${contoso} -WarningAction SilentlyContinue`;

export interface PowerShellRun {
  readonly output: string;
  readonly errors: string;
}

/** The environment variables of a PowerShell that uses the folder as its home and the local cloud as its Azure. */
export function variablesFor(cloud: LocalCloud, home: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOME: home,
    AZ_LOGINTS_HOME: join(home, '.Azure'),
    AZ_LOGINTS_CA_FILE: cloud.caFile,
    TEST_ARM: cloud.armUrl,
  };
}

/**
 * Runs a script in a new PowerShell and returns its output.
 * @throws Error if PowerShell exits with a code other than 0
 */
export async function runPowerShell(
  script: string,
  cloud: LocalCloud,
  variables: Readonly<Record<string, string>> = {},
): Promise<PowerShellRun> {
  const home = await mkdtemp(join(tmpdir(), 'azlogints-'));
  try {
    const { stdout, stderr } = await promisify(execFile)(
      await ensurePowerShell(),
      ['-NoProfile', '-NonInteractive', '-Command', script],
      { env: { ...variablesFor(cloud, home), ...variables }, maxBuffer: 64 * 1024 * 1024 },
    );
    return { output: stdout, errors: stderr };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
