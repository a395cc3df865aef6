// One PowerShell that runs all examples with a local cloud, and a person who signs in when a sign-in is requested.
import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  approveDeviceCode,
  issueCertificate,
  signInAtAuthorizeUrl,
  type LocalCloud,
} from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { alex, app, contoso } from '../support/wire-bench.ts';
import type { PlannedExample, Places } from './plan.ts';

export interface ExampleResult {
  readonly number: number;
  readonly shown?: string;
  readonly problem?: string;
}

/** Replaces the addresses and IDs in examples by those of the local cloud. */
export function inLocalCloud(cloud: LocalCloud): (text: string) => string {
  const arm = cloud.armUrl.replace(/\/$/, '');
  return (text) =>
    text
      .replaceAll('00000000-0000-0000-0000-000000000000', app.userName)
      .replaceAll('https://management.local.azurestack.external', arm)
      .replaceAll('https://management.azure.com', arm)
      .replaceAll('https://management.site.example/metadata', `${arm}/metadata`);
}

/** The environment variables of the CI jobs and machines in which examples run. */
export async function startPlaces(cloud: LocalCloud): Promise<Places> {
  return {
    github: (await cloud.ci.githubActions()).variables,
    imds: (await cloud.identity.imds()).variables,
    application: { AZURE_CLIENT_ID: app.userName, AZURE_TENANT_ID: contoso, AZURE_CLIENT_SECRET: app.secret },
    // A browser that does nothing: the person reads the address from the output.
    browser: { BROWSER: `"${process.execPath}" -e 0` },
  };
}

/** Runs the examples and returns the result of each. */
export async function runExamples(
  cloud: LocalCloud,
  examples: readonly PlannedExample[],
): Promise<ExampleResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'azlogints-examples-'));
  try {
    const certificatePassword = 'fake-password-of-the-certificate';
    await writeCertificate(cloud, folder, certificatePassword);
    const plan = {
      folder,
      modules: await installModule(folder),
      armUrl: cloud.armUrl,
      application: { id: app.userName, secret: app.secret },
      certificatePassword,
      examples: examples.map(({ number, code, signedIn, before, variables }) => ({
        number,
        code,
        signedIn,
        before,
        variables,
      })),
    };
    const [planFile, resultFile] = [join(folder, 'plan.json'), join(folder, 'results.json')];
    await writeFile(planFile, JSON.stringify(plan));
    const output = await runPowerShell(cloud, [planFile, resultFile]);
    return JSON.parse(
      await readFile(resultFile, 'utf8').catch(() => {
        throw new Error(`The PowerShell ended early:\n${output}`);
      }),
    ) as ExampleResult[];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Creates a folder of modules that contains ours as if installed, so that jobs find it by its name. */
async function installModule(folder: string): Promise<string> {
  const modules = join(folder, 'modules');
  await mkdir(modules);
  const checkout = fileURLToPath(new URL('../..', import.meta.url));
  await symlink(checkout, join(modules, 'Az.LoginTs'), 'junction');
  return modules;
}

/** Writes a certificate of the application as a PFX file. */
async function writeCertificate(cloud: LocalCloud, folder: string, password: string): Promise<void> {
  const issued = issueCertificate({ subject: 'contoso-deploy', days: 30, keyType: 'rsa' });
  cloud.data.apps
    .find(({ clientId }) => clientId === app.userName)
    ?.certificates?.push(issued.certificatePem);
  const pem = join(folder, 'deploy.pem');
  await writeFile(pem, `${issued.privateKeyPem}${issued.certificatePem}`);
  const options = ['-in', pem, '-out', join(folder, 'deploy.pfx'), '-passout', `pass:${password}`];
  execFileSync('openssl', ['pkcs12', '-export', ...options]);
}

/** Returns everything that was printed. */
async function runPowerShell(cloud: LocalCloud, args: readonly string[]): Promise<string> {
  const script = fileURLToPath(new URL('run-examples.ps1', import.meta.url));
  const shell = spawn(await ensurePowerShell(), ['-NoProfile', '-NonInteractive', '-File', script, ...args], {
    env: {
      ...process.env,
      AZ_LOGINTS_CA_FILE: cloud.caFile,
      SSL_CERT_FILE: cloud.caFile,
      NO_COLOR: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const person = watchForSignIn(cloud);
  let output = '';
  const read = (text: string): void => {
    output += text;
    person(text);
  };
  shell.stdout.setEncoding('utf8').on('data', read);
  shell.stderr.setEncoding('utf8').on('data', read);
  return new Promise((resolve, reject) => {
    shell.once('error', reject);
    shell.once('close', () => {
      resolve(output);
    });
  });
}

/** Acts as Alex, who opens the address or enters the code as soon as it is printed. */
function watchForSignIn(cloud: LocalCloud): (text: string) => void {
  // A claims challenge also requires the second factor.
  const person = { ...alex, mfaCode: '246810' };
  let seen = '';
  return (text) => {
    seen += text;
    // The output arrives in pieces; the text after a code or address shows that it is complete.
    const code = /enter the code (\S+) to authenticate/.exec(seen)?.[1];
    const address = /(https:\/\/localhost\S+authorize\?\S+)\s/.exec(seen)?.[1];
    if (code === undefined && address === undefined) return;
    seen = '';
    if (code !== undefined) void approveDeviceCode(cloud, code, person);
    if (address !== undefined)
      void signInAtAuthorizeUrl(address, person, cloud).then((answer) => fetch(answer));
  };
}
