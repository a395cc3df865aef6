import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { signModule } from '../../scripts/sign.ts';
import { ensurePowerShell } from '../powershell/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const password = 'fake-password-of-the-signer';

describe('signing the module', () => {
  let folder: string;

  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sign-'));
    await cp(join(root, 'module'), join(folder, 'module'), { recursive: true });
    await cp(join(root, 'Az.LoginTs.psd1'), join(folder, 'Az.LoginTs.psd1'));
    const openssl = (...parameters: string[]): unknown =>
      execFileSync('openssl', parameters, { cwd: folder, stdio: 'ignore' });
    const use = ['-subj', '/CN=signer', '-addext', 'extendedKeyUsage=codeSigning'];
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key', '-out', 'cert', ...use);
    const parts = ['-inkey', 'key', '-in', 'cert', '-out', 'signer.pfx'];
    openssl('pkcs12', '-export', ...parts, '-passout', `pass:${password}`);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const sign = (given: string): Promise<string[]> =>
    signModule({ folder, pfx: join(folder, 'signer.pfx'), password: given });

  it('adds a valid signature to each script, and the module still works', async () => {
    const signed = await sign(password);
    const names = signed.map((file) => file.slice(folder.length + 1));
    for (const name of [
      'Az.LoginTs.psd1',
      'module/generated/Az.LoginTs.psm1',
      'module/generated/Az.LoginTs.client.ps1',
      'module/formats/Az.LoginTs.format.ps1xml',
    ])
      assert.ok(names.includes(name), name);
    const main = join(folder, 'module/generated/Az.LoginTs.psm1');
    for (const file of [main, join(folder, 'Az.LoginTs.psd1')])
      execFileSync('osslsigncode', ['verify', '-CAfile', join(folder, 'cert'), '-in', file], {
        stdio: 'ignore',
      });
    const import_ = `Import-Module '${folder}/Az.LoginTs.psd1'; (Get-Command Connect-AzAccount).Source`;
    const output = execFileSync(await ensurePowerShell(), ['-NoProfile', '-Command', import_], {
      encoding: 'utf8',
    });
    assert.equal(output.trim(), 'Az.LoginTs');
  });

  it('is part of packaging if a certificate is given', () => {
    const input = `${password}\n`;
    const options = ['--pfx', join(folder, 'signer.pfx'), '--output', join(folder, 'out')];
    const program = ['--import', 'tsx', join(root, 'scripts/package.ts'), ...options];
    const printed = execFileSync(process.execPath, program, { input, encoding: 'utf8', cwd: root });
    const [, packed = ''] = /^(.*): \d+ files/m.exec(printed) ?? [];
    const [, archive = ''] = /^(.*\.zip)$/m.exec(printed) ?? [];
    const files = unzipSync(new Uint8Array(readFileSync(archive)));
    for (const name of [
      'Az.LoginTs.psd1',
      'Az.LoginTs.psm1',
      'Az.LoginTs.client.ps1',
      'Az.LoginTs.format.ps1xml',
    ]) {
      const file = join(packed, name);
      execFileSync('osslsigncode', ['verify', '-CAfile', join(folder, 'cert'), '-in', file], {
        stdio: 'ignore',
      });
      const inArchive = Object.entries(files).find(
        ([path]) => /^[^/]+\/[^/]+\/[^/]+$/.test(path) && path.endsWith(`/${name}`),
      );
      assert.deepEqual(Buffer.from(inArchive?.[1] ?? []), readFileSync(file), name);
    }
  });

  it('changes nothing if the password is wrong', async () => {
    const before = await readdir(folder, { recursive: true });
    const manifest = await readFile(join(folder, 'Az.LoginTs.psd1'));
    await assert.rejects(sign('wrong'), /Signing failed: .*[Ww]rong password/s);
    assert.deepEqual(await readdir(folder, { recursive: true }), before);
    assert.deepEqual(await readFile(join(folder, 'Az.LoginTs.psd1')), manifest);
  });

  it('fails with what is missing', async () => {
    await assert.rejects(signModule({ folder, password }), /--pfx <file>/);
    await assert.rejects(signModule({ folder, password, thumbprint: 'AB' }), /Use --pfx <file> here/);
    await assert.rejects(
      signModule({ folder: join(folder, 'nothing'), pfx: 'x', password }),
      /no built module/,
    );
  });
});
