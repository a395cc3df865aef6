// Az.Accounts' secrets of service principals, `keystore.cache`, so that an application that signed in with
// Az.Accounts works here too. It is a JSON list whose items hold key and value as JSON text
// (src/Accounts/Authentication/KeyStore in Azure/azure-powershell): unencrypted in current versions on every
// platform, encrypted with DPAPI in older ones on Windows. We read it and delete what a sign-out removes. We never
// add a secret, because it would be unencrypted.
import { join } from 'node:path';
import { readOwnFileIfExists, writeFileAtomically } from '../files/atomic-file.ts';
import type { AzureHome } from '../files/azure-home.ts';
import { withCacheLock } from '../files/msal-lockfile.ts';
import { dpapiText } from '../encrypted/native-stores.ts';
import { anyJson, isGuid } from '../../protocol/shapes.ts';
import { decodeText } from '../files/text-encoding.ts';
import { sameText } from '../../text/same-text.ts';

/** Az.Accounts' names for these secrets (AzureAccount.Property). */
export type KeystoreName = 'ServicePrincipalSecret' | 'CertificatePassword';

interface Item {
  readonly keyType: string;
  readonly keyStoreKey: string;
  readonly valueType: string;
  readonly keyStoreValue: string;
}

interface Key {
  readonly name?: string;
  readonly appId?: string;
  readonly tenantId?: string;
}

/** Az.Accounts' keystore in a home folder. */
export class AzAccountsKeystore {
  readonly #path: string;

  constructor(home: AzureHome) {
    this.#path = join(home.folder, 'keystore.cache');
  }

  /**
   * Returns a secret of an application in a tenant, or undefined if there is none that we can read.
   * @throws EngineError `Storage.Read`
   */
  async get(name: KeystoreName, appId: string, tenantId: string): Promise<string | undefined> {
    const { items } = await this.#load();
    const found = items
      .filter((item) => keyOf(item).name === name && isSecretOf(keyOf(item), appId, tenantId))
      .sort((one, other) => tenantRank(keyOf(one), tenantId) - tenantRank(keyOf(other), tenantId));
    return textOf(found[0]?.keyStoreValue);
  }

  /**
   * Deletes the secrets of an application in a tenant, or those of all applications if none is given.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser`
   */
  async remove(signal: AbortSignal, appId?: string, tenantId = ''): Promise<void> {
    const isToRemove = (item: Item): boolean =>
      appId === undefined || isSecretOf(keyOf(item), appId, tenantId);
    if (!(await this.#load()).items.some(isToRemove)) return;
    await withCacheLock(
      this.#path,
      async () => {
        const { items, save } = await this.#load();
        const left = items.filter((item) => !isToRemove(item));
        if (left.length < items.length) await save(JSON.stringify(left));
      },
      { signal },
    );
  }

  /** Returns the items, and a function that writes in the same format. */
  async #load(): Promise<{ items: readonly Item[]; save: (text: string) => Promise<void> }> {
    const plain = await readOwnFileIfExists(this.#path);
    const save = (text: string): Promise<void> => writeFileAtomically(this.#path, text);
    if (plain === undefined) return { items: [], save };
    const items = itemsOf(decodeText(plain));
    if (items !== undefined || process.platform !== 'win32') return { items: items ?? [], save };
    const encrypted = await dpapiText(this.#path);
    return {
      items: itemsOf((await encrypted.load().catch(() => undefined)) ?? '') ?? [],
      save: (text) => encrypted.save(text),
    };
  }
}

function itemsOf(text: string): readonly Item[] | undefined {
  const value = anyJson(text);
  if (!Array.isArray(value)) return undefined;
  return (value as (Partial<Item> | null)[]).filter(
    (item): item is Item => typeof item?.keyStoreKey === 'string',
  );
}

/** A value is JSON too, namely a string. */
function textOf(value: string | undefined): string | undefined {
  const text = anyJson(value ?? '');
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function keyOf({ keyStoreKey }: Item): Key {
  return anyJson(keyStoreKey) ?? {};
}

/**
 * Whether a key belongs to an application in a tenant. The key has the tenant as the user typed it. A domain may
 * belong to any tenant, so it matches; the ID of another tenant does not.
 */
function isSecretOf(key: Key, appId: string, tenantId: string): boolean {
  return key.appId !== undefined && sameText(key.appId, appId) && tenantRank(key, tenantId) < 2;
}

function tenantRank({ tenantId: noted = '' }: Key, tenantId: string): number {
  if (sameText(noted, tenantId)) return 0;
  return isGuid(noted) ? 2 : 1;
}
