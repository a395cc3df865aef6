// Starts the engine: main.cjs, which lies beside this script, in the form that a package holds for its own Node.js.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { oldestNode, oldRuntimeExitCode } from '../protocol/engine-environment.ts';
import { compiledPath, moduleScript } from './module-script.ts';

// Nothing else is loaded: an older Node.js would fail somewhere in it, in words that help nobody.
if (Number(process.versions.node.split('.')[0]) < oldestNode) process.exit(oldRuntimeExitCode);

// Node.js starts its inspector at this signal where nobody listens to it, and whoever reaches its port reads every token.
process.on('SIGUSR1', () => undefined);

type ModuleFunction = (
  exports: object,
  require: NodeJS.Require,
  module: object,
  filename: string,
  dirname: string,
) => void;

const main = join(__dirname, 'main.cjs');
const compiled = compiledPath(main);
const require = createRequire(main);
if (existsSync(compiled)) {
  const module = { exports: {} };
  const run = moduleScript(main, { cachedData: readFileSync(compiled) }).runInThisContext() as ModuleFunction;
  run(module.exports, require, module, main, dirname(main));
} else {
  require(main);
}
