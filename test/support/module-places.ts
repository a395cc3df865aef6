// What the module's tests need: a local cloud with an application that has a certificate, and CI jobs and machines in
// which programs have an identity.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';
import { issueCertificate, startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { app, contoso } from './wire-bench.ts';

export interface ModulePlaces {
  readonly cloud: LocalCloud;
  /** The folder of the certificate's files and an empty home. */
  readonly folder: string;
  /** The environment variables that test/module/*.Tests.ps1 read. */
  readonly variables: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** `pathOf` converts a path of this machine to the one that PowerShell uses. */
export async function startModulePlaces(pathOf = (path: string): string => path): Promise<ModulePlaces> {
  const cloud = await startLocalCloud({ pollingIntervalSeconds: 1 });
  const folder = await mkdtemp(join(tmpdir(), 'az-logints-tests-'));
  await writeCertificate(cloud, folder);
  const places = {
    folder: pathOf(folder),
    imds: (await cloud.identity.imds()).variables,
    appService: (await cloud.identity.appService()).variables,
    github: (await cloud.ci.githubActions()).variables,
    application: { AZURE_CLIENT_ID: app.userName, AZURE_TENANT_ID: contoso, AZURE_CLIENT_SECRET: app.secret },
  };
  // .NET on Linux stores the user's certificates there.
  const home = join(folder, 'home');
  await mkdir(home);
  return {
    cloud,
    folder,
    variables: {
      HOME: home,
      AZ_LOGINTS_CA_FILE: pathOf(cloud.caFile),
      AZ_LOGINTS_LOCAL_CLOUD: cloud.armUrl,
      AZ_LOGINTS_TEST_PLACES: JSON.stringify(places),
    },
    stop: async () => {
      await cloud.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes a certificate of the application as a PFX and as a PEM file. */
async function writeCertificate(cloud: LocalCloud, folder: string): Promise<void> {
  const { certificatePem, privateKeyPem } = issueCertificate({
    subject: 'contoso-deploy',
    days: 30,
    keyType: 'rsa',
  });
  await writeFile(join(folder, 'deploy.pfx'), pfxOf(privateKeyPem, certificatePem), { mode: 0o600 });
  await writeFile(join(folder, 'deploy.pem'), `${privateKeyPem}${certificatePem}`, { mode: 0o600 });
  const app = cloud.data.apps.find(({ displayName }) => displayName === 'contoso-deploy');
  app?.certificates?.push(certificatePem);
}

/** The password protects nothing real: only this run and this user can read the folder. */
function pfxOf(privateKeyPem: string, certificatePem: string): Buffer {
  const container = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(privateKeyPem),
    [forge.pki.certificateFromPem(certificatePem)],
    'fake-password-of-the-file',
    { algorithm: 'aes256' },
  );
  return Buffer.from(forge.asn1.toDer(container).getBytes(), 'latin1');
}
