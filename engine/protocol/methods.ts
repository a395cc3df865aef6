// The wire contract: JSON-RPC 2.0, one JSON message a line, UTF-8. PowerShell is the client. Every message is one
// constant here; the build writes the names into the module, so that neither side types a method name by hand.
import type { TypedObject } from './values.ts';

/** PowerShell → engine, request: the first message of every connection. */
export const Initialize = 'initialize';
export interface InitializeParams {
  readonly buildId: string;
  /** What `session/changed` told last, where this engine takes the place of one that ended. */
  readonly state?: string;
  /** The cmdlet that is called first. */
  readonly cmdlet?: string;
}
export interface InitializeResult {
  readonly buildId: string;
  readonly processId: number;
  readonly runtime: string;
}

/**
 * PowerShell → engine, request: answered at once by an engine that is at work, whatever its calls wait for. One that is
 * stopped or swapped out does not answer.
 */
export const Ping = 'ping';

/** PowerShell → engine, request: what could stand for a word of the command line that is being typed. */
export const CompletionList = 'completion/list';
export interface CompletionListParams {
  readonly cmdlet: string;
  readonly parameter: string;
  /** As it is typed, without quotes. */
  readonly word: string;
  /** Those of `completionParameters` that the command line has already. */
  readonly bound: Readonly<Record<string, string>>;
  /** As in `CmdletInvokeParams`. */
  readonly environment: Readonly<Record<string, unknown>>;
  readonly secrets?: readonly string[];
}
export interface CompletionListResult {
  readonly items: readonly { readonly text: string; readonly label: string; readonly tooltip: string }[];
}

/** The parameters whose values say something about those of others. */
export const completionParameters = ['Tenant', 'TenantId'] as const;

/** PowerShell → engine, request: runs one cmdlet for one pipeline record. */
export const CmdletInvoke = 'cmdlet/invoke';
export interface CmdletInvokeParams {
  readonly cmdlet: string;
  readonly parameterSet: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly host: HostFacts;
  /** Those of `environmentVariables` that are set in the PowerShell process now; secret ones as `{"$secret": n}`. */
  readonly environment: Readonly<Record<string, unknown>>;
  /**
   * For a job: what `session/capture` told when its cmdlet was called, which the call works in. In parts, because a
   * SecureString holds 65536 characters at most.
   */
  readonly session?: readonly unknown[];
  /** The values that `{"$secret": n}` in `parameters`, `environment` and `session` stands for. */
  readonly secrets?: readonly string[];
  /** Chosen by the client; every `host/*` message of this call repeats it. */
  readonly invocation: number;
}
export interface CmdletInvokeResult {
  /** CliXml without a quote, backslash or line break: see `outputSteps`. The only member of the result. */
  readonly outputs: string;
}

/**
 * PowerShell → engine, request: a copy of the session in which a cmdlet is called, for the job that runs it. It holds
 * tokens, so that it is told in `host/secret`, as base64; the result has its index.
 */
export const SessionCapture = 'session/capture';
export type SessionCaptureParams = Pick<
  CmdletInvokeParams,
  'parameters' | 'environment' | 'secrets' | 'invocation'
>;
export interface SessionCaptureResult {
  readonly secret: number;
}

export interface HostFacts {
  readonly edition: string;
  readonly version: string;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** Why not, as a clause; empty where interactive. */
  readonly notInteractiveReason: string;
  /** False in a service of Windows. */
  readonly hasDesktop: boolean;
  readonly debug: boolean;
  readonly verbose: boolean;
  readonly module: string;
  /** On Windows: the handle of the console's window, in decimal digits; `0` where it has none. */
  readonly windowHandle?: string;
  /**
   * The columns of the console; 0 where the output goes elsewhere or the console takes no escape sequences.
   */
  readonly consoleWidth?: number;
  /** The lines of the console; 0 where `consoleWidth` is. */
  readonly consoleHeight?: number;
}

/** Engine → PowerShell, notification: outputs ahead of the result, in order. */
export const HostOutput = 'host/output';
export interface HostOutputParams {
  readonly invocation: number;
  /** As in `CmdletInvokeResult`. */
  readonly outputs: string;
}

/** Engine → PowerShell, notification: a line for one of the streams. */
export const HostWrite = 'host/write';
export type HostStream = 'verbose' | 'debug' | 'warning' | 'information' | 'host' | 'console';
export interface HostWriteParams {
  readonly invocation: number;
  /**
   * `host` is for the person's eyes: shown even where the information stream is silent. `console` is drawn on the
   * console and is in no stream: it holds escape sequences.
   */
  readonly stream: HostStream;
  readonly message: string;
}

/** Sets environment variables of the PowerShell process, for the programs that start from it. */
export const HostVariables = 'host/variables';
export interface HostVariablesParams {
  readonly invocation: number;
  /** Each with a value, or with the index of a secret; null removes the variable. */
  readonly variables: readonly ({ readonly name: string } & (
    { readonly value: string | null } | { readonly secret: number }
  ))[];
}

/**
 * Engine → PowerShell, notification: the process works in another context from here on; in none with null. For an
 * Az.Accounts that is loaded too: the modules of Microsoft follow its context.
 */
export const HostContext = 'host/context';
export interface HostContextParams {
  readonly invocation: number;
  readonly context: CurrentContext | null;
}
export interface CurrentContext {
  readonly name: string;
  readonly account: string;
  /** ID; empty where there is none. */
  readonly tenant: string;
  /** ID; empty where there is none. */
  readonly subscription: string;
}

/** Engine → PowerShell, notification: the progress bar. */
export const HostProgress = 'host/progress';
export interface HostProgressParams {
  readonly invocation: number;
  readonly activity: string;
  readonly status: string;
  /** 0 to 100, or -1 where no share is known. */
  readonly percent: number;
  /** Seconds, or -1. */
  readonly secondsRemaining: number;
  readonly done: boolean;
}

/**
 * Engine → PowerShell, notification: a secret that a later message refers to by index. Its members come in exactly
 * this order and `value` is base64 (UTF-8), so that the client can take it apart without a cmdlet: PowerShell's
 * module logging records what cmdlets are given.
 */
export const HostSecret = 'host/secret';
export interface HostSecretParams {
  readonly invocation: number;
  readonly index: number;
  readonly value: string;
}

/** Engine → PowerShell, request: asks the person for a line. */
export const HostPrompt = 'host/prompt';
export interface HostPromptParams {
  readonly invocation: number;
  readonly message: string;
  /** Whether the question is written with the first key only; until then the bar goes on. */
  readonly quiet: boolean;
}
export interface HostPromptResult {
  readonly text: string;
}

/** Engine → PowerShell, notification: the open question of this call needs no answer any more. */
export const HostWithdrawPrompt = 'host/withdrawPrompt';
export interface HostWithdrawPromptParams {
  readonly invocation: number;
}

/** Engine → PowerShell, request: ShouldProcess (-WhatIf, -Confirm) or, with `query`, ShouldContinue. */
export const HostConfirm = 'host/confirm';
export interface HostConfirmParams {
  readonly invocation: number;
  readonly target: string;
  readonly action: string;
  readonly query?: string;
}
export interface HostConfirmResult {
  readonly confirmed: boolean;
}

/**
 * Engine → PowerShell, request: a certificate of the machine's or user's store, by thumbprint. Only .NET reaches
 * every such store, and a key that may not be exported can be used in place only.
 */
export const HostCertificate = 'host/certificate';
export interface HostCertificateParams {
  readonly invocation: number;
  readonly thumbprint: string;
}
export interface HostCertificateResult {
  /** The certificate and its chain, DER in base64, the certificate first; empty where it was not found. */
  readonly chain: readonly string[];
  /** Why it cannot be used, where it was found. */
  readonly problem: string;
}

/** Engine → PowerShell, request: a signature (RSASSA-PKCS1-v1_5 with SHA-256) with such a certificate's key. */
export const HostSign = 'host/sign';
export interface HostSignParams {
  readonly invocation: number;
  readonly thumbprint: string;
  /** What is signed, base64. */
  readonly data: string;
}
export interface HostSignResult {
  /** Base64; empty where it failed. */
  readonly signature: string;
  readonly problem: string;
}

/** Engine → PowerShell, request: the errors of this session (`$Error`), the newest first. */
export const HostErrors = 'host/errors';
export interface HostErrorsParams {
  readonly invocation: number;
  /** The newest only. */
  readonly last: boolean;
}
export interface HostErrorsResult {
  /** As `engine/explain-error/error-facts.ts` reads them. */
  readonly errors: readonly unknown[];
}

/**
 * Engine → PowerShell, notification: what a new engine must know if this one ends. The client keeps it in memory and
 * does not look inside: base64, taken apart as `host/secret` is, because a sign-in for one process holds tokens.
 */
export const SessionChanged = 'session/changed';
export interface SessionChangedParams {
  readonly state: string;
}

/** JSON-RPC's own method for stopping a request (LSP 3.17, cancelRequest). */
export const CancelRequest = '$/cancelRequest';

/** JSON-RPC error codes in use: everything of the catalogue is `requestFailed`, with its identity in `data`. */
export const rpcErrorCodes = { requestFailed: -32803, requestCancelled: -32800, parseError: -32700 } as const;

/** A line longer than this many characters is refused. */
export const maxMessageLength = 64 * 1024 * 1024;

/** The environment variables whose value at the time of the call matters, beside those of the configuration's keys. */
export const environmentVariables = [
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'AZ_LOGINTS_HOME',
  'ARM_CLOUD_METADATA_URL',
  'AzContextAutoSave',
  'Azure_Profile_Autosave',
  'AZURE_AUTHORITY_HOST',
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'AZURE_CLIENT_ID',
  'AZURE_CLIENT_SEND_CERTIFICATE_CHAIN',
  'AZURE_FEDERATED_TOKEN_FILE',
  'AZURE_KUBERNETES_CA_DATA',
  'AZURE_KUBERNETES_CA_FILE',
  'AZURE_KUBERNETES_SNI_NAME',
  'AZURE_KUBERNETES_TOKEN_PROXY',
  'AZURE_POD_IDENTITY_AUTHORITY_HOST',
  'AZURE_TENANT_ID',
  'AZURESUBSCRIPTION_SERVICE_CONNECTION_ID',
  'BROWSER',
  'CI',
  'CODESPACES',
  'CONTAINER',
  'DBUS_SESSION_BUS_ADDRESS',
  'DISPLAY',
  'DEFAULT_IDENTITY_CLIENT_ID',
  'GITHUB_ACTIONS',
  'HOME',
  'HTTP_PROXY',
  'http_proxy',
  'IDENTITY_ENDPOINT',
  'IDENTITY_SERVER_THUMBPRINT',
  'IMDS_ENDPOINT',
  'KUBERNETES_SERVICE_HOST',
  'LOCALAPPDATA',
  'MSI_ENDPOINT',
  'NODE_EXTRA_CA_CERTS',
  'REMOTE_CONTAINERS',
  'SSH_CLIENT',
  'SSH_CONNECTION',
  'SSH_TTY',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
  'SYSTEM_OIDCREQUESTURI',
  'TERM',
  'TF_BUILD',
  'TERM_PROGRAM',
  'USERPROFILE',
  'VTE_VERSION',
  'WAYLAND_DISPLAY',
  'WT_SESSION',
  'WSL_DISTRO_NAME',
  'WSL_INTEROP',
  'XDG_DATA_HOME',
  'XDG_RUNTIME_DIR',
] as const;

/** Those of them that are secrets: they travel as secrets do. */
export const secretEnvironmentVariables = [
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'AZURE_CLIENT_CERTIFICATE_PASSWORD',
  'AZURE_CLIENT_SECRET',
  'IDENTITY_HEADER',
  'MSI_SECRET',
  'SYSTEM_ACCESSTOKEN',
] as const;

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

export type { TypedObject };
