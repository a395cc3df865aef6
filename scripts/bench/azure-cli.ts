// Measures the Azure CLI, if it is on PATH.
import { spawnSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { app, contoso } from '../../test/local-cloud/index.ts';
import type { Finished, Stage } from './stage.ts';

export interface AzureCli {
  readonly version: string;
  /** Signs in with a new configuration folder. Returns that folder. */
  signIn(): Promise<Finished & { readonly home: string }>;
  getToken(home: string): Promise<Finished>;
}

/** Returns the Azure CLI, or undefined if there is none. */
export async function azureCli(stage: Stage): Promise<AzureCli | undefined> {
  const found = spawnSync('az', ['version', '--output', 'json'], { encoding: 'utf8' });
  if (found.status !== 0) return undefined;
  const { 'azure-cli': version } = JSON.parse(found.stdout) as { 'azure-cli': string };
  // The first command of all creates the index of commands, which is not part of a sign-in.
  const prepared = await stage.newFolder();
  await stage.run('az', ['cloud', 'list'], { home: prepared });
  const secret = ['--username', app.userName, '--password', app.secret, '--tenant', contoso];
  return {
    version,
    async signIn() {
      const home = await stage.newFolder();
      await cp(join(prepared, 'azure-cli'), join(home, 'azure-cli'), { recursive: true });
      const finished = await stage.run('az', ['login', '--service-principal', ...secret], { home });
      return { ...finished, home };
    },
    getToken: (home) => stage.run('az', ['account', 'get-access-token'], { home }),
  };
}

export const withoutAzureCli = '`az` is not on PATH';
