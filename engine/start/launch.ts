// Starts the engine: main.cjs, which lies beside this script, and what that loads later; each in the compiled form that
// lies beside this Node.js, if there is one.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { oldestNode, oldRuntimeExitCode } from '../protocol/engine-environment.ts';
import { buildId } from '../protocol/version.ts';
import { compiledName, scriptLoader } from './module-script.ts';

// Nothing else is loaded: an older Node.js would fail somewhere in it, in words that help nobody.
if (Number(process.versions.node.split('.')[0]) < oldestNode) process.exit(oldRuntimeExitCode);

// Node.js starts its inspector at this signal where nobody listens to it, and whoever reaches its port reads every token.
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
