// Runs the commands of docs/other-tools.md. curl is real; the other programs are stand-ins that record what they got.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { connectApp, importModule, runPowerShell } from '../support/powershell.ts';

const page = fileURLToPath(new URL('../../docs/other-tools.md', import.meta.url));
/** The application of AKS, for which the local cloud has no service. */
const aks = '6dae42f8-4368-4678-94ff-3960e28e3630';
const curl = '/usr/bin/curl';
const vault = 'https://vault.azure.net';

interface Started {
  readonly program: string;
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly input: string;
}

/** Records how it was started. Standard input is read only where an argument says that it is used. */
const standIn = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const { basename } = require('node:path');
const args = process.argv.slice(2);
const input = args.some((one) => one === '--password-stdin' || one === '-') ? readFileSync(0, 'utf8') : '';
const started = { program: basename(process.argv[1]), args, variables: process.env, input };
appendFileSync(process.env.TEST_STARTED, JSON.stringify(started) + '\\n');
if (started.program === 'curl')
  require('node:child_process').spawnSync(process.env.TEST_CURL, args, { input, stdio: ['pipe', 'inherit', 'inherit'] });
`;

describe('the commands for other tools', function () {
  this.timeout(180_000);
  let cloud: LocalCloud;
  let folder: string;

  before(async function () {
    if (process.platform === 'win32') this.skip();
    cloud = await startLocalCloud();
    folder = await mkdtemp(join(tmpdir(), 'azlogints-tools-'));
    await mkdir(join(folder, 'bin'));
    for (const name of ['curl', 'terraform', 'kubelogin', 'kubectl', 'docker'])
      await writeFile(join(folder, 'bin', name), standIn, { mode: 0o755 });
  });

  after(async () => {
    // It was skipped.
    if (process.platform === 'win32') return;
    await cloud.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs the commands below a heading, signed in, and returns what they printed and which programs they started. */
  const run = async (heading: string, change: (text: string) => string = (text) => text): Promise<Ran> => {
    const text = await readFile(page, 'utf8');
    const [, section = ''] = text.split(`\n## ${heading}\n`);
    const [own = ''] = section.split('\n## ');
    const code = [...own.matchAll(/```powershell\n(.*?)```/gs)].map(([, block]) => block).join('\n');
    assert.notEqual(code, '');
    const here = code
      .replaceAll('https://management.azure.com', cloud.armUrl.replace(/\/$/, ''))
      .replaceAll(aks, vault);
    const file = join(folder, `started-${heading}`);
    await writeFile(file, '');
    const ending = '\n"token: $((Get-AzAccessToken -AsPlainText).Token)"';
    const { output } = await runPowerShell(importModule + connectApp + '\n' + change(here) + ending, cloud, {
      PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter),
      TEST_STARTED: file,
      TEST_CURL: curl,
      CURL_CA_BUNDLE: cloud.caFile,
    });
    const [printed = '', token = ''] = output.split(/^token: /m);
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
    const started = lines.map((line) => JSON.parse(line) as Started);
    for (const { args } of started) assert.doesNotMatch(args.join(' '), /eyJ/);
    return { printed, token: token.trim(), started };
  };

  interface Ran {
    readonly printed: string;
    readonly token: string;
    readonly started: readonly Started[];
  }

  it('let the real curl call Azure Resource Manager, with the token on standard input', async function () {
    if (!existsSync(curl)) this.skip();
    const { printed, token, started } = await run('curl');
    assert.match(printed, /tenantId/);
    assert.ok(started[0]?.input.includes(`Bearer ${token}`));
  });

  it('give a token to a program in an environment variable', async () => {
    const { token, started } = await run('An environment variable', (code) => `${code}\nkubectl version`);
    assert.equal(started[0]?.variables.ARM_ACCESS_TOKEN, token);
  });

  it('give Terraform the endpoint and the subscription', async () => {
    const { started } = await run('Terraform');
    const [terraform] = started;
    assert.deepEqual(terraform?.args, ['plan']);
    const { variables } = terraform;
    assert.equal(variables.ARM_MSI_ENDPOINT, variables.IDENTITY_ENDPOINT);
    assert.match(variables.ARM_MSI_ENDPOINT ?? '', /^http:\/\/127\.0\.0\.1:/);
    assert.match(variables.IDENTITY_HEADER ?? '', /^[0-9a-f]{64}$/);
    assert.match(variables.ARM_SUBSCRIPTION_ID ?? '', /^[0-9a-f-]{36}$/);
  });

  it('give kubelogin the endpoint, and print a credential for kubectl', async () => {
    const { printed, started } = await run('kubectl');
    assert.deepEqual(
      started.map(({ program, args }) => [program, ...args].join(' ')),
      ['kubelogin convert-kubeconfig --login msi', 'kubectl get nodes'],
    );
    assert.match(started[1]?.variables.IDENTITY_ENDPOINT ?? '', /^http:/);
    const credential = JSON.parse(printed) as {
      kind: string;
      status: { token: string; expirationTimestamp: string };
    };
    assert.equal(credential.kind, 'ExecCredential');
    assert.match(credential.status.token, /^eyJ/);
    assert.ok(Date.parse(credential.status.expirationTimestamp) > Date.now());
  });

  it('give Docker the token of the registry on standard input', async () => {
    let form = '';
    const registry = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (part: string) => (form += part));
      request.on('end', () => response.end('{"refresh_token":"token-of-the-registry"}'));
      response.setHeader('content-type', 'application/json');
    }).listen(0, '127.0.0.1');
    await once(registry, 'listening');
    try {
      const { port } = registry.address() as AddressInfo;
      const address = `http://127.0.0.1:${String(port)}`;
      const { token, started } = await run('Docker', (code) => code.replace('https://$registry', address));
      assert.equal(new URLSearchParams(form).get('access_token'), token);
      assert.equal(started[0]?.input.trim(), 'token-of-the-registry');
    } finally {
      registry.close();
    }
  });
});
