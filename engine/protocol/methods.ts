// The wire contract: JSON-RPC 2.0, one JSON message per line, UTF-8. PowerShell is the client. Each method name is a
// constant here; the build writes the names into the module, so no one types them twice.
import type { TypedObject } from './values.ts';

/** PowerShell → engine, request: the first message of every connection. */
export const Initialize = 'initialize';
export interface InitializeParams {
  readonly buildId: string;
  /** The last state from `session/changed`, if this engine replaces one that ended. */
  readonly state?: string;
  /** The cmdlet that will be called first. */
  readonly cmdlet?: string;
}
export interface InitializeResult {
  readonly buildId: string;
  readonly processId: number;
  readonly runtime: string;
}

/**
 * PowerShell → engine, request: checks that the engine is alive. A running engine answers immediately, even during a
 * call; one that is stopped or swapped out does not.
 */
export const Ping = 'ping';

/** PowerShell → engine, request: lists the completions for a word of the command line. */
export const CompletionList = 'completion/list';
export interface CompletionListParams {
  readonly cmdlet: string;
  readonly parameter: string;
  /** The typed text, without quotes. */
  readonly word: string;
  /** The values of `completionParameters` that the command line already has. */
  readonly bound: Readonly<Record<string, string>>;
  /** As in `CmdletInvokeParams`. */
  readonly environment: Readonly<Record<string, unknown>>;
  readonly secrets?: readonly string[];
}
export interface CompletionListResult {
  readonly items: readonly { readonly text: string; readonly label: string; readonly tooltip: string }[];
}

/** Parameters whose values narrow the completions of other parameters. */
export const completionParameters = ['Tenant', 'TenantId'] as const;

/** PowerShell → engine, request: runs one cmdlet for one pipeline record. */
export const CmdletInvoke = 'cmdlet/invoke';
export interface CmdletInvokeParams {
  readonly cmdlet: string;
  readonly parameterSet: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly host: StreamFacts;
  /**
   * Those of `environmentVariables` that are set in the PowerShell process; secret ones as `{"$secret": n}`. Absent if
   * they are the last ones of `session/environment`.
   */
  readonly environment?: Readonly<Record<string, unknown>>;
  /**
   * For a job: the session from `session/capture` in which the call runs. Split into parts, because a SecureString
   * holds at most 65536 characters.
   */
  readonly session?: readonly unknown[];
  /** The secrets that `{"$secret": n}` in `parameters`, `environment` and `session` refers to. */
  readonly secrets?: readonly string[];
  /** Chosen by the client; every `host/*` message of this call repeats it. */
  readonly invocation: number;
}
/** The members have exactly this order, so that the client can parse the result without a cmdlet. */
export interface CmdletInvokeResult {
  /** CliXml without a quote, backslash or line break: see `outputSteps`. */
  readonly outputs: string;
  /** The index of the first of `secrets`. */
  readonly first?: number;
  /** The secrets of these outputs, as in `host/secret`; at least one. */
  readonly secrets?: readonly string[];
  /** As in `host/context`. */
  readonly context?: CurrentContext | null;
}

/**
 * PowerShell → engine, request: copies the current session for the job that runs a cmdlet. The copy contains tokens,
 * so it is sent in `host/secret`, as base64; the result has its index.
 */
export const SessionCapture = 'session/capture';
export type SessionCaptureParams = Pick<CmdletInvokeParams, 'parameters' | 'secrets' | 'invocation'> &
  Required<Pick<CmdletInvokeParams, 'environment'>>;
export interface SessionCaptureResult {
  readonly secret: number;
}

/**
 * PowerShell → engine, notification: the environment variables from now on. Not sent if they are those with which the
 * engine started, and not if one of them is secret: then each call has them.
 */
export const SessionEnvironment = 'session/environment';
export interface SessionEnvironmentParams {
  readonly environment: Readonly<Record<string, string>>;
}

/** Whether anybody sees the lines of these streams. */
export interface StreamFacts {
  readonly debug: boolean;
  readonly verbose: boolean;
  /** False if ShouldProcess would say yes without asking or writing anything, so that `host/confirm` is not needed. */
  readonly confirm?: boolean;
}

/**
 * Engine → PowerShell, request: the facts about the calling PowerShell. Most commands need none, and finding them takes
 * PowerShell longer than a message.
 */
export const HostDescribe = 'host/describe';
export interface HostDescribeParams {
  readonly invocation: number;
}
export interface HostFacts {
  readonly edition: string;
  readonly version: string;
  /** Whether the user can answer a prompt. */
  readonly interactive: boolean;
  /** If `interactive` is false, the reason as a clause; otherwise empty. */
  readonly notInteractiveReason: string;
  /** False in a Windows service. */
  readonly hasDesktop: boolean;
  /** On Windows: the console window's handle, in decimal digits; `0` without a window. */
  readonly windowHandle?: string;
  /** Columns of the console; 0 if the output is redirected or the console does not support escape sequences. */
  readonly consoleWidth?: number;
  /** Lines of the console; 0 if `consoleWidth` is 0. */
  readonly consoleHeight?: number;
}

/** Engine → PowerShell, notification: outputs sent before the result, in order. */
export const HostOutput = 'host/output';
export interface HostOutputParams {
  readonly invocation: number;
  /** As in `CmdletInvokeResult`. */
  readonly outputs: string;
}

/** Engine → PowerShell, notification: a message for one of the streams. */
export const HostWrite = 'host/write';
export type HostStream = 'verbose' | 'debug' | 'warning' | 'information' | 'host' | 'console';
export interface HostWriteParams {
  readonly invocation: number;
  /**
   * `host` is shown to the user even if the information stream is silent. `console` is drawn on the console and goes
   * to no stream, because it contains escape sequences.
   */
  readonly stream: HostStream;
  readonly message: string;
}

/**
 * Engine → PowerShell, notification: sets environment variables of the PowerShell process, for programs that start
 * from it.
 */
export const HostVariables = 'host/variables';
export interface HostVariablesParams {
  readonly invocation: number;
  /** Each with a value or the index of a secret; null removes the variable. */
  readonly variables: readonly ({ readonly name: string } & (
    { readonly value: string | null } | { readonly secret: number }
  ))[];
}

/**
 * Engine → PowerShell, notification: the current context of the process changed; null if there is none. An
 * Az.Accounts that is loaded too gets the same context, because Microsoft's other modules use it.
 */
export const HostContext = 'host/context';
export interface HostContextParams {
  readonly invocation: number;
  readonly context: CurrentContext | null;
}
export interface CurrentContext {
  readonly name: string;
  readonly account: string;
  /** ID; empty if there is none. */
  readonly tenant: string;
  /** ID; empty if there is none. */
  readonly subscription: string;
}

/** Engine → PowerShell, notification: the progress bar. */
export const HostProgress = 'host/progress';
export interface HostProgressParams {
  readonly invocation: number;
  readonly activity: string;
  readonly status: string;
  /** 0 to 100, or -1 if unknown. */
  readonly percent: number;
  /** Seconds, or -1 if unknown. */
  readonly secondsRemaining: number;
  readonly done: boolean;
}

/**
 * Engine → PowerShell, notification: a secret that a later message refers to by its index. The members have exactly
 * this order and `value` is base64 (UTF-8), so that the client can parse it without a cmdlet: PowerShell's module
 * logging records the arguments of cmdlets.
 */
export const HostSecret = 'host/secret';
export interface HostSecretParams {
  readonly invocation: number;
  readonly index: number;
  readonly value: string;
}

/** Engine → PowerShell, request: asks the user for a line of text. */
export const HostPrompt = 'host/prompt';
export interface HostPromptParams {
  readonly invocation: number;
  readonly message: string;
  /** If true, the question is shown only after the first key press; until then the progress bar continues. */
  readonly quiet: boolean;
}
export interface HostPromptResult {
  readonly text: string;
}

/** Engine → PowerShell, notification: closes the open question of this call. */
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
 * Engine → PowerShell, request: a certificate from the machine's or the user's store, by thumbprint. Only .NET
 * reaches all these stores, and a key that is not exportable can only be used in place.
 */
export const HostCertificate = 'host/certificate';
export interface HostCertificateParams {
  readonly invocation: number;
  readonly thumbprint: string;
}
export interface HostCertificateResult {
  /** The certificate and then its chain, DER in base64; empty if it was not found. */
  readonly chain: readonly string[];
  /** If it was found but cannot be used, the reason. */
  readonly problem: string;
}

/** Engine → PowerShell, request: signs data (RSASSA-PKCS1-v1_5 with SHA-256) with such a certificate's key. */
export const HostSign = 'host/sign';
export interface HostSignParams {
  readonly invocation: number;
  readonly thumbprint: string;
  /** The data to sign, base64. */
  readonly data: string;
}
export interface HostSignResult {
  /** Base64; empty if signing failed. */
  readonly signature: string;
  readonly problem: string;
}

/** Engine → PowerShell, request: the errors of this session (`$Error`), newest first. */
export const HostErrors = 'host/errors';
export interface HostErrorsParams {
  readonly invocation: number;
  /** If true, only the newest error. */
  readonly last: boolean;
}
export interface HostErrorsResult {
  /** In the form that `engine/explain-error/error-facts.ts` reads. */
  readonly errors: readonly unknown[];
}

/**
 * Engine → PowerShell, notification: the state that a new engine needs if this one ends. The client keeps it in
 * memory and does not decode it. It is base64 and parsed like `host/secret`, because a sign-in for one process
 * contains tokens.
 */
export const SessionChanged = 'session/changed';
export interface SessionChangedParams {
  readonly state: string;
}

/** The method that cancels a request (LSP 3.17, cancelRequest). */
export const CancelRequest = '$/cancelRequest';

/** The JSON-RPC error codes in use. Every error of the catalogue is `requestFailed`, with its id in `data`. */
export const rpcErrorCodes = { requestFailed: -32803, requestCancelled: -32800, parseError: -32700 } as const;

/** A longer line, in characters, is rejected. */
export const maxMessageLength = 64 * 1024 * 1024;

/** The environment variables that are read at each call, in addition to those of the configuration's keys. */
export const environmentVariables = [
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'APPSETTING_WEBSITE_SITE_NAME',
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

/** Environment variables whose values are secret: they are sent like other secrets. */
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
