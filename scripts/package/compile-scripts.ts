// Runs in the Node.js of a package. It runs the engine as PowerShell would, and writes the compiled forms of the scripts
// when the engine ends. So they contain the functions that the first command runs, and V8 does not compile these at each
// start.
import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Script } from 'node:vm';
import { scriptLoader } from '../../engine/start/module-script.ts';

const [folder = '', target = ''] = process.argv.slice(2);
// The path of a script goes into its compiled form, so it must be the same on every machine.
process.chdir(folder);
// Whether V8 compiles a function further, or drops what it compiled, depends on how fast the machine is, and the compiled
// form says it of each function. V8 refuses a compiled form made with other flags than its own, so they are put back.
const flags = ['sparkplug', 'maglev', 'opt', 'flush-bytecode'];
for (const flag of flags) setFlagsFromString(`--no-${flag}`);
// Whether a timer's function has run, and is compiled, would depend on how fast the machine is.
globalThis.setInterval = ((): object => ({ unref: () => undefined })) as unknown as typeof setInterval;

const scripts = new Map<string, Script>();
const load = scriptLoader({
  folder: '.',
  require: createRequire(resolve('main.cjs')),
  compiled: () => undefined,
  onScript: (name, script) => scripts.set(name, script),
});
process.on('exit', () => {
  for (const file of readdirSync('.').sort()) {
    if (file.endsWith('.cjs') && file !== 'engine.cjs') load(`./${file}`);
  }
  for (const flag of flags) setFlagsFromString(`--${flag}`);
  for (const [name, script] of scripts) writeFileSync(join(target, name), script.createCachedData());
});
load('./main.cjs');
