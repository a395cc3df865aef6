// Stands where a browser would: writes the address it is asked to open into a file. Usage: <file> <address>
import { renameSync, writeFileSync } from 'node:fs';

const [file, address] = process.argv.slice(2);
writeFileSync(`${file}.part`, address);
renameSync(`${file}.part`, file);
