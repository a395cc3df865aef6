// What a job works with: a copy of the one context that its cmdlet was called in, with all that its account signs in
// with. A job that looked them up when it runs would follow whatever the caller selects, or signs out, meanwhile.
import type { Services } from '../session/services.ts';
import type { HomeState } from '../session/session-memory.ts';
import { resolveContext } from './resolve-context.ts';
import { signInsOf } from '../accounts/kept-sign-ins.ts';

/**
 * A session with nothing but the context that a call works in: the one given, else the current one. Its tokens and
 * secrets are in memory, and what becomes of it changes nothing that is stored.
 * @throws EngineError `NotSignedIn.None`, `NotFound.Context`, `InvalidArgument.Value`, `Storage.Read`
 */
export async function captureSession(
  services: Services,
  defaultProfile: Readonly<Record<string, unknown>> | undefined,
): Promise<HomeState> {
  const entry = await resolveContext(services, defaultProfile);
  const { name, context } = entry;
  const { config, environments } = services.memory.toState();
  return structuredClone({
    config: config ?? {},
    environments: environments ?? {},
    contexts: {
      selected: name,
      contexts: Object.fromEntries([[name, { context, tokens: 'process' as const }]]),
      autosave: 'Process' as const,
      isDetached: true,
    },
    userConfig: (await services.config.userFile()) ?? {},
    ...(await signInsOf(services).copyFor(entry)),
  });
}
