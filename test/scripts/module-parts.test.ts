import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { emitEntries, emitParts } from '../../scripts/generate/module-parts.ts';
import { readModuleSources } from '../../scripts/generate/module-sources.ts';

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
});
