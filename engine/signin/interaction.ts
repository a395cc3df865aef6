// What a flow can show to the user or ask the user. Flows do not depend on PowerShell or the wire: their caller
// passes an Interaction.

import type { Exchange } from '../errors/error-data.ts';

export interface DeviceCodePrompt {
  readonly userCode: string;
  readonly verificationUri: string;
  /** The address that contains the code, if the service sent one. */
  readonly completeUri: string | undefined;
  /** The service's own sentence. */
  readonly message: string;
  readonly expiresInSeconds: number;
}

export interface PromptRequest {
  readonly message: string;
  /** If true, the question is shown only after the first key press; until then a progress bar may be shown instead. */
  readonly isQuiet?: boolean;
}

/** A certificate in a store that only PowerShell can reach. */
export interface StoreCertificate {
  /** The certificate and then its chain, DER in base64; empty if none has that thumbprint. */
  readonly chain: readonly string[];
  /** Why it cannot be used, as a clause; empty if it can. */
  readonly problem: string;
}

export interface Interaction {
  /** Called for every request that was answered or failed; an error shows the one that caused it. */
  exchange?(exchange: Exchange): void;
  /**
   * Asks PowerShell about itself, once for each call. Without this, `canPrompt`, `cannotPromptReason`, `hasDesktop`, the
   * size of the console and `windowHandle` throw a TypeError.
   */
  describeHost(): Promise<void>;
  /** Whether the user can be asked (an interactive host with a usable input). */
  readonly canPrompt: boolean;
  /**
   * Why the user cannot be asked, as a clause ("PowerShell was started with -NonInteractive"); empty if `canPrompt`.
   */
  readonly cannotPromptReason: string;
  /** Whether PowerShell has a desktop on which a browser could open; a Windows service has none. */
  readonly hasDesktop: boolean;
  /** Whether debug output is enabled; skip building expensive messages if false. */
  readonly showsDebug: boolean;
  /** The console's width in columns; 0 if unknown. */
  readonly consoleWidth: number;
  /** The console's height in lines; 0 if unknown. */
  readonly consoleHeight: number;
  /** The handle of the window that owns dialogs; zero if there is none. */
  readonly windowHandle: Buffer;
  verbose(message: string): void;
  debug(message: string): void;
  warning(message: string): void;
  /** Shows a message to the user immediately; never part of the output, even if that is redirected. */
  information(message: string): void;
  /**
   * Shows a line that ends with a hyperlink and a period, and returns true; does nothing and returns false if the
   * terminal does not support hyperlinks.
   */
  link(before: string, text: string, address: string): boolean;
  /** `isForRequest`: shown only while no other activity has the bar. */
  progress(
    activity: string,
    status: string,
    options?: { percent?: number; secondsRemaining?: number; done?: boolean; isForRequest?: boolean },
  ): void;
  /** Shows the code and the address immediately; on a non-interactive host through the warning stream. */
  deviceCode(prompt: DeviceCodePrompt): Promise<void>;
  /**
   * Asks for a line of text. When the signal aborts, the question is withdrawn and the promise rejects with an
   * AbortError, so that a flow can wait for an answer and another event at the same time.
   */
  prompt(request: PromptRequest, signal: AbortSignal): Promise<string>;
  /** Returns a certificate from the user's or machine's store, by thumbprint (SHA-1, hex). */
  certificate(thumbprint: string): Promise<StoreCertificate>;
  /** Signs data (base64) with the key of such a certificate, RSASSA-PKCS1-v1_5 with SHA-256. */
  sign(thumbprint: string, data: string): Promise<{ signature: string; problem: string }>;
}
