import type { EnvironmentVariables } from '../protocol/methods.ts';
import type { Services } from './services.ts';
import type { HomeState, SessionMemory } from './session-memory.ts';

export interface ServiceFactory {
  /** Loads the modules that commands need, before the first one runs. */
  preload(): Promise<void>;
  /** Returns the services for one call. Warnings about files are added to `warnings`. */
  forCall(variables: EnvironmentVariables, warnings: Set<string>): Promise<Services>;
  /** Returns the services of a separate session, such as a job's: see `captureSession`. */
  forSession(session: string, variables: EnvironmentVariables, warnings: Set<string>): Promise<Services>;
  /** Returns the environment variables with which the engine started. */
  variablesAtStart(): Promise<EnvironmentVariables>;
  restoreState(state: string): void;
  /** Calls the listener with the whole state (base64) after each change. */
  onStateChanged(listener: (state: string) => void): void;
}

/** Returns the services of one PowerShell process. Its memory is separate for each home folder. */
export function createServices(): ServiceFactory {
  const byHome = new Map<string, SessionMemory>();
  // A copy, because MSAL gets some variables through the engine's own environment.
  const atStart = { ...process.env };
  let restored: Record<string, HomeState> = {};
  let tell: (state: string) => void = () => undefined;
  const changed = (): void => {
    const state = Object.fromEntries([...byHome].map(([folder, memory]) => [folder, memory.toState()]));
    tell(Buffer.from(JSON.stringify({ ...restored, ...state })).toString('base64'));
  };
  // Loaded lazily, so that the engine can answer `initialize` first.
  const load = async () => {
    const [services, memory, home, variables] = await Promise.all([
      import('./services.ts'),
      import('./session-memory.ts'),
      import('../storage/files/azure-home.ts'),
      import('../config/call-variables.ts'),
    ]);
    return { ...services, ...memory, ...home, ...variables };
  };
  return {
    async preload() {
      await load();
    },
    async forCall(variables, warnings) {
      const { servicesFor, SessionMemory, azureHome } = await load();
      const home = azureHome(variables);
      let memory = byHome.get(home.folder);
      if (memory === undefined) {
        const made = new SessionMemory(home, restored[home.folder] ?? {}, () => {
          made.contextChanges.note();
          changed();
        });
        memory = made;
        byHome.set(home.folder, memory);
      }
      return servicesFor(memory, variables, warnings);
    },
    async forSession(session, variables, warnings) {
      const { servicesFor, SessionMemory, azureHome } = await load();
      const state = JSON.parse(Buffer.from(session, 'base64').toString('utf8')) as HomeState;
      const memory = new SessionMemory(azureHome(variables), state, () => undefined);
      // A job's context is not the context of this process.
      memory.contextChanges.ignore();
      return servicesFor(memory, variables, warnings);
    },
    async variablesAtStart() {
      const { callVariablesIn } = await load();
      return callVariablesIn(atStart);
    },
    restoreState(state) {
      restored = JSON.parse(Buffer.from(state, 'base64').toString('utf8')) as Record<string, HomeState>;
    },
    onStateChanged(listener) {
      tell = listener;
    },
  };
}
