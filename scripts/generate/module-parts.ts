// Divides the functions of module/ into scripts, because PowerShell takes about 1 µs to parse each word of a script, and
// most commands need few of the functions. The import reads none of these scripts.
import type { ModuleSource } from './module-sources.ts';

/** The script that the first command loads. It loads the others when one of their functions is first called. */
export const firstPart = 'client';

/** The functions that a first and a second `Get-AzContext` call. A test says if another part is loaded then. */
export const firstCommand: readonly string[] = [
  ...['Invoke-EngineCmdlet', 'Send-EngineCall', 'New-EngineCall', 'Get-EngineParameter'],
  ...['Get-EngineEnvironment', 'ConvertTo-WireJson', 'ConvertFrom-EngineOutput', 'Test-AzAccountsLoaded'],
  // A loader cannot be dot-sourced in the place of its function.
  ...['Set-EnginePreference', 'Get-EnginePreference'],
  ...['Get-EngineShared', 'Get-EngineConnection', 'New-EngineConnection', 'New-EngineWriter'],
  ...['Open-EngineMailbox', 'Test-EngineAlive', 'Get-EngineEnvironmentText'],
  ...['Send-EngineMessage', 'Send-EngineSecret', 'New-EngineEnvironmentMessage', 'Receive-EngineMessage'],
  ...['Watch-EngineSilence', 'Read-EngineErrorText', 'Start-Engine', 'New-EngineStartInfo'],
  ...['Find-EngineRuntime', 'Find-EnginePackagedRuntime', 'Find-EngineRuntimeIn', 'Get-EngineRuntimeSetting'],
  ...['Find-EngineRuntimeOnPath', 'Get-EnginePlatform'],
];

/** The functions that are called from outside: by the stubs, by Tab, by a job, and by tests that look at the engine. */
const entries: readonly string[] = [
  ...['Invoke-EngineCmdlet', 'Complete-EngineWord', 'Set-EngineJob', 'Get-EngineShared'],
];

/** Returns the file name of a part. It stands beside the psm1, so that $PSScriptRoot is the same in both. */
function fileOf(part: string): string {
  return `Az.LoginTs.${part}.ps1`;
}

/** Returns the functions of the psm1 that load the first script. */
export function emitEntries(sources: readonly ModuleSource[]): string {
  return entries.map((name) => emitLoader(name, firstPart, sources)).join('\n');
}

/**
 * Returns the scripts by file name: the functions of a first command, and the others of each folder. `constants` has the
 * text that comes before the functions of a part.
 */
export function emitParts(
  sources: readonly ModuleSource[],
  constants: Readonly<Record<string, string>>,
): Record<string, string> {
  const missing = firstCommand.filter((name) => !sources.some((source) => source.name === name));
  if (missing.length > 0) throw new Error(`module/ has no function ${missing.join(', ')}.`);
  const names = [...new Set(sources.map((source) => partOf(source, sources)))];
  return Object.fromEntries(
    names.map((part) => [
      fileOf(part),
      [
        '# Written by "npm run build". The sources are in module/.',
        ...(constants[part] === undefined ? [] : [constants[part]]),
        ...(part === firstPart
          ? clientFunctions(sources)
          : sources.filter((source) => partOf(source, sources) === part).map(emitRegion)),
        '',
      ].join('\n\n'),
    ]),
  );
}

/**
 * Returns the functions of the first script and the loaders of the others. Those that are called from outside come last:
 * if Ctrl+C ends the script before, their loaders are still there, and the next command loads all of it.
 */
function clientFunctions(sources: readonly ModuleSource[]): string[] {
  const isEntry = ({ name }: ModuleSource): boolean => name !== undefined && entries.includes(name);
  return [...sources.filter((source) => !isEntry(source)), ...sources.filter(isEntry)].map((source) => {
    const part = partOf(source, sources);
    return source.name === undefined || part === firstPart
      ? emitRegion(source)
      : emitLoader(source.name, part, sources);
  });
}

function partOf({ name, path }: ModuleSource, sources: readonly ModuleSource[]): string {
  if (name === undefined || firstCommand.includes(name) || isDotSourced(name, sources)) return firstPart;
  return path.slice(0, path.indexOf('/'));
}

/** Whether a function sets variables of its caller, which it could not do through a loader. */
function isDotSourced(name: string, sources: readonly ModuleSource[]): boolean {
  return sources.some(({ text }) => new RegExp(`^\\s*\\. ${name}\\b`, 'm').test(text));
}

/** A part is loaded inside a function, so its functions must be put into the module's scope. */
function emitRegion({ path, name, text }: ModuleSource): string {
  const scoped = name === undefined ? text : text.replace(`function ${name}`, `function script:${name}`);
  return `#Region 'module/${path}'\n${scoped}\n#EndRegion`;
}

/**
 * Returns a function that loads a part, which replaces the function, and then calls it. A function that our scripts call
 * with .Invoke() is called in the same way, for the reason that Invoke-EngineCmdlet gives. If the part cannot be loaded, as
 * when the module was deleted meanwhile, the loader must not call itself.
 */
function emitLoader(name: string, part: string, sources: readonly ModuleSource[]): string {
  const isInvoked =
    name === 'Invoke-EngineCmdlet' ||
    sources.some(({ text }) => text.includes(`\${function:${name}}.Invoke(`));
  const call = isInvoked ? `\${function:${name}}.Invoke($args)` : `${name} @args`;
  return `function script:${name} { try { . $PSScriptRoot/${fileOf(part)} } catch { throw }; ${call} }`;
}
