import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleForNode, type Bundle } from '../../scripts/bundle.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const output = 'module/generated/engine/module-script.cjs';
const bundleIn = (folder: string): Promise<Bundle> =>
  bundleForNode({ root: folder, entry: 'engine/start/module-script.ts', output, external: [] });

describe('a script’s bundle', () => {
  it('refers to a source map with source paths relative to the bundle', async () => {
    const { text, map } = await bundleIn(root);
    assert.match(text, /\n\/\/# sourceMappingURL=module-script\.cjs\.map\n$/);
    const { sources, sourceRoot, sourcesContent } = JSON.parse(map ?? '') as Record<string, string[]>;
    assert.deepEqual(sources, ['../../../engine/start/module-script.ts']);
    assert.ok(existsSync(join(root, dirname(output), sources[0] ?? '')));
    assert.deepEqual([sourceRoot, sourcesContent], [undefined, undefined]);
  });

  it('is the same when it is built in another folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'az-logints-elsewhere-'));
    try {
      for (const part of ['engine/start', 'tsconfig.json', 'package.json'])
        await cp(join(root, part), join(folder, part), { recursive: true });
      assert.deepEqual(await bundleIn(folder), await bundleIn(root));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
