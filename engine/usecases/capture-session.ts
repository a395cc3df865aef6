// The session of a job: a copy of the one context in which its cmdlet was called, with the tokens and secrets of its
// account. A job that looked them up later would follow what the caller selects or signs out meanwhile.
import type { Services } from '../session/services.ts';
import type { HomeState } from '../session/session-memory.ts';
import { resolveContext } from './resolve-context.ts';
import { signInsOf } from '../accounts/kept-sign-ins.ts';

/**
 * Returns a session with only the context of a call: the given one, otherwise the current one. Its tokens and secrets
 * are in memory, and changes to it are not stored.
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
