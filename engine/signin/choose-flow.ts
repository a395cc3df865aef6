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
}

export interface ChosenFlow {
  readonly flow: 'browser' | 'device-code';
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
  return why === undefined
    ? { flow: 'browser', canOpen: true }
    : { flow: 'device-code', why, canOpen: false };
}

function whyNoBrowser({ platform, environment, isContainer, isWsl }: FlowFacts): string | undefined {
  const has = (name: string): boolean => (environment[name] ?? '') !== '';
  // Whoever sets it knows of a browser: editors do so in their remote terminals.
  if (has('BROWSER')) return undefined;
  if (has('SSH_CONNECTION') || has('SSH_TTY') || has('SSH_CLIENT')) return 'this is an SSH session';
  if (has('CODESPACES') || has('REMOTE_CONTAINERS')) return 'this is a remote container';
  if (has('KUBERNETES_SERVICE_HOST')) return 'this is a pod of Kubernetes';
  if (isContainer) return 'this is a container';
  if (platform === 'linux' && !isWsl && !has('DISPLAY') && !has('WAYLAND_DISPLAY'))
    return 'there is no display';
  return undefined;
}
