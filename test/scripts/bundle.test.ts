import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleEngine } from '../../scripts/bundle-engine.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const place = 'module/generated/engine';
const bundleIn = (folder: string): ReturnType<typeof bundleEngine> =>
  bundleEngine({ root: folder, folder: place, external: ['@azure/msal-node-extensions', 'keytar'] });

describe('the engine’s scripts', function () {
  this.timeout(120_000);

  it('refer to source maps with source paths relative to the scripts', async () => {
    const { scripts } = await bundleIn(root);
    const sourcesOf = (map: string): string[] => (JSON.parse(map) as { sources: string[] }).sources;
    for (const { name, text, map } of scripts) {
      assert.ok(text.endsWith(`\n//# sourceMappingURL=${name}.map\n`), name);
      const { sourceRoot, sourcesContent } = JSON.parse(map) as Record<string, unknown>;
      assert.deepEqual([sourceRoot, sourcesContent], [undefined, undefined]);
      // What the bundler writes itself has names such as `rest:rest`.
      const missing = sourcesOf(map).filter(
        (source) => !source.includes(':') && !existsSync(join(root, place, source)),
      );
      assert.deepEqual(missing, [], name);
    }
    const main = scripts.find(({ name }) => name === 'main.cjs');
    assert.ok(sourcesOf(main?.map ?? '').includes('../../../engine/main.ts'));
  });

  it('are the same when they are built in another folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'az-logints-elsewhere-'));
    try {
      const here = await bundleIn(root);
      const packages = here.inputs.flatMap(
        (input) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
      );
      for (const part of ['engine', 'tsconfig.json', 'package.json', ...new Set(packages)])
        await cp(join(root, part), join(folder, part), { recursive: true });
      assert.deepEqual(await bundleIn(folder), here);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
