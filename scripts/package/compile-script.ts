// Run by the Node.js that a package brings along: writes what it makes of a script.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { moduleScript } from '../../engine/start/module-script.ts';

const [script = '', target = ''] = process.argv.slice(2);
writeFileSync(target, moduleScript(script, { filename: basename(script) }).createCachedData());
