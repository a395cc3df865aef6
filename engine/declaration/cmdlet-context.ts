import type { HostFacts } from '../protocol/methods.ts';
import type { OutgoingSecret } from '../protocol/values.ts';
import type { Call } from '../session/call.ts';

/** The context of a handler: its call, and the services of PowerShell. */
export interface CmdletContext extends Call {
  readonly host: HostFacts;
  /** Writes one object to the pipeline. */
  readonly write: (output: unknown) => void;
  /** Sets environment variables of the PowerShell process; null removes one. */
  readonly setVariables: (variables: Readonly<Record<string, OutgoingSecret | string | null>>) => void;
  /** Returns the errors of the PowerShell session, newest first, or only the newest: see engine/explain-error. */
  readonly sessionErrors: (last: boolean) => Promise<readonly unknown[]>;
  /** Returns whether to continue, following -WhatIf and -Confirm. Asked in PowerShell, which has the preferences. */
  readonly shouldProcess: (target: string, action: string) => Promise<boolean>;
  /** Asks regardless of the preferences; returns false if no one can be asked. */
  readonly shouldContinue: (query: string, caption: string) => Promise<boolean>;
}
