// Run by the Node.js that a package brings along: runs the engine as a PowerShell would, and writes what V8 has made of
// its scripts once that ends. So the compiled forms hold the functions that the first command runs, and V8 need not
// compile them at each start.
import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Script } from 'node:vm';
import { scriptLoader } from '../../engine/start/module-script.ts';

const [folder = '', target = ''] = process.argv.slice(2);
// The name of a script goes into its compiled form, so it must not be that of a folder of this machine.
process.chdir(folder);
// What runs now and then is compiled or not by chance.
globalThis.setInterval = ((): object => ({ unref: () => undefined })) as unknown as typeof setInterval;

const scripts = new Map<string, Script>();
const load = scriptLoader({
  folder: '.',
  require: createRequire(resolve('main.cjs')),
  compiled: () => undefined,
  onScript: (name, script) => scripts.set(name, script),
});
process.on('exit', () => {
  for (const file of readdirSync('.')) {
    if (!file.endsWith('.cjs') || file === 'engine.cjs') continue;
    load(`./${file}`);
    const script = scripts.get(`./${file}`);
    if (script !== undefined) writeFileSync(join(target, file), script.createCachedData());
  }
});
load('./main.cjs');
