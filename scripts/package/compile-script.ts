// Run by the Node.js that a package brings along: writes what it makes of a script beside it.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { compiledPath, moduleScript } from '../../engine/start/module-script.ts';

const [script = ''] = process.argv.slice(2);
const filename = basename(script);
writeFileSync(compiledPath(script), moduleScript(script, { filename }).createCachedData());
