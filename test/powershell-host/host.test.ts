// The embedded host itself, driven as programs and people drive pwsh. Where a test describes pwsh's behaviour,
// it holds for a full pwsh too; the host is always the embedded one, so that a machine with pwsh tests it as well.
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PowerShell } from 'node-powershell';
import { ensureEmbeddedHost } from './build.ts';

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

describe('the embedded PowerShell', function () {
  this.timeout(240_000);
  let pwsh = '';
  let folder = '';

  before(async () => {
    pwsh = await ensureEmbeddedHost();
    folder = await mkdtemp(join(tmpdir(), 'powershell-host-'));
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  function run(args: string[], input = ''): Outcome {
    const { status, stdout, stderr } = spawnSync(pwsh, ['-NoProfile', ...args], { input, encoding: 'utf8' });
    return { code: status, stdout, stderr };
  }

  describe('exit codes', () => {
    const cases: [string, string, number][] = [
      ['0 after a command that worked', '1', 0],
      ['1 after a command that failed last', 'Get-Item /does/not/exist', 1],
      ['0 when only an earlier command failed', 'Get-Item /does/not/exist; 1', 0],
      ['1 after a terminating error', 'throw "no"', 1],
      ['the number given to exit', 'exit 42', 42],
    ];
    for (const [name, command, code] of cases) {
      it(`are ${name}`, () => {
        assert.equal(run(['-Command', command]).code, code);
      });
    }

    it('come from `exit` in a script given with -File, which gets its arguments', async () => {
      const script = join(folder, 'exit.ps1');
      await writeFile(
        script,
        'param([string] $Name, [switch] $On) "$Name $On $args"; try { exit 3 } finally { "finally" }',
      );
      const { code, stdout } = run(['-File', script, '-Name', 'Ada Lovelace', '-On', 'rest']);
      assert.equal(stdout, 'Ada Lovelace True rest\nfinally\n');
      assert.equal(code, 3);
    });

    it('are 64 for a command line that makes no sense', () => {
      assert.equal(run(['-File', join(folder, 'missing.ps1')]).code, 64);
    });
  });

  describe('streams', () => {
    it('carry errors on standard error and everything else on standard output', () => {
      const { stdout, stderr } = run([
        '-Command',
        'Write-Error broken; Write-Warning careful; Write-Host hello; "out"',
      ]);
      assert.equal(stdout, 'WARNING: careful\nhello\nout\n');
      assert.match(stderr, /^Write-Error: broken/);
    });

    it('are free of escape sequences when redirected', () => {
      const { stdout, stderr } = run([
        '-Command',
        'Write-Host red -ForegroundColor Red; [pscustomobject]@{ a = 1 }; throw "x"',
      ]);
      assert.ok(!(stdout + stderr).includes('\u001b'));
    });

    it('show objects through the default formatting', () => {
      const { stdout } = run([
        '-Command',
        '[pscustomobject]@{ Name = "a"; Value = 1 }, [pscustomobject]@{ Name = "b"; Value = 22 }',
      ]);
      assert.equal(stdout, '\nName Value\n---- -----\na        1\nb       22\n\n');
    });

    it('show the view that a module registers for its type', async () => {
      const view = join(folder, 'view.format.ps1xml');
      await writeFile(view, formatFile);
      const { stdout } = run([
        '-Command',
        `Update-FormatData -PrependPath '${view}'; [pscustomobject]@{ PSTypeName = 'Test.Thing'; Id = 7; Other = 1 }`,
      ]);
      assert.match(stdout, /Thing\s+-+\s+no 7/);
    });

    it('give piped lines to a command that uses $input', () => {
      assert.equal(
        run(['-Command', '$input | ForEach-Object { "got $_" }'], 'a\nb\n').stdout,
        'got a\ngot b\n',
      );
    });
  });

  describe('-Command -', () => {
    it('runs statements from standard input, without prompts, a block ending with an empty line', () => {
      const { code, stdout } = run(['-Command', '-'], '$x = 20\nif ($x) {\n  $x + 1\n}\n\n"end"\n');
      assert.equal(stdout, '21\nend\n');
      assert.equal(code, 0);
    });

    it('ends with the code given to exit', () => {
      assert.equal(run(['-NoExit', '-Command', '-'], 'exit 9\n"never"\n').code, 9);
    });
  });

  it('is driven by node-powershell', async () => {
    process.env['NODE_POWERSHELL'] = pwsh;
    const shell = new PowerShell({ executableOptions: { '-NoProfile': true } });
    try {
      assert.equal((await shell.invoke('$x = 6; $x * 7')).raw, '42');
      await assert.rejects(shell.invoke('Get-Item /does/not/exist'), /Cannot find path/);
      assert.equal((await shell.invoke('"still $x"')).raw, 'still 6');
    } finally {
      delete process.env['NODE_POWERSHELL'];
      await shell.dispose();
    }
  });

  it('refuses to prompt with -NonInteractive', () => {
    const { code, stderr } = run(['-NonInteractive', '-Command', 'Read-Host name']);
    assert.match(stderr, /NonInteractive mode/);
    assert.equal(code, 1);
  });

  it('answers Read-Host from redirected input', () => {
    assert.equal(run(['-Command', '$n = Read-Host; "hello $n"'], 'Ada\n').stdout, 'hello Ada\n');
  });

  it('stops within a second on SIGINT, after the finally blocks, and exits with 1', async () => {
    const child = spawn(pwsh, [
      '-NoProfile',
      '-Command',
      'try { "started"; Start-Sleep 60 } finally { [Console]::Out.WriteLine("cleaned") }; "never"',
    ]);
    const transcript = new Transcript(child);
    await transcript.contains('started');
    const asked = performance.now();
    child.kill('SIGINT');
    assert.equal(await transcript.ended, 1);
    assert.ok(performance.now() - asked < 1000);
    assert.equal(transcript.text, 'started\ncleaned\n');
  });

  it('runs two runspaces of one process, and ForEach-Object -Parallel', () => {
    const own = '$p = [powershell]::Create().AddScript("ConvertTo-Json 1"); $p.Invoke(); $p.Dispose()';
    assert.equal(run(['-Command', own]).stdout, '1\n');
    assert.equal(
      run(['-Command', '1..3 | ForEach-Object -Parallel { $_ * 2 } | Sort-Object']).stdout,
      '2\n4\n6\n',
    );
  });

  it('runs Start-Job in a child of its own kind', () => {
    assert.equal(run(['-Command', 'Start-Job { 40 + 2 } | Receive-Job -Wait']).stdout, '42\n');
  });

  describe('at a terminal', () => {
    let child: ChildProcessWithoutNullStreams;
    let terminal: Transcript;

    beforeEach(async () => {
      child = spawn(
        'script',
        ['--quiet', '--return', '--command', `'${pwsh}' -NoProfile -NoLogo`, '/dev/null'],
        {
          env: { ...process.env, TERM: 'xterm', NO_COLOR: '1' },
          cwd: '/',
        },
      );
      terminal = new Transcript(child);
      await terminal.contains('PS />');
    });

    afterEach(() => {
      child.kill();
    });

    async function type(keys: string, answer: string | RegExp): Promise<void> {
      const seen = terminal.contains(answer);
      child.stdin.write(keys);
      await seen;
    }

    it('prompts, runs what is typed, continues an unfinished block, and exits with the code asked for', async () => {
      await type('6 * 7\r', /^42\r?$/m);
      await type('if ($true) {\r', '>> ');
      await type("'in' + 'side'\r}\r\r", /^inside\r?$/m);
      child.stdin.write('exit 5\r');
      assert.equal(await terminal.ended, 5);
    });

    it('completes at Tab, shows the next match at each further one, and none in an answer', async () => {
      const define =
        "function Get-Sea { param([ValidateSet('Baltic', 'Barents')] $Name) \"the $Name Sea\" }\r";
      await type(define, 'PS />');
      await type('Get-Se\t -Na\t Ba\t\r', /^the Baltic Sea\r?$/m);
      await type('Get-Sea Ba\t\t\r', /^the Barents Sea\r?$/m);
      await type('Get-Sea Ba\u001b[Z\u001b[Z\r', /^the Baltic Sea\r?$/m);
      await type('Get-Sea -Nothing\t\u0015"un" + "changed"\r', /^unchanged\r?$/m);
      await type('"[" + (Read-Host Sea) + "]"\r', 'Sea: ');
      await type('Ba\t\r', /^\[Ba\t\]\r?$/m);
    });

    it('returns to the prompt within a second on Ctrl+C', async () => {
      await type("'run' + 'ning'; Start-Sleep 60; 'never' + 'seen'\r", /^running\r?$/m);
      const asked = performance.now();
      await type('\u0003', 'PS />');
      assert.ok(performance.now() - asked < 1000);
      await type('1 + 1\r', /^2\r?$/m);
      assert.ok(!terminal.text.includes('neverseen'));
    });

    it('asks, hides secrets, and lets Ctrl+C end a question', async () => {
      await type('$n = Read-Host Name\r', 'Name: ');
      await type('Ada\r', 'PS />');
      await type('$s = Read-Host Secret -AsSecureString\r', 'Secret: ');
      await type('pa55\r', '****');
      await type('"$n " + ($s | ConvertFrom-SecureString -AsPlainText).Length\r', /^Ada 4\r?$/m);
      await type('Read-Host Again\r', 'Again: ');
      await type('\u0003', 'PS />');
      assert.ok(!terminal.text.includes('pa55'));
    });

    it('ends when the terminal is gone, also where the signal of that is ignored', async () => {
      const ended = join(folder, 'ended');
      const shell = spawn(
        'script',
        [
          ...['--quiet', '--return', '--command'],
          `trap '' HUP; '${pwsh}' -NoProfile -NoLogo; echo ended > '${ended}'`,
          '/dev/null',
        ],
        { env: { ...process.env, TERM: 'xterm', NO_COLOR: '1' }, cwd: '/' },
      );
      await new Transcript(shell).contains('PS />');
      shell.kill('SIGKILL');
      while (!existsSync(ended)) await delay(50);
    });

    it('offers choices with a default and asks for missing parameters', async () => {
      await type(
        "'chose ' + $Host.UI.PromptForChoice('Delete', 'Sure?', @('&Yes', '&No'), 1)\r",
        'default is "N"): ',
      );
      await type('y\r', /^chose 0\r?$/m);
      await type('function f { param([Parameter(Mandatory)] $Tenant) "tenant=$Tenant" }; f\r', /^Tenant: /m);
      await type('contoso\r', /^tenant=contoso\r?$/m);
    });
  });
});

/** What a child prints, and waits for parts of it. A wait looks only at what came after the last one began. */
class Transcript {
  text = '';
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcessWithoutNullStreams;
  private read = 0;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.child = child;
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      this.text += chunk;
    });
    this.ended = new Promise((resolve) => {
      child.once('close', resolve);
    });
  }

  /** Resolves when the text appears; the test's own time limit ends a wait for text that never comes. */
  contains(wanted: string | RegExp): Promise<void> {
    const start = this.read;
    return new Promise((resolve) => {
      const look = (): void => {
        const rest = this.text.slice(start);
        if (typeof wanted === 'string' ? rest.includes(wanted) : wanted.test(rest)) {
          this.child.stdout.off('data', look);
          this.read = this.text.length;
          resolve();
        }
      };
      this.child.stdout.on('data', look);
      look();
    });
  }
}

const formatFile = `<Configuration><ViewDefinitions><View><Name>thing</Name>
  <ViewSelectedBy><TypeName>Test.Thing</TypeName></ViewSelectedBy>
  <TableControl>
    <TableHeaders><TableColumnHeader><Label>Thing</Label></TableColumnHeader></TableHeaders>
    <TableRowEntries><TableRowEntry><TableColumnItems>
      <TableColumnItem><ScriptBlock>"no $($_.Id)"</ScriptBlock></TableColumnItem>
    </TableColumnItems></TableRowEntry></TableRowEntries>
  </TableControl>
</View></ViewDefinitions></Configuration>`;
