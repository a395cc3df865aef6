// Which way a person signs in, and why not another. Pure: everything it looks at is in the facts.
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
  /** Whether a person at the prompt can be asked. */
  readonly canPrompt: boolean;
  /** Whether this process has a desktop; a service of Windows has none. */
  readonly hasDesktop: boolean;
}

export interface ChosenFlow {
  /** `none`: nobody would see the browser or the code. */
  readonly flow: 'browser' | 'device-code' | 'none';
  /** Why no browser can be opened here, as a clause. */
  readonly why?: string;
  /** In the browser flow: whether one can be opened from here at all. */
  readonly canOpen: boolean;
}

/** The flow for a person who signs in. */
export function chooseFlow(facts: FlowFacts): ChosenFlow {
  const why = whyNoBrowser(facts);
  if (facts.useDeviceCode) return { flow: 'device-code', canOpen: why === undefined };
  if (facts.useBrowser)
    return { flow: 'browser', canOpen: why === undefined, ...(why === undefined ? {} : { why }) };
  if (why === undefined) return { flow: 'browser', canOpen: true };
  // Who asks for a device code reads the output; where it would come by itself, a job waits for nobody.
  return { flow: facts.canPrompt ? 'device-code' : 'none', why, canOpen: false };
}

function isCiJob({ CI: ci = '', TF_BUILD: azurePipelines = '' }: EnvironmentVariables): boolean {
  return [ci, azurePipelines].some((value) => !['', '0', 'false'].includes(value.toLowerCase()));
}

function whyNoBrowser(facts: FlowFacts): string | undefined {
  const { platform, environment, isContainer, isWsl, hasDesktop } = facts;
  const has = (name: string): boolean => (environment[name] ?? '') !== '';
  // Whoever sets it knows of a browser: editors do so in their remote terminals.
  if (has('BROWSER')) return undefined;
  if (has('SSH_CONNECTION') || has('SSH_TTY') || has('SSH_CLIENT')) return 'this is an SSH session';
  if (has('CODESPACES') || has('REMOTE_CONTAINERS')) return 'this is a remote container';
  if (has('KUBERNETES_SERVICE_HOST')) return 'this is a pod of Kubernetes';
  // A browser would open where nobody sees it: in a service, a task of the scheduler, or a remote session.
  if (!hasDesktop) return 'this is a service without a desktop';
  if (isContainer) return 'this is a container';
  // The agents of a build have a desktop on Windows and macOS, and nobody before it.
  if (isCiJob(environment)) return 'this is a CI job';
  if (platform === 'linux' && !isWsl && !has('DISPLAY') && !has('WAYLAND_DISPLAY'))
    return 'there is no display';
  return undefined;
}
