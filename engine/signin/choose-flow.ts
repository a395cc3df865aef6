// Chooses how a user signs in, and says why not with the browser. Depends only on the given facts.
import type { EnvironmentVariables } from '../protocol/methods.ts';

export interface FlowFacts {
  readonly platform: NodeJS.Platform;
  readonly environment: EnvironmentVariables;
  readonly isContainer: boolean;
  readonly isWsl: boolean;
  /** -UseDeviceAuthentication */
  readonly useDeviceCode: boolean;
  /** -UseBrowserAuthentication */
  readonly useBrowser: boolean;
  /** Whether a user can answer a prompt. */
  readonly canPrompt: boolean;
  /** Whether this process has a desktop; a Windows service has none. */
  readonly hasDesktop: boolean;
}

export interface ChosenFlow {
  /** `none`: no one would see the browser or the code. */
  readonly flow: 'browser' | 'device-code' | 'none';
  /** Why no browser can be opened here, as a clause. */
  readonly why?: string;
  /** In the browser flow: whether a browser can be opened from here at all. */
  readonly canOpen: boolean;
}

/** Returns the flow with which a user signs in. */
export function chooseFlow(facts: FlowFacts): ChosenFlow {
  const why = whyNoBrowser(facts);
  if (facts.useDeviceCode) return { flow: 'device-code', canOpen: why === undefined };
  if (facts.useBrowser)
    return { flow: 'browser', canOpen: why === undefined, ...(why === undefined ? {} : { why }) };
  if (why === undefined) return { flow: 'browser', canOpen: true };
  // A device code that was asked for will be seen. Without the request, a job would wait for no one.
  return { flow: facts.canPrompt ? 'device-code' : 'none', why, canOpen: false };
}

function isCiJob({ CI: ci = '', TF_BUILD: azurePipelines = '' }: EnvironmentVariables): boolean {
  return [ci, azurePipelines].some((value) => !['', '0', 'false'].includes(value.toLowerCase()));
}

function whyNoBrowser(facts: FlowFacts): string | undefined {
  const { platform, environment, isContainer, isWsl, hasDesktop } = facts;
  const has = (name: string): boolean => (environment[name] ?? '') !== '';
  // A set BROWSER means that there is a browser; editors set it in their remote terminals.
  if (has('BROWSER')) return undefined;
  if (has('SSH_CONNECTION') || has('SSH_TTY') || has('SSH_CLIENT')) return 'this is an SSH session';
  if (has('CODESPACES') || has('REMOTE_CONTAINERS')) return 'this is a remote container';
  if (has('KUBERNETES_SERVICE_HOST')) return 'this is a pod of Kubernetes';
  // In a service, a scheduled task or a remote session, no one would see the browser.
  if (!hasDesktop) return 'this is a service without a desktop';
  if (isContainer) return 'this is a container';
  // Build agents on Windows and macOS have a desktop, but no one looks at it.
  if (isCiJob(environment)) return 'this is a CI job';
  if (platform === 'linux' && !isWsl && !has('DISPLAY') && !has('WAYLAND_DISPLAY'))
    return 'there is no display';
  return undefined;
}
