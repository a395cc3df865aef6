// The scene of the working day: a public and a national cloud on this machine, a laptop with a keyring and a browser,
// and the machine of a CI job. Everything is real except Azure itself.
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  readCloudData,
  signInAtAuthorizeUrl,
  startLocalCloud,
  type CloudData,
  type CookieJar,
  type LocalCloud,
  type Person,
} from '../../test/local-cloud/index.ts';
import { startKeyringSession, type KeyringSession } from '../../test/support/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const handOver = join(root, 'test/support/hand-over-address.mjs');
const pollMs = 20;

export class Scene {
  /** The person at the browser. */
  person: Person = { username: '', password: '' };
  readonly folder: string;
  readonly cloud: LocalCloud;
  readonly nationalCloud: LocalCloud;
  readonly #keyring: KeyringSession;
  readonly #caFile: string;
  readonly #cookies: readonly CookieJar[] = [new Map<string, string>(), new Map<string, string>()];
  #isOver = false;
  #browsing: Promise<void> = Promise.resolve();

  private constructor(folder: string, clouds: readonly [LocalCloud, LocalCloud], keyring: KeyringSession) {
    this.folder = folder;
    [this.cloud, this.nationalCloud] = clouds;
    this.#keyring = keyring;
    this.#caFile = this.cloud.caFile;
  }

  static async open(): Promise<Scene> {
    const folder = await mkdtemp(join(tmpdir(), 'working-day-'));
    const authority = join(folder, 'authority');
    const cloud = await startLocalCloud({ folder: authority, pollingIntervalSeconds: 1 });
    const data = nationalCloudData();
    const nationalCloud = await startLocalCloud({ folder: authority, pollingIntervalSeconds: 1, data });
    for (const home of ['home', 'runner']) await mkdir(join(folder, home), { mode: 0o700 });
    await mkdir(join(folder, 'modules'));
    await symlink(root, join(folder, 'modules/Az.LoginTs'));
    const keyring = await startKeyringSession(join(folder, 'home'));
    const scene = new Scene(folder, [cloud, nationalCloud], keyring);
    scene.#browsing = scene.#browse();
    return scene;
  }

  /** Returns the environment of every PowerShell here, without anything from the machine's own environment. */
  #variables(home: string): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      HOME: join(this.folder, home),
      LANG: 'C.UTF-8',
      PSModulePath: join(this.folder, 'modules'),
      AZ_LOGINTS_CA_FILE: this.#caFile,
    };
  }

  laptopVariables(): Record<string, string> {
    return {
      ...this.#variables('home'),
      TERM: 'xterm-256color',
      BROWSER: `"${process.execPath}" "${handOver}" "${this.#addressFile}" %s`,
      DBUS_SESSION_BUS_ADDRESS: this.#keyring.busAddress,
    };
  }

  /** Returns the environment of a GitHub Actions job on a runner without a keyring. */
  async jobVariables(): Promise<Record<string, string>> {
    const { variables } = await this.cloud.ci.githubActions();
    return {
      ...this.#variables('runner'),
      ...variables,
      RUNNER_TEMP: join(this.folder, 'runner/temp'),
    };
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await this.#browsing;
    await this.#keyring.stop();
    await this.cloud.stop();
    await this.nationalCloud.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  get #addressFile(): string {
    return join(this.folder, 'address');
  }

  /** Plays the browser: opens each address that the system is asked to open, and signs the person in there. */
  async #browse(): Promise<void> {
    while (!this.#isOver) {
      const address = await readFile(this.#addressFile, 'utf8').catch(() => undefined);
      if (address === undefined) {
        await delay(pollMs);
        continue;
      }
      await rm(this.#addressFile);
      const isNational = address.startsWith(this.nationalCloud.loginUrl);
      const cloud = isNational ? this.nationalCloud : this.cloud;
      const jar = this.#cookies[isNational ? 1 : 0];
      await fetch(await signInAtAuthorizeUrl(address, this.person, cloud, jar));
    }
  }
}

/** Returns a separate cloud with other tenants, other people and another authority. */
function nationalCloudData(): CloudData {
  const tenant = 'contoso-gov.example';
  const { apps } = readCloudData();
  return {
    tenants: [
      {
        id: '50000000-0000-4000-8000-000000000001',
        displayName: 'Contoso Government',
        domains: [tenant],
        countryCode: 'US',
      },
    ],
    users: [
      {
        userName: 'alex@contoso-gov.example',
        displayName: 'Alex Wilber',
        password: 'fake-password-of-alex-gov',
        homeTenant: tenant,
        objectId: '50000000-0000-4000-8000-00000000a1e0',
      },
    ],
    apps: apps.filter(({ preConsented }) => preConsented === true),
    subscriptions: [
      {
        id: '5a000000-0000-4000-8000-000000000001',
        displayName: 'Contoso Registry',
        tenant,
        principals: ['alex@contoso-gov.example'],
      },
    ],
    resourceGroups: [],
  };
}
