import type { EnvironmentVariables } from './protocol/methods.ts';
import { Services, type HomeState } from './services.ts';
import { azureHome } from './storage/azure-home.ts';

export interface ServiceFactory {
  forEnvironment(variables: EnvironmentVariables): Services;
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
  return {
    forEnvironment(variables) {
      const home = azureHome(variables);
      let services = byHome.get(home.folder);
      if (services === undefined) {
        services = new Services(home, restored[home.folder] ?? {}, changed);
        byHome.set(home.folder, services);
      }
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
