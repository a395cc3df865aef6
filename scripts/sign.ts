// `npm run sign -- --pfx <file> [--folder <module>] [--timestamp <url>]`, or on Windows `--thumbprint <hash>`: signs the
// module's scripts with Authenticode, for policies that run only signed scripts. The password of the PFX is the first
// line of standard input, never an argument, which other users could read. The engine is JavaScript, which Authenticode
// cannot sign.
import { spawn } from 'node:child_process';
import { copyFile, readdir, rename, rm } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export interface Signing {
  readonly folder: string;
  /** Either this or `thumbprint`. */
  readonly pfx?: string | undefined;
  readonly thumbprint?: string | undefined;
  readonly password: string;
  readonly timestamp?: string | undefined;
}

const signable = new Set(['.ps1', '.psm1', '.psd1', '.ps1xml']);
const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Signs the manifest and every script of the module in a folder. If one fails, none is changed. Returns their paths.
 * @throws Error that says what is missing, or what the signing program said
 */
export async function signModule(signing: Signing): Promise<string[]> {
  const isWindows = process.platform === 'win32';
  if ((signing.pfx === undefined) === (signing.thumbprint === undefined))
    throw new Error('Name the certificate with --pfx <file> or with --thumbprint <hash>, not both.');
  if (signing.thumbprint !== undefined && !isWindows)
    throw new Error('--thumbprint names a certificate in the store of Windows. Use --pfx <file> here.');
  const files = await scriptsOf(signing.folder);
  if (!files.some((file) => file.endsWith('.psm1')))
    throw new Error(`There is no built module in '${signing.folder}'. Run "npm run build" first.`);
  const drafts = files.map((file) => ({ file, draft: file.replace(/(\.\w+)$/, '.signing$1') }));
  try {
    for (const { file, draft } of drafts)
      await (isWindows ? signOnWindows : signElsewhere)(file, draft, signing);
    for (const { file, draft } of drafts) await rename(draft, file);
  } finally {
    await Promise.all(drafts.map(({ draft }) => rm(draft, { force: true })));
  }
  return files;
}

/** Returns the files of the module: in a checkout the manifest and the files below `module`, in a package all files. */
async function scriptsOf(folder: string): Promise<string[]> {
  const below = async (name: string, recursive: boolean): Promise<string[]> => {
    const entries = await readdir(join(folder, name), { recursive, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  };
  const inModule = await below('module', true);
  const all = inModule.length > 0 ? [...(await below('', false)), ...inModule] : await below('', true);
  return all.filter((file) => signable.has(extname(file))).sort();
}

/** Signs with osslsigncode 2.6 or later, which most systems have as a package of that name. */
async function signElsewhere(file: string, draft: string, signing: Signing): Promise<void> {
  const { pfx = '', timestamp, password } = signing;
  const time = timestamp === undefined ? [] : ['-ts', timestamp];
  const parameters = ['sign', '-pkcs12', pfx, '-readpass', '-', '-h', 'sha256', ...time];
  await run('osslsigncode', [...parameters, '-in', file, '-out', draft], `${password}\n`);
}

/** Signs with PowerShell's own cmdlet. The file names follow the password on standard input. */
async function signOnWindows(file: string, draft: string, signing: Signing): Promise<void> {
  const { pfx = '', thumbprint = '', timestamp = '', password } = signing;
  await copyFile(file, draft);
  const script = `$ErrorActionPreference = 'Stop'
$password, $file, $pfx, $thumbprint, $timestamp = foreach ($i in 1..5) { [Console]::In.ReadLine() }
if ($pfx) { $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($pfx, $password) }
else { $certificate = Get-ChildItem Cert:\\CurrentUser\\My, Cert:\\LocalMachine\\My | Where-Object Thumbprint -EQ $thumbprint | Select-Object -First 1 }
if ($null -eq $certificate) { throw 'There is no such certificate in the store.' }
$options = @{ FilePath = $file; Certificate = $certificate; HashAlgorithm = 'SHA256'; IncludeChain = 'NotRoot' }
if ($timestamp) { $options.TimestampServer = $timestamp }
$signature = Set-AuthenticodeSignature @options
if ($null -eq $signature.SignerCertificate) { throw $signature.StatusMessage }`;
  const encoded = Buffer.from(script, 'utf16le').toString('base64');
  const lines = [password, draft, pfx, thumbprint, timestamp].map((line) => `${line}\r\n`).join('');
  const parameters = [
    '-NoProfile',
    '-NonInteractive',
    '-ExecutionPolicy',
    'Bypass',
    '-EncodedCommand',
    encoded,
  ];
  await run('powershell.exe', parameters, lines);
}

function run(command: string, parameters: readonly string[], input: string): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, parameters, { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', (error) => {
      fail(new Error(`Signing needs the program '${command}': ${error.message}.`, { cause: error }));
    });
    child.once('close', (code) => {
      if (code === 0) done();
      else fail(new Error(`Signing failed: ${said.trim()}`));
    });
    // Ignored: a program that ends before it reads reports the reason itself.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Returns the password from the first line of standard input. */
export async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  return '';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { pfx: text, thumbprint: text, folder: text, timestamp: text } });
  try {
    const password = values.pfx === undefined ? '' : await firstLine();
    const signed = await signModule({ ...values, folder: resolve(values.folder ?? root), password });
    process.stdout.write(signed.map((file) => `Signed ${file}\n`).join(''));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
