// One call of a cmdlet. Its outputs, messages and questions go to the PowerShell that called.
import { shownLine, shownText } from '../text/terminal-text.ts';
import type { MessageConnection } from './json-rpc.ts';
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import type { EngineError } from '../errors/engine-error.ts';
import type { ErrorData, Exchange } from '../errors/error-data.ts';
import {
  HostCertificate,
  HostConfirm,
  HostContext,
  HostDescribe,
  HostErrors,
  HostOutput,
  HostProgress,
  HostPrompt,
  HostSecret,
  HostSign,
  HostVariables,
  HostWithdrawPrompt,
  HostWrite,
  type CmdletInvokeParams,
  type CmdletInvokeResult,
  type CurrentContext,
  type EnvironmentVariables,
  type HostCertificateParams,
  type HostCertificateResult,
  type HostConfirmParams,
  type HostConfirmResult,
  type HostContextParams,
  type HostDescribeParams,
  type HostErrorsParams,
  type HostErrorsResult,
  type HostFacts,
  type HostOutputParams,
  type HostProgressParams,
  type HostPromptParams,
  type HostPromptResult,
  type HostSecretParams,
  type HostSignParams,
  type HostSignResult,
  type HostStream,
  type HostVariablesParams,
  type HostWriteParams,
} from '../protocol/methods.ts';
import { clipboardPrograms, copySequence, copyWith, isPlainCode, isRemote } from './clipboard.ts';
import {
  chooseDisplay,
  hyperlink,
  isAtTerminal,
  linesOf,
  webAddress,
  type DisplayFacts,
} from './device-code-display.ts';
import type { DeviceCodePrompt, Interaction, PromptRequest } from '../signin/interaction.ts';
import type { Call } from '../session/call.ts';
import type { Services } from '../session/services.ts';
import { isWsl } from '../machine/surroundings.ts';
import { OutgoingSecret } from '../protocol/values.ts';
import { beforeAbort, onAbort } from '../waiting/before-abort.ts';
import { CliXmlWriter } from './cli-xml.ts';

/** Outputs are sent in messages of this many, before the result. */
const outputsPerMessage = 200;

/** Matches the errors that a failed request causes. */
const fromRequests =
  /^(?:Authentication|InteractionRequired|NotSignedIn|Blocked|Network|Throttled)\.|^NotFound\.(?:Tenant|ManagedIdentity)$/;

/** The context of one cmdlet call: sends outputs, messages and questions over the connection. */
export class Invocation implements CmdletContext, Interaction {
  readonly services: Services;
  readonly signal: AbortSignal;
  readonly variables: EnvironmentVariables;
  readonly warnings: Set<string>;
  readonly interaction: Interaction = this;
  readonly #connection: MessageConnection;
  readonly #id: number;
  #outputs = this.#newOutputs();
  #secrets = 0;
  /** The secrets of outputs that are not sent yet. */
  readonly #kept: { readonly index: number; readonly value: string }[] = [];
  #lastExchange: Exchange | undefined;
  readonly #streams: CmdletInvokeParams['host'];
  #asked: Promise<HostFacts> | undefined;
  #facts: HostFacts | undefined;
  /** Whether an activity that is more than one request has the progress bar. */
  #hasBar = false;

  constructor(connection: MessageConnection, params: CmdletInvokeParams, call: Omit<Call, 'interaction'>) {
    this.#connection = connection;
    this.#id = params.invocation;
    this.#streams = params.host;
    this.services = call.services;
    this.variables = call.variables;
    this.warnings = call.warnings;
    this.signal = call.signal;
  }

  readonly describeHost = async (): Promise<void> => {
    const params: HostDescribeParams = { invocation: this.#id };
    this.#asked ??= this.#connection.sendRequest<HostFacts>(HostDescribe, params);
    this.#facts = await beforeAbort(this.#asked, this.signal);
  };

  get host(): HostFacts {
    if (this.#facts === undefined) throw new TypeError('describeHost was not called.');
    return this.#facts;
  }

  get showsVerbose(): boolean {
    return this.#streams.verbose;
  }

  get canPrompt(): boolean {
    return this.host.interactive;
  }

  get cannotPromptReason(): string {
    return this.host.notInteractiveReason;
  }

  get hasDesktop(): boolean {
    return this.host.hasDesktop;
  }

  get showsDebug(): boolean {
    return this.#streams.debug;
  }

  get consoleWidth(): number {
    return this.host.consoleWidth ?? 0;
  }

  get consoleHeight(): number {
    return this.host.consoleHeight ?? 0;
  }

  get windowHandle(): Buffer {
    const handle = Buffer.alloc(8);
    handle.writeBigUInt64LE(BigInt(this.host.windowHandle ?? '0'));
    return handle;
  }

  // Arrow functions, because handlers destructure their context and would lose `this`.
  readonly write = (output: unknown): void => {
    this.#outputs.add(output);
    if (this.#outputs.outputs < outputsPerMessage) return;
    const outputs = this.takeOutputs();
    this.#notify(HostOutput, { invocation: this.#id, outputs } satisfies HostOutputParams);
  };

  readonly setVariables = (variables: Readonly<Record<string, OutgoingSecret | string | null>>): void => {
    const values = Object.entries(variables).map(([name, value]) =>
      value instanceof OutgoingSecret ? { name, secret: this.#tellSecret(value.value) } : { name, value },
    );
    this.#notify(HostVariables, { invocation: this.#id, variables: values } satisfies HostVariablesParams);
  };

  /** Reports a change of the current context. */
  async tellContext(): Promise<void> {
    const context = await this.#takeContext();
    if (context === undefined) return;
    this.#notify(HostContext, { invocation: this.#id, context } satisfies HostContextParams);
  }

  /** Returns the outputs that were written but not sent yet. Their secrets are sent first. */
  takeOutputs(): string {
    for (const { index, value } of this.#kept.splice(0)) this.#sendSecret(index, value);
    return this.#endOutputs();
  }

  /**
   * Returns the result of the call, with all that is left to report: one message is read faster than several. If the
   * file of contexts cannot be read, no change of them is reported.
   */
  async takeResult(): Promise<CmdletInvokeResult> {
    const context = await this.#takeContext().catch(() => undefined);
    const outputs = this.#endOutputs();
    const secrets = this.#kept.splice(0);
    const first = secrets[0]?.index;
    return {
      outputs,
      ...(first === undefined ? {} : { first, secrets: secrets.map(({ value }) => value) }),
      ...(context === undefined ? {} : { context }),
    };
  }

  /**
   * Returns the current context if it has changed. A cancelled call does not report it, so that the next call does.
   */
  async #takeContext(): Promise<CurrentContext | null | undefined> {
    return this.signal.aborted ? undefined : this.services.contextChanges.take(this.services.contexts);
  }

  #endOutputs(): string {
    const outputs = this.#outputs;
    this.#outputs = this.#newOutputs();
    return outputs.end();
  }

  #newOutputs(): CliXmlWriter {
    return new CliXmlWriter((text) => {
      const index = this.#secrets++;
      this.#kept.push({ index, value: encoded(text) });
      return index;
    });
  }

  verbose(message: string): void {
    if (this.#streams.verbose) this.#say('verbose', shownLine(message));
  }

  debug(message: string): void {
    if (this.#streams.debug) this.#say('debug', shownText(message));
  }

  warning(message: string): void {
    this.#say('warning', shownLine(message));
  }

  information(message: string): void {
    this.#say('host', shownText(message));
  }

  async deviceCode(prompt: DeviceCodePrompt): Promise<void> {
    await this.describeHost();
    // A non-interactive host still shows warnings, and the log of a job is where someone may look.
    this.#say(this.canPrompt ? 'host' : 'warning', shownLine(prompt.message));
    const wantsCopy = isPlainCode(prompt.userCode) && (await this.#wantsCopy());
    const copying = wantsCopy ? this.#copy(prompt.userCode) : undefined;
    await this.#drawAddress(prompt, wantsCopy ? 1 : 0);
    await copying;
  }

  /**
   * Shows the address in the forms that the terminal supports. `linesBelow` is the number of lines to leave free
   * below it.
   */
  async #drawAddress(prompt: DeviceCodePrompt, linesBelow: number): Promise<void> {
    const address = webAddress(prompt.completeUri ?? prompt.verificationUri);
    if (address === undefined) return;
    const wantsQr = await this.services.config.get<boolean>('DisplayDeviceCodeQR');
    const { drawQrCode, qrCodeOf } = await import('./qr-code.ts');
    const { link } = chooseDisplay(this.#displayFacts());
    // If the QR code with the user code in it is too large, use the one of the plain address; the user then types the
    // code.
    const sizes = [address, webAddress(prompt.verificationUri) ?? address].map(qrCodeOf);
    const code = sizes.find(
      ({ lines, width }) =>
        chooseDisplay({
          ...this.#displayFacts(),
          wantsQr,
          qrWidth: width,
          linesTaken: lines.length + linesOf(prompt.message, this.consoleWidth) + (link ? 1 : 0) + linesBelow,
        }).qr,
    );
    if (link)
      this.#say('console', `Open ${hyperlink(address, webAddress(prompt.verificationUri) ?? address)}`);
    if (code !== undefined) this.#say('console', drawQrCode(code));
  }

  async #wantsCopy(): Promise<boolean> {
    return isAtTerminal(this.#displayFacts()) && this.services.config.get<boolean>('CopyDeviceCode');
  }

  /** Copies a device code to the clipboard, and says so if that worked. */
  async #copy(code: string): Promise<void> {
    if (isRemote(this.variables)) {
      this.#say('console', `${copySequence(code)}The code was sent to the clipboard of your terminal.`);
      return;
    }
    const programs = clipboardPrograms({
      ...{ platform: process.platform, isWsl: isWsl(), variables: this.variables },
      systemRoot: process.env.SystemRoot ?? '',
    });
    if (await copyWith(programs, code, this.variables)) this.information('The code is on the clipboard.');
  }

  link(before: string, text: string, address: string): boolean {
    const { link } = chooseDisplay(this.#displayFacts());
    if (link) this.#say('console', `${shownLine(before)}${hyperlink(address, shownLine(text))}.`);
    return link;
  }

  #displayFacts(): DisplayFacts {
    return {
      platform: process.platform,
      edition: this.host.edition,
      canPrompt: this.canPrompt,
      consoleWidth: this.consoleWidth,
      consoleHeight: this.consoleHeight,
      ...{ qrWidth: 0, linesTaken: 0, wantsQr: false },
      variables: this.variables,
    };
  }

  progress(activity: string, status: string, options: Parameters<Interaction['progress']>[2] = {}): void {
    if (options.isForRequest === true && this.#hasBar) return;
    if (options.isForRequest !== true) this.#hasBar = options.done !== true;
    this.#notify(HostProgress, {
      invocation: this.#id,
      activity: shownLine(activity),
      status: shownLine(status),
      percent: options.percent ?? -1,
      secondsRemaining: options.secondsRemaining ?? -1,
      done: options.done ?? false,
    } satisfies HostProgressParams);
  }

  async prompt(request: PromptRequest, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const params: HostPromptParams = {
      invocation: this.#id,
      message: shownLine(request.message),
      quiet: request.isQuiet === true,
    };
    const answer = this.#connection.sendRequest<HostPromptResult>(HostPrompt, params);
    const release = onAbort(signal, () => {
      this.#notify(HostWithdrawPrompt, { invocation: this.#id });
    });
    try {
      return (await beforeAbort(answer, signal)).text;
    } finally {
      release();
    }
  }

  certificate(thumbprint: string): Promise<HostCertificateResult> {
    const params: HostCertificateParams = { invocation: this.#id, thumbprint };
    return this.#connection.sendRequest<HostCertificateResult>(HostCertificate, params);
  }

  sign(thumbprint: string, data: string): Promise<HostSignResult> {
    const params: HostSignParams = { invocation: this.#id, thumbprint, data };
    return this.#connection.sendRequest<HostSignResult>(HostSign, params);
  }

  readonly sessionErrors = async (last: boolean): Promise<readonly unknown[]> => {
    const params: HostErrorsParams = { invocation: this.#id, last };
    return (await this.#connection.sendRequest<HostErrorsResult>(HostErrors, params)).errors;
  };

  exchange(exchange: Exchange): void {
    this.#lastExchange = exchange;
  }

  /** Returns the error in the form that is sent, with the failed request that caused it. */
  describe(error: EngineError): ErrorData {
    const last = this.#lastExchange;
    const isFailed = last !== undefined && (last.status === undefined || last.status >= 400);
    return {
      ...error.toData(),
      ...(isFailed && fromRequests.test(error.catalogueId) ? { request: last } : {}),
    };
  }

  readonly shouldProcess = (target: string, action: string): Promise<boolean> =>
    this.#streams.confirm === false
      ? Promise.resolve(true)
      : this.#confirm({ invocation: this.#id, target: shownLine(target), action: shownLine(action) });

  readonly shouldContinue = async (query: string, caption: string): Promise<boolean> => {
    await this.describeHost();
    if (!this.canPrompt) return false;
    return this.#confirm({ invocation: this.#id, target: '', action: caption, query: shownLine(query) });
  };

  async #confirm(params: HostConfirmParams): Promise<boolean> {
    const { confirmed } = await this.#connection.sendRequest<HostConfirmResult>(HostConfirm, params);
    return confirmed;
  }

  #say(stream: HostStream, message: string): void {
    this.#notify(HostWrite, { invocation: this.#id, stream, message } satisfies HostWriteParams);
  }

  #tellSecret(text: string): number {
    const index = this.#secrets++;
    this.#sendSecret(index, encoded(text));
    return index;
  }

  #sendSecret(index: number, value: string): void {
    this.#notify(HostSecret, { invocation: this.#id, index, value } satisfies HostSecretParams);
  }

  #notify(method: string, params: object): void {
    // A closed connection is handled elsewhere: at the end of our input.
    this.#connection.sendNotification(method, params).catch(() => undefined);
  }
}

/** Returns a secret in the form in which it is sent. */
function encoded(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
