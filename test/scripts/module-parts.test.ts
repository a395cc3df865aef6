import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { emitEntries, emitParts, firstCommand } from '../../scripts/generate/module-parts.ts';
import { readModuleSources, type ModuleSource } from '../../scripts/generate/module-sources.ts';

describe('the script that the first command loads', () => {
  it('defines the functions that load it last, so that it is loaded again after Ctrl+C', async () => {
    const sources = await readModuleSources(fileURLToPath(new URL('../../module', import.meta.url)));
    const defined = (text = ''): string[] =>
      [...text.matchAll(/^function (?:script:)?([\w-]+)/gm)].map(([, name]) => name ?? '');
    const entries = defined(emitEntries(sources)).sort();
    assert.ok(entries.length > 1);
    const inClient = defined(emitParts(sources, {})['Az.LoginTs.client.ps1']);
    assert.deepEqual(inClient.slice(-entries.length).sort(), entries);
  });

  it('has each function that sets variables of its caller, which a loader would keep from it', () => {
    const source = (name: string, text: string): ModuleSource => ({
      path: `rare/${name}.ps1`,
      name,
      text: `function ${name} {\n    ${text}\n}`,
    });
    const needed = source('Set-Sign', '$sign = 1');
    const others = firstCommand.map((name) => source(name, '1'));
    const clientWith = (text: string): string =>
      emitParts([...others, needed, source('Get-Sign', text)], {})['Az.LoginTs.client.ps1'] ?? '';
    assert.match(clientWith('. Set-Sign'), /function script:Set-Sign \{\n/);
    assert.match(clientWith('Set-Sign'), /function script:Set-Sign \{ try \{ \. /);
  });
});
