// Starts the engine: main.cjs in the same folder, and the scripts that it loads later. If the compiled form of a script
// is beside this Node.js, runs that.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { oldestNode, oldRuntimeExitCode } from '../protocol/engine-environment.ts';
import { buildId } from '../protocol/version.ts';
import { compiledName, scriptLoader } from './module-script.ts';

// Load nothing else before this check: an older Node.js would fail with an unclear error.
if (Number(process.versions.node.split('.')[0]) < oldestNode) process.exit(oldRuntimeExitCode);

// Without a listener, Node.js starts its inspector on this signal, and anyone who can reach its port can read every
// token.
process.on('SIGUSR1', () => undefined);

const folder = dirname(process.execPath);
const load = scriptLoader({
  folder: __dirname,
  require,
  compiled(name) {
    const path = join(folder, compiledName(buildId, name));
    return existsSync(path) ? readFileSync(path) : undefined;
  },
});
load('./main.cjs');
