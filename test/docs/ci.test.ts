// Runs the jobs of docs/ci in the local cloud. The module is installed from its packages, as the gallery would deliver it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { moduleFiles } from '../../scripts/package/module-files.ts';
import { writeFiles } from '../../scripts/package/package-file.ts';
import { thisPlatform } from '../../scripts/package/platforms.ts';
import { runtimeFiles } from '../../scripts/package/runtime-package.ts';
import { startLocalCloud, type CiOptions, type LocalCloud } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { app } from '../support/wire-bench.ts';
import { jobs, type Step } from './ci-recipes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const recipe = (name: string): Promise<string> => readFile(join(root, 'docs/ci', name), 'utf8');

/** The module with Install-PSResource. */
const galleryClient = 'Microsoft.PowerShell.PSResourceGet';

/** The user's folder of modules, which PowerShell searches first. */
const modulesIn = (home: string): string => join(home, '.local/share/powershell/Modules');

/** Plays the gallery: installs by linking to a folder of packages. Refuses what Install-PSResource would refuse. */
const gallery = `function Install-PSResource {
    param([Parameter(Mandatory, Position = 0)][string[]]$Name, [switch]$TrustRepository)
    if (-not $TrustRepository) { throw 'The repository is not trusted, and nobody can be asked.' }
    foreach ($each in $Name) {
        $source = [System.IO.Path]::Combine($env:TEST_FEED, $each)
        if (-not [System.IO.Directory]::Exists($source)) { throw "There is no package $each." }
        $null = [System.IO.Directory]::CreateSymbolicLink([System.IO.Path]::Combine($env:TEST_MODULES, $each), $source)
    }
}`;

describe('the CI jobs in docs/ci', function () {
  this.timeout(300_000);
  let cloud: LocalCloud;
  let folder: string;
  let pwsh: string;

  before(async function () {
    if (process.platform === 'win32') this.skip();
    cloud = await startLocalCloud();
    pwsh = await ensurePowerShell();
    folder = await mkdtemp(join(tmpdir(), 'azlogints-ci-'));
    const { buildId, ...module } = await moduleFiles(root);
    const { version } = module.facts;
    for (const { facts, files } of [module, await runtimeFiles(root, thisPlatform(), { version, buildId })])
      await writeFiles(join(folder, 'feed', facts.id, version), files);
    await mkdir(join(folder, 'gallery'));
    await writeFile(join(folder, 'gallery', `${galleryClient}.psm1`), gallery);
    // The agents of GitHub and Azure Pipelines have Node.js on PATH.
    await mkdir(join(folder, 'bin'));
    await symlink(pwsh, join(folder, 'bin/pwsh'));
  });

  after(async () => {
    // It was skipped.
    if (process.platform === 'win32') return;
    await cloud.stop();
    await rm(folder, { recursive: true, force: true });
  });

  interface Ended {
    readonly code: number;
    readonly output: string;
  }

  /** Runs one program of a job, in the home folder of that job. */
  const runStep = ({ program, args, variables }: Step, home: string): Promise<Ended> => {
    const env = {
      PATH: [join(folder, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
      HOME: home,
      AZ_LOGINTS_CA_FILE: cloud.caFile,
      ...{
        TEST_ARM: cloud.armUrl,
        TEST_FEED: join(folder, 'feed'),
        TEST_MODULES: modulesIn(home),
        NO_COLOR: '1',
      },
      ...variables,
    };
    return new Promise((resolve) => {
      execFile(program, args.map(inLocalCloud), { cwd: home, env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
      });
    });
  };

  /** Runs a job to its end or its first failure. */
  const runJob = async (name: string, options: CiOptions = {}): Promise<Ended> => {
    const home = await mkdtemp(join(folder, 'home-'));
    await mkdir(modulesIn(home), { recursive: true });
    await symlink(join(folder, 'gallery'), join(modulesIn(home), galleryClient));
    const steps = await jobs[name]?.(await recipe(name), cloud, options);
    let output = '';
    for (const step of steps ?? []) {
      const ended = await runStep(step, home);
      output += ended.output;
      if (ended.code !== 0) return { code: ended.code, output };
    }
    return { code: 0, output };
  };

  it('are all shown in docs/ci.md as they are, and all run here', async () => {
    const page = await readFile(join(root, 'docs/ci.md'), 'utf8');
    const files = await readdir(join(root, 'docs/ci'));
    assert.deepEqual([...files].sort(), Object.keys(jobs).sort());
    for (const name of files) assert.ok(page.includes(`\n${await recipe(name)}\`\`\`\n`), name);
  });

  for (const name of Object.keys(jobs)) {
    it(`${name} installs the module and signs in`, async () => {
      const { code, output } = await runJob(name);
      assert.equal(code, 0, output);
      assert.match(output, /Contoso Production/);
      assert.ok(!output.includes(app.secret));
    });

    it(`${name} fails if Entra ID refuses the sign-in`, async () => {
      const { code, output } = await runJob(name, { isTrusted: false });
      assert.notEqual(code, 0, output);
      assert.match(output, /AADSTS7\d+/);
    });
  }
});

/** Signs in to the local cloud, and uses the packages for this machine. */
function inLocalCloud(script: string): string {
  const environment = 'Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:TEST_ARM | Out-Null';
  return script
    .replaceAll('Connect-AzAccount', `${environment}; Connect-AzAccount -Environment LocalCloud`)
    .replaceAll('linux-x64', thisPlatform().id);
}
