// Runs in the packaged Node.js and writes its compiled form of a script.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { moduleScript } from '../../engine/start/module-script.ts';

const [script = '', target = ''] = process.argv.slice(2);
writeFileSync(target, moduleScript(script, { filename: basename(script) }).createCachedData());
