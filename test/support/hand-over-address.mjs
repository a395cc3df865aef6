// Used in place of a browser: writes the address it should open into a file. Usage: <file> <address>
import { renameSync, writeFileSync } from 'node:fs';

const [file, address] = process.argv.slice(2);
writeFileSync(`${file}.part`, address);
renameSync(`${file}.part`, file);
