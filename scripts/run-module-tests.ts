// Runs the module's tests in a PowerShell, with a local cloud beside it: all, or the files and folders given.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { raisedErrorsVariable } from '../test/support/raised-errors.ts';
import forge from 'node-forge';
import { ensurePowerShell } from '../test/powershell-host/build.ts';
import { issueCertificate, startLocalCloud, type LocalCloud } from '../test/local-cloud/index.ts';

/** What the tests of the flows need: a registered certificate, and the variables of places with an identity. */
async function furnish(cloud: LocalCloud, folder: string): Promise<Record<string, unknown>> {
  const { certificatePem, privateKeyPem } = issueCertificate({
    subject: 'contoso-deploy',
    days: 30,
    keyType: 'rsa',
  });
  await writeFile(join(folder, 'deploy.pfx'), pfxOf(privateKeyPem, certificatePem), { mode: 0o600 });
  await writeFile(join(folder, 'deploy.pem'), `${privateKeyPem}${certificatePem}`, { mode: 0o600 });
  const app = cloud.data.apps.find(({ displayName }) => displayName === 'contoso-deploy');
  app?.certificates?.push(certificatePem);
  return {
    folder,
    imds: (await cloud.identity.imds()).variables,
    appService: (await cloud.identity.appService()).variables,
    github: (await cloud.ci.githubActions()).variables,
  };
}

/** With a password for form's sake: the folder is of this run and this user alone. */
function pfxOf(privateKeyPem: string, certificatePem: string): Buffer {
  const certificate = forge.pki.certificateFromPem(certificatePem);
  const container = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(privateKeyPem),
    [certificate],
    'fake-password-of-the-file',
    { algorithm: 'aes256' },
  );
  return Buffer.from(forge.asn1.toDer(container).getBytes(), 'latin1');
}

const pwsh = await ensurePowerShell();
const cloud = await startLocalCloud({ pollingIntervalSeconds: 1 });
const folder = await mkdtemp(join(tmpdir(), 'az-logints-tests-'));
const places = await furnish(cloud, folder);
// .NET on Linux keeps the user's certificates there.
const home = join(folder, 'home');
await mkdir(home);
const runner = 'test/powershell-host/runner/Invoke-Tests.ps1';
const all = ['test/module', 'test/powershell-host/cmdlets', 'test/powershell-host/runner'];
const given = process.argv.slice(2);
const folders = given.length > 0 ? given : all;
// $Error keeps 256 errors where it is not told otherwise, and the tests raise more.
const command = [
  '$MaximumErrorCount = 32768',
  `& ./${runner} ${folders.join(', ')}`,
  '$code = $LASTEXITCODE',
  `if ($env:${raisedErrorsVariable}) { [System.IO.File]::AppendAllLines($env:${raisedErrorsVariable}, [string[]]@($Error.Exception.Data | ForEach-Object { $_['AzLoginTs.Id'] })) }`,
  'exit $code',
].join('; ');
const child = spawn(pwsh, ['-NoProfile', '-NonInteractive', '-Command', command], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    ...process.env,
    HOME: home,
    AZ_LOGINTS_CA_FILE: cloud.caFile,
    AZ_LOGINTS_LOCAL_CLOUD: cloud.armUrl,
    AZ_LOGINTS_TEST_PLACES: JSON.stringify(places),
  },
});
child.once('close', (code) => {
  void Promise.all([cloud.stop(), rm(folder, { recursive: true, force: true })]).then(() =>
    process.exit(code ?? 1),
  );
});
