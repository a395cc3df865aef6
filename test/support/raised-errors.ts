// Records which errors of the catalogue the tests raise: over the wire, inside an engine in the test's process, or in
// PowerShell. `npm test` finally fails for the errors that no test raised.
import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { errorCatalogue, type CatalogueId } from '../../engine/errors/catalogue.ts';

/** The variable with the path of the file for the ids, one per line; without it nothing is recorded. */
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
