import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allCmdlets } from '../../engine/cmdlets/index.ts';
import { emitManifest } from '../../scripts/generate/emit-manifest.ts';
import { moduleFiles, type ModulePackage } from '../../scripts/package/module-files.ts';
import { disagreements } from '../../scripts/release/one-version.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = ['README.md', 'CHANGELOG.md', 'Az.LoginTs.psd1'] as const;

describe('a release', function () {
  this.timeout(120_000);
  let folder: string;
  let module: ModulePackage;

  before(async () => {
    module = await moduleFiles(root);
    folder = await mkdtemp(join(tmpdir(), 'az-logints-release-'));
  });

  beforeEach(() => Promise.all(pages.map((name) => cp(join(root, name), join(folder, name)))));

  after(() => rm(folder, { recursive: true, force: true }));

  const found = (isDryRun = true, packed = module): Promise<string[]> =>
    disagreements(folder, packed, { isDryRun });

  it('has one version in its pages and packages', async () => {
    assert.deepEqual(await found(), []);
  });

  for (const name of pages)
    it(`is rejected if ${name} contains another version`, async () => {
      const text = await readFile(join(folder, name), 'utf8');
      await writeFile(join(folder, name), text.replaceAll(module.facts.version, '9.9.9'));
      const problems = await found();
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.ok(problems[0]?.includes(name));
    });

  it('is rejected if its changelog section has no date', async () => {
    const path = join(folder, 'CHANGELOG.md');
    const heading = `## [${module.facts.version}] - `;
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(new RegExp(`^## \\[.*?\\] - .*$`, 'm'), `${heading}Unreleased`));
    assert.match((await found(false)).join(), /has no date/);
    await writeFile(path, text.replace(new RegExp(`^## \\[.*?\\] - .*$`, 'm'), `${heading}2030-01-31`));
    assert.deepEqual(await found(false), []);
  });

  it('is rejected if the .nuspec has a tag that the manifest does not have', async () => {
    const facts = { ...module.facts, tags: [...module.facts.tags, 'Elsewhere'] };
    assert.match((await found(true, { ...module, facts })).join(), /Elsewhere/);
  });

  it('has the addresses that follow from homepage of package.json, in the manifest and in the .nuspec', async () => {
    const homepage = 'https://example.org/az-logints';
    const facts = { ...module.facts, homepage };
    // The packed manifest was made without it.
    assert.match((await found(true, { ...module, facts })).join(), /another ProjectUri, ReleaseNotes/);
    const { version, description } = facts;
    const parts = { rootModule: 'Az.LoginTs.psm1', formats: 'f.ps1xml', types: 't.ps1xml' };
    const manifest = emitManifest(await allCmdlets(), { version, description, homepage, ...parts });
    assert.match(manifest, /ProjectUri = 'https:\/\/example\.org\/az-logints'/);
    const files = module.files.map((file) =>
      file.path === 'Az.LoginTs.psd1' ? { ...file, content: Buffer.from(manifest) } : file,
    );
    assert.deepEqual(await found(true, { facts, files }), []);
  });
});
