import type { EnvironmentVariables } from '../protocol/methods.ts';
import type { HomeState, Services } from './services.ts';

export interface ServiceFactory {
  /** Loads what commands work with, ahead of the first one. */
  preload(): Promise<void>;
  forEnvironment(variables: EnvironmentVariables): Promise<Services>;
  /** The services of a session of its own, such as a job has: see `captureSession`. */
  forSession(session: string, variables: EnvironmentVariables): Promise<Services>;
  restoreState(state: string): void;
  /** Told the whole state, base64, after each change. */
  onStateChanged(listener: (state: string) => void): void;
}

/** The services of one PowerShell process, by home folder. */
export function createServices(): ServiceFactory {
  const byHome = new Map<string, Services>();
  let restored: Record<string, HomeState> = {};
  let tell: (state: string) => void = () => undefined;
  const changed = (): void => {
    const state = Object.fromEntries([...byHome].map(([folder, services]) => [folder, services.toState()]));
    tell(Buffer.from(JSON.stringify({ ...restored, ...state })).toString('base64'));
  };
  // The engine says hello before it loads them.
  const load = () => Promise.all([import('./services.ts'), import('../storage/files/azure-home.ts')]);
  return {
    async preload() {
      await load();
    },
    async forEnvironment(variables) {
      const [{ Services }, { azureHome }] = await load();
      const home = azureHome(variables);
      let services = byHome.get(home.folder);
      if (services === undefined) {
        const made = new Services(home, restored[home.folder] ?? {}, () => {
          made.contextChanges.note();
          changed();
        });
        services = made;
        byHome.set(home.folder, services);
      }
      return services.useVariables(variables);
    },
    async forSession(session, variables) {
      const [{ Services }, { azureHome }] = await load();
      const state = JSON.parse(Buffer.from(session, 'base64').toString('utf8')) as HomeState;
      const services = new Services(azureHome(variables), state, () => undefined);
      // What a job works in is not the context of this process.
      services.contextChanges.ignore();
      return services.useVariables(variables);
    },
    restoreState(state) {
      restored = JSON.parse(Buffer.from(state, 'base64').toString('utf8')) as Record<string, HomeState>;
    },
    onStateChanged(listener) {
      tell = listener;
    },
  };
}
