import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import { emitLanguageGuard } from './emit-language-guard.ts';
import { emitStub } from './emit-stub.ts';
import { emitFailures, emitWireConstants } from './emit-wire-constants.ts';
import { emitEntries, emitParts, firstPart } from './module-parts.ts';
import { byteOrderMark, readModuleSources } from './module-sources.ts';

/**
 * Returns the module's scripts by file name. The psm1, which the import reads, has the check of the language mode and the
 * stubs. The others have the functions of module/, in regions named by their source, and the constants of the wire
 * protocol; commands load them.
 */
export async function assembleModule(
  moduleFolder: string,
  cmdlets: readonly Cmdlet[],
  facts: { buildId: string; version: string; helpFile: string },
): Promise<Record<string, string>> {
  const sources = await readModuleSources(moduleFolder);
  const constants = {
    [firstPart]: emitWireConstants(facts.buildId, facts.version, cmdlets),
    errors: emitFailures(),
  };
  const root = [
    '# Written by "npm run build". The sources are in engine/cmdlets/.',
    emitLanguageGuard(),
    emitEntries(sources),
    ...cmdlets.map((cmdlet) => emitStub(cmdlet, facts.helpFile)),
    '',
  ].join('\n\n');
  const scripts = { 'Az.LoginTs.psm1': root, ...emitParts(sources, constants) };
  return Object.fromEntries(Object.entries(scripts).map(([name, text]) => [name, byteOrderMark + text]));
}
