import type { HostFacts } from '../protocol/methods.ts';
import type { Call } from '../session/call.ts';

/** What a handler works with: its call, and what PowerShell does for it. */
export interface CmdletContext extends Call {
  readonly host: HostFacts;
  /** Writes one object to the pipeline. */
  readonly write: (output: unknown) => void;
  /** The errors of the PowerShell session, the newest first, or only that one: see engine/explain-error. */
  readonly sessionErrors: (last: boolean) => Promise<readonly unknown[]>;
  /** -WhatIf and -Confirm: whether to go on. Asked on the PowerShell side, where the preferences are. */
  readonly shouldProcess: (target: string, action: string) => Promise<boolean>;
  /** Asks whatever the preferences are; false where nobody can be asked. */
  readonly shouldContinue: (query: string, caption: string) => Promise<boolean>;
}
