// Which errors of the catalogue the tests have raised: seen on the wire, made inside the engine under test, or written
// in a PowerShell. `npm test` ends with a look at those that no test raised; each of them is a promise nobody checked.
import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { errorCatalogue, type CatalogueId } from '../../engine/errors/catalogue.ts';

/** Names the file, one id a line; without it nothing is recorded. */
export const raisedErrorsVariable = 'AZ_LOGINTS_RAISED_ERRORS';

export function recordRaised(id: unknown): void {
  const path = process.env[raisedErrorsVariable];
  if (path !== undefined && typeof id === 'string') appendFileSync(path, `${id}\n`);
}

/** The ids of the catalogue that are not in the file. */
export async function neverRaised(path: string): Promise<CatalogueId[]> {
  const raised = new Set(
    (await readFile(path, 'utf8')).split(/\r?\n/).map((id) => id.replace(/\.AADSTS\d+$/, '.Failed')),
  );
  return (Object.keys(errorCatalogue) as CatalogueId[]).filter((id) => !raised.has(id));
}
