// Starts the engine, main.cjs in the same folder. If its compiled form is beside this Node.js, runs that.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { oldestNode, oldRuntimeExitCode } from '../protocol/engine-environment.ts';
import { buildId } from '../protocol/version.ts';
import { compiledName, moduleScript } from './module-script.ts';

// Load nothing else before this check: an older Node.js would fail with an unclear error.
if (Number(process.versions.node.split('.')[0]) < oldestNode) process.exit(oldRuntimeExitCode);

// Without a listener, Node.js starts its inspector on this signal, and anyone who can reach its port can read every
// token.
process.on('SIGUSR1', () => undefined);

type ModuleFunction = (
  exports: object,
  require: NodeJS.Require,
  module: object,
  filename: string,
  dirname: string,
) => void;

const main = join(__dirname, 'main.cjs');
const compiled = join(dirname(process.execPath), compiledName(buildId));
const require = createRequire(main);
if (existsSync(compiled)) {
  const module = { exports: {} };
  const run = moduleScript(main, { cachedData: readFileSync(compiled) }).runInThisContext() as ModuleFunction;
  run(module.exports, require, module, main, dirname(main));
} else {
  require(main);
}
