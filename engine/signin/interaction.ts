// What a flow may say to, or ask of, the person at the prompt. Flows know nothing of PowerShell or of the wire:
// whoever calls them passes an Interaction in.

import type { Exchange } from '../errors/error-data.ts';

export interface DeviceCodePrompt {
  readonly userCode: string;
  readonly verificationUri: string;
  /** The address with the code in it, where the service gave one. */
  readonly completeUri: string | undefined;
  /** The sentence as the service wrote it. */
  readonly message: string;
  readonly expiresInSeconds: number;
}

export interface PromptRequest {
  readonly message: string;
  /** Whether the question is written with the first key only; until then a progress bar may stand in its place. */
  readonly isQuiet?: boolean;
}

/** A certificate of a store that only PowerShell reaches. */
export interface StoreCertificate {
  /** DER in base64, the certificate first; empty where there is none of that thumbprint. */
  readonly chain: readonly string[];
  /** Why it cannot be used, as a clause; empty where it can. */
  readonly problem: string;
}

export interface Interaction {
  /** Told of every request that was answered or failed: an error names the one that it comes from. */
  exchange?(exchange: Exchange): void;
  /** Whether a person can be asked (an interactive host with a usable input). */
  readonly canPrompt: boolean;
  /** Why nobody can be asked, as a clause ("PowerShell was started with -NonInteractive"); empty where canPrompt. */
  readonly cannotPromptReason: string;
  /** Whether PowerShell has a desktop, on which a browser could open; a service of Windows has none. */
  readonly hasDesktop: boolean;
  /** Whether anybody sees what `debug` is given, so that it is worth its making. */
  readonly showsDebug: boolean;
  /** The columns of the person's console; 0 where they are not known. */
  readonly consoleWidth: number;
  /** Its lines; 0 where they are not known. */
  readonly consoleHeight: number;
  /** The window that a dialog belongs to, as the system's handle; zero where there is none. */
  readonly windowHandle: Buffer;
  verbose(message: string): void;
  debug(message: string): void;
  warning(message: string): void;
  /** For the person at the prompt, never captured with the output: shown at once even if output is redirected. */
  information(message: string): void;
  /** Shows a line that ends with a hyperlink and a period, where the terminal has hyperlinks; gives whether it has. */
  link(before: string, text: string, address: string): boolean;
  progress(
    activity: string,
    status: string,
    options?: { percent?: number; secondsRemaining?: number; done?: boolean },
  ): void;
  /** Shows the code and address at once; in a host without a person through the warning stream. */
  deviceCode(prompt: DeviceCodePrompt): Promise<void>;
  /**
   * Asks for a line of text. When the signal aborts, the question is withdrawn and the promise rejects with an
   * AbortError: a flow may so wait for an answer and for something else at once.
   */
  prompt(request: PromptRequest, signal: AbortSignal): Promise<string>;
  /** A certificate of the user's or machine's store, by thumbprint (SHA-1, hex). */
  certificate(thumbprint: string): Promise<StoreCertificate>;
  /** Signs data (base64) with such a certificate's key, RSASSA-PKCS1-v1_5 with SHA-256. */
  sign(thumbprint: string, data: string): Promise<{ signature: string; problem: string }>;
}
