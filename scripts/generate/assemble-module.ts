import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import { emitLanguageGuard } from './emit-language-guard.ts';
import { emitStub } from './emit-stub.ts';
import { emitWireConstants } from './emit-wire-constants.ts';
import { byteOrderMark, readModuleSources } from './module-sources.ts';
import { quoteList } from './powershell-syntax.ts';

/**
 * Returns the module's script: the check of the language mode, the files of module/ in regions named by their source,
 * the constants of the wire protocol, then the stubs.
 */
export async function assembleModule(
  moduleFolder: string,
  cmdlets: readonly Cmdlet[],
  facts: { buildId: string; version: string; helpFile: string },
): Promise<string> {
  const sources = await readModuleSources(moduleFolder);
  const regions = sources.map(({ path, text }) => `#Region 'module/${path}'\n${text}\n#EndRegion`);
  const aliases = cmdlets.flatMap((cmdlet) => cmdlet.declaration.aliases ?? []);
  return (
    byteOrderMark +
    [
      '# Written by "npm run build". The sources are in module/ and engine/cmdlets/.',
      emitLanguageGuard(),
      ...regions,
      emitWireConstants(facts.buildId, facts.version, cmdlets),
      ...cmdlets.map((cmdlet) => emitStub(cmdlet, facts.helpFile)),
      `Export-ModuleMember -Function @(${quoteList(cmdlets.map((cmdlet) => cmdlet.name))}) -Alias @(${quoteList(aliases)})`,
      '',
    ].join('\n\n')
  );
}
