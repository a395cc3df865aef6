// Files that a command reads: contexts, configuration, settings, tokens, Az.Accounts' secrets, certificates.
import { readFileSync } from 'node:fs';
import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import forge from 'node-forge';
import { readConfigFile } from '../../engine/config/import-config.ts';
import { readCertificateFile } from '../../engine/signin/app/certificate-file.ts';
import { azureHome } from '../../engine/storage/files/azure-home.ts';
import { parseJson } from '../../engine/storage/files/json-file.ts';
import { decodeText } from '../../engine/storage/files/text-encoding.ts';
import { AzAccountsKeystore } from '../../engine/storage/tokens/az-accounts-keystore.ts';
import { withChanges } from '../../engine/storage/tokens/token-changes.ts';
import {
  entriesFor,
  entriesOf,
  parseEntries,
  withoutAccount,
  withoutAliases,
  withoutClients,
} from '../../engine/storage/tokens/token-entries.ts';
import { issueCertificate } from '../local-cloud/index.ts';
import { InnerEngine } from './inner-engine.ts';
import { nearlyRight, nearlyRightBytes, nearlyRightText } from './inputs.ts';
import { target, type Target } from './run-target.ts';

const fixture = (name: string): unknown =>
  JSON.parse(
    readFileSync(new URL(`../fixtures/az-accounts/${name}`, import.meta.url), 'utf8').replace(/^\uFEFF/, ''),
  );
const contexts = ['several-contexts', 'service-principals', 'custom-environments', 'az-1-with-bom'].map(
  (name) => fixture(`${name}.json`),
);
const settings = ['settings-current-user', 'settings-process'].map((name) => fixture(`${name}.json`));
const configuration = [
  {
    Az: {
      DefaultSubscriptionForLogin: 'x',
      EnableLoginByWam: true,
      CaFile: '/x',
      HttpTimeout: 5,
      Proxy: 'http://p:1',
    },
  },
  { Az: { LoginExperienceV2: 1, Unknown: {} }, 'Connect-AzAccount': { DisplaySurveyMessage: 'false' } },
];

const appId = 'a0000000-0000-4000-8000-0000000d3910';
const keystore = [
  [
    {
      ...{
        keyType: 'ServicePrincipalKey',
        valueType: 'System.Security.SecureString',
        keyStoreValue: '"fake"',
      },
      keyStoreKey: JSON.stringify({ appId, tenantId: 'contoso.example', name: 'ServicePrincipalSecret' }),
    },
  ],
];
const entry = {
  home_account_id: 'u.t',
  client_id: 'c',
  environment: 'e',
  realm: 't',
  secret: 's',
  target: 'x',
};
const cache = [
  {
    Account: { 'u.t-e-t': { ...entry, username: 'alex@contoso.example', local_account_id: 'u' } },
    AccessToken: { a: { ...entry, credential_type: 'AccessToken', expires_on: '1', cached_at: '0' } },
    RefreshToken: { r: { ...entry, credential_type: 'RefreshToken' } },
    IdToken: { i: { ...entry, credential_type: 'IdToken' } },
    AppMetadata: {
      'appmetadata-e-c': { client_id: 'c', environment: 'e' },
      'appmetadata-f-c': { client_id: 'c', environment: 'f', family_id: '1' },
    },
  },
];

/** Writes a file that nobody is writing any more: a fresh one that is not whole is read again for two seconds. */
async function writeOld(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
  await utimes(path, 0, 0);
}

/** A target that writes a file of a home folder and runs the commands that read it. */
function homeTarget(
  home: string,
  name: string,
  documents: readonly unknown[],
  calls: readonly (readonly [cmdlet: string, parameters?: object, parameterSet?: string])[],
): Target {
  return target({
    name: `the file ${name}`,
    inputs: nearlyRight(documents).filter((value) => typeof value === 'object' && value !== null),
    use: async (value) => {
      for (const file of await readdir(home)) await rm(join(home, file), { recursive: true, force: true });
      await writeOld(join(home, name), JSON.stringify(value));
      const engine = new InnerEngine({
        AZ_LOGINTS_HOME: home,
        DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
      });
      try {
        for (const [cmdlet, parameters, set] of calls) await engine.call(cmdlet, parameters, set);
      } finally {
        await engine.stop();
      }
    },
  });
}

/** `home` is a folder that the targets may fill and empty. */
export function fileTargets(home: string): Target[] {
  return [
    homeTarget(home, 'AzureRmContext.json', contexts, [
      ['Get-AzContext', { ListAvailable: true }, 'ListAllContexts'],
      ['Get-AzContext'],
      ['Get-AzEnvironment'],
      ['Rename-AzContext', { SourceName: 'bare', TargetName: 'renamed', Force: true }, 'RenameByName'],
    ]),
    homeTarget(home, 'PSConfig.json', configuration, [
      ['Get-AzConfig'],
      ['Update-AzConfig', { DisplaySurveyMessage: false, Scope: 'CurrentUser' }],
      ['Clear-AzConfig', { DisplaySurveyMessage: true }],
    ]),
    homeTarget(home, 'AzureRmContextSettings.json', settings, [
      ['Get-AzContextAutosaveSetting'],
      ['Enable-AzContextAutosave'],
    ]),
    target({
      name: 'a configuration to import',
      inputs: nearlyRightText(configuration),
      use: async (text) => {
        const path = join(home, 'import.json');
        await writeFile(path, text, { mode: 0o600 });
        await readConfigFile(path);
      },
    }),
    target({
      name: 'the secrets of Az.Accounts',
      inputs: nearlyRightText(keystore),
      use: async (text) => {
        await writeOld(join(home, 'keystore.cache'), text);
        const store = new AzAccountsKeystore(azureHome({ AZ_LOGINTS_HOME: home }));
        await store.get('ServicePrincipalSecret', appId, 'contoso.example');
        await store.remove(AbortSignal.timeout(60_000), appId, 'contoso.example');
      },
    }),
    target({ name: 'a cache of tokens', inputs: nearlyRightText(cache), use: useCache }),
    target({
      name: 'the bytes of a text file',
      inputs: fc.oneof(
        fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
        nearlyRightBytes(contexts.map((one) => Buffer.from(JSON.stringify(one)))),
      ),
      use: (bytes) => parseJson(decodeText(bytes)),
    }),
    certificateTarget(home),
  ];
}

/** Runs every operation on a token cache. */
function useCache(text: string): void {
  const { value } = parseJson(text);
  if (value === undefined) return;
  const account = { username: 'alex@contoso.example', homeAccountId: 'u.t' };
  const entries = value as Parameters<typeof entriesFor>[1];
  const plain = JSON.stringify(value);
  entriesFor({ tenantId: 't', account }, entries);
  entriesFor({ tenantId: undefined, applicationId: 'c' }, entries);
  withoutAliases(entries);
  entriesOf(plain, [account], 'c');
  withoutAccount(plain, account);
  withoutClients(plain, ['c']);
  withChanges({}, entries, entries, true);
  withChanges(entries, {}, entries, false);
  parseEntries(plain);
}

function certificateTarget(home: string): Target {
  const { certificatePem, privateKeyPem } = issueCertificate({ subject: 'fuzzed', days: 30, keyType: 'rsa' });
  const pfx = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(privateKeyPem),
    [forge.pki.certificateFromPem(certificatePem)],
    'fake-password',
    { algorithm: 'aes256', count: 8 },
  );
  const files = [
    Buffer.from(`${privateKeyPem}${certificatePem}`),
    Buffer.from(forge.asn1.toDer(pfx).getBytes(), 'latin1'),
  ];
  return target({
    name: 'a certificate file',
    inputs: nearlyRightBytes(files),
    use: async (bytes) => {
      const path = join(home, 'certificate');
      await writeFile(path, bytes);
      await readCertificateFile(path, 'fake-password');
    },
  });
}
