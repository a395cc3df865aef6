// The agent of a machine outside Azure. A process that can read the file named in the challenge gets tokens.
// https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { json, type Exchange, type Handler, type Reply } from '../router.ts';
import type { Site } from '../site.ts';
import { newHandle } from '../state.ts';
import { assignedIdentities, findIdentity, namesIdentity, type AssignedIdentity } from './assigned.ts';
import { checkMetadataRequest, metadataAnswer, readSelector, refuse, tokenPath } from './imds.ts';
import type { Place, PlaceOptions } from './place.ts';
import { issueIdentityToken } from './token.ts';

export interface AzureArcOptions extends PlaceOptions {
  /**
   * The folder of the key files; one in the cloud's folder if omitted. MSAL reads them only from
   * `/var/opt/azcmagent/tokens` (Linux) and `%ProgramData%\AzureConnectedMachineAgent\Tokens` (Windows).
   */
  readonly keyFolder?: string;
  /** If false, the named key file cannot be read, as for a user outside the agent's group. */
  readonly isReadable?: boolean;
  /**
   * Agents that support user-assigned identities return the name of the identity used; older ones always use the
   * machine's.
   */
  readonly supportsUserAssigned?: boolean;
}

/** Starts the agent's endpoint. Its key files are deleted when the cloud stops. */
export async function openAzureArc(site: Site, options: AzureArcOptions): Promise<Place> {
  const door = await site.open('azure-arc', 'http');
  const keys = new KeyFiles(
    options.keyFolder ?? join(site.folder, `azure-arc-${randomUUID()}`),
    options.isReadable !== false,
  );
  site.onStop(() => {
    keys.remove(options.keyFolder === undefined);
  });
  door.routes.push({ method: 'GET', pattern: tokenPath, handler: answerToken(options, keys) });
  const base = door.url.replace('127.0.0.1', 'localhost');
  const url = base + tokenPath;
  return { url, variables: { IDENTITY_ENDPOINT: url, IMDS_ENDPOINT: base } };
}

function answerToken(options: AzureArcOptions, keys: KeyFiles): Handler {
  return async (exchange, cloud) => {
    const refusal = checkMetadataRequest(exchange) ?? checkKey(exchange, keys);
    if (refusal !== undefined) return refusal;
    const selector = readSelector(exchange.query);
    const wanted = options.supportsUserAssigned === true ? selector : {};
    const identity = findIdentity(assignedIdentities(cloud, options), wanted);
    if (identity === undefined) return refuse('Identity not found');
    const resource = exchange.query.get('resource') ?? '';
    const token = await issueIdentityToken(cloud, identity, resource);
    const echo = namesIdentity(wanted) ? namesOf(identity) : {};
    return json(200, { ...metadataAnswer(token, identity, resource), ...echo });
  };
}

function checkKey({ headers }: Exchange, keys: KeyFiles): Reply | undefined {
  if (headers.authorization === undefined) {
    return json(401, {}, { 'www-authenticate': `Basic realm=${keys.create()}` });
  }
  const key = /^Basic (.+)$/.exec(headers.authorization)?.[1];
  if (key !== undefined && keys.has(key)) return undefined;
  return json(401, { error: 'unauthorized_client', error_description: 'The key is not valid.' });
}

function namesOf({ clientId, objectId, resourceId }: AssignedIdentity): Record<string, string> {
  return { client_id: clientId, object_id: objectId, msi_res_id: resourceId };
}

/** Writes one file per challenge. */
class KeyFiles {
  readonly #folder: string;
  readonly #areReadable: boolean;
  readonly #keys = new Map<string, string>();

  constructor(folder: string, areReadable: boolean) {
    this.#folder = folder;
    this.#areReadable = areReadable;
  }

  create(): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o750 });
    const file = join(this.#folder, `${randomUUID()}.key`);
    const key = newHandle();
    // Missing rather than forbidden, because an administrator can read forbidden files.
    if (this.#areReadable) writeFileSync(file, key, { mode: 0o640 });
    this.#keys.set(file, key);
    return file;
  }

  has(key: string): boolean {
    return [...this.#keys.values()].includes(key);
  }

  remove(withFolder: boolean): void {
    for (const file of this.#keys.keys()) rmSync(file, { force: true });
    if (withFolder) rmSync(this.#folder, { recursive: true, force: true });
  }
}
