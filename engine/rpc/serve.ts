import type { Readable, Writable } from 'node:stream';
import {
  createMessageConnection,
  ResponseError,
  type CancellationToken,
  type MessageConnection,
} from './json-rpc.ts';
import type { Cmdlet } from '../declaration/define-cmdlet.ts';
import { validateCall } from '../declaration/validate-call.ts';
import { EngineError, toEngineError } from '../errors/engine-error.ts';
import type { ErrorData } from '../errors/error-data.ts';
import {
  CmdletInvoke,
  CompletionList,
  HostSecret,
  type EnvironmentVariables,
  Initialize,
  Ping,
  rpcErrorCodes,
  SessionCapture,
  SessionChanged,
  SessionEnvironment,
  type CmdletInvokeParams,
  type CmdletInvokeResult,
  type CompletionListParams,
  type CompletionListResult,
  type HostSecretParams,
  type InitializeParams,
  type InitializeResult,
  type SessionCaptureParams,
  type SessionCaptureResult,
  type SessionEnvironmentParams,
} from '../protocol/methods.ts';
import { isRecord } from '../protocol/shapes.ts';
import { buildId } from '../protocol/version.ts';
import type { ServiceFactory } from '../session/service-factory.ts';
import type { Call } from '../session/call.ts';
import type { Services } from '../session/services.ts';
import { toFailureData } from './failure-data.ts';
import { Invocation } from './invocation.ts';
import { LineReader } from './line-reader.ts';
import { LineWriter } from './line-writer.ts';
import { fromWireValue } from './wire-values.ts';

export interface EngineParts {
  /** Finds a cmdlet by its full name, and loads only the modules that it needs. */
  readonly findCmdlet: (name: string) => Promise<Cmdlet | undefined>;
  readonly services: ServiceFactory;
  /** Calls the listener with each unhandled error. */
  readonly onFault?: (listener: (error: unknown) => void) => void;
}

/** A call in progress. */
interface RunningCall {
  readonly controller: AbortController;
  /** Fails the call with this error, whatever it is waiting for. */
  readonly fail: (error: unknown) => void;
}

/** Serves requests until the input ends or fails, then resolves. Calls still in progress are aborted. */
export async function serve(input: Readable, output: Writable, parts: EngineParts): Promise<void> {
  const reader = new LineReader(input);
  const writer = new LineWriter(output);
  const connection = createMessageConnection(reader, writer);
  const running = new Set<RunningCall>();
  /**
   * The error for all calls after a failed `initialize`. PowerShell sends its first call without waiting for the
   * answer.
   */
  let refusal: EngineError | undefined;
  let current: EnvironmentVariables | undefined;
  /** Returns the environment variables of a call: its own, otherwise the last ones that were sent. */
  const variablesOf = async (params: CallVariables): Promise<EnvironmentVariables> =>
    ownVariables(params) ?? current ?? (await parts.services.variablesAtStart());

  reader.onError((error) => {
    writer.writeRaw({
      jsonrpc: '2.0',
      id: null,
      error: { code: rpcErrorCodes.parseError, message: error.message },
    });
  });
  // After an unhandled error some work may never finish, and a call could wait for it forever. So every running call
  // fails.
  parts.onFault?.((error) => {
    for (const { fail } of running) fail(error);
  });
  parts.services.onStateChanged((state) => {
    connection.sendNotification(SessionChanged, { state }).catch(() => undefined);
  });

  connection.onRequest(
    Initialize,
    (params: InitializeParams): InitializeResult | ResponseError<ErrorData> => {
      if (params.buildId !== buildId) {
        const facts = { module: params.buildId, engine: buildId };
        const mismatch = new EngineError('Engine.Mismatch', { facts });
        refusal = mismatch.asTerminating();
        return toResponseError(refusal, refusal.toData());
      }
      if (params.state !== undefined) parts.services.restoreState(params.state);
      // Preload while PowerShell prepares its first call. If loading fails, that call fails, not this one.
      setImmediate(() => {
        preload(params.cmdlet, parts).catch(() => undefined);
      });
      return { buildId, processId: process.pid, runtime: `Node.js ${process.version}` };
    },
  );

  connection.onRequest(Ping, () => null);

  connection.onNotification(SessionEnvironment, ({ environment }: SessionEnvironmentParams) => {
    current = environment;
  });

  connection.onRequest(CmdletInvoke, async (params: CmdletInvokeParams, token: CancellationToken) => {
    const controller = new AbortController();
    const stop = token.onCancellationRequested(() => {
      controller.abort();
    });
    const { failed, call } = runningCall(controller);
    running.add(call);
    let invocation: Invocation | undefined;
    try {
      if (refusal !== undefined) throw refusal;
      const variables = await variablesOf(params);
      const warnings = new Set<string>();
      const services = await servicesOf(params, { variables, warnings }, parts);
      invocation = new Invocation(connection, params, {
        services,
        variables: services.memory.identityEndpoint?.withoutOwnVariables(variables) ?? variables,
        warnings,
        signal: controller.signal,
      });
      return await Promise.race([invoke(params, invocation, parts), failed]);
    } catch (error) {
      // Outputs from before the failure still belong in the pipeline.
      const failure = toEngineError(error);
      const data = await toFailureData(failure, invocation);
      return toResponseError(failure, data, invocation?.takeOutputs());
    } finally {
      stop.dispose();
      running.delete(call);
    }
  });

  connection.onRequest(SessionCapture, async (params: SessionCaptureParams) => {
    try {
      if (refusal !== undefined) throw refusal;
      return await capture(params, connection, parts);
    } catch (error) {
      const failure = toEngineError(error).asTerminating();
      return toResponseError(failure, await toFailureData(failure, undefined));
    }
  });

  connection.onRequest(
    CompletionList,
    async (params: CompletionListParams): Promise<CompletionListResult> => {
      const cmdlet = await parts.findCmdlet(params.cmdlet);
      const variables = await variablesOf(params);
      // Completion shows no errors; the command itself will.
      const services = await parts.services.forCall(variables, new Set()).catch(() => undefined);
      if (cmdlet === undefined || services === undefined) return { items: [] };
      const { complete } = await import('../completion/complete.ts');
      return { items: await complete(cmdlet, params, services) };
    },
  );

  await new Promise<void>((resolve) => {
    connection.onClose(resolve);
    connection.listen();
  });
  for (const { controller } of running) controller.abort();
}

type CallVariables = Pick<CmdletInvokeParams, 'environment' | 'secrets'>;

function ownVariables({ environment, secrets = [] }: CallVariables): EnvironmentVariables | undefined {
  return environment === undefined
    ? undefined
    : (fromWireValue(environment, secrets) as EnvironmentVariables);
}

/** Returns a call, and a promise that rejects when the call is made to fail. */
function runningCall(controller: AbortController): {
  readonly failed: Promise<never>;
  readonly call: RunningCall;
} {
  let fail: RunningCall['fail'] = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = (error) => {
      reject(error instanceof Error ? error : new Error(String(error)));
      controller.abort();
    };
  });
  failed.catch(() => undefined);
  return { failed, call: { controller, fail } };
}

/** Loads the modules that the first cmdlet needs. */
async function preload(name: string | undefined, { findCmdlet, services }: EngineParts): Promise<void> {
  const [cmdlet] = await Promise.all([findCmdlet(name ?? ''), services.preload()]);
  const need = cmdlet?.declaration.needs;
  if (need === undefined) return;
  await import('@azure/msal-node');
  if (need === 'tokens') return;
  const { systemAuthorities } = await import('../http/certificates.ts');
  systemAuthorities();
  await import('node:https');
}

/** Returns the services for a call: those of this process's session, or of the session that was captured for a job. */
function servicesOf(
  { session, secrets = [] }: CmdletInvokeParams,
  { variables, warnings }: Pick<Call, 'variables' | 'warnings'>,
  { services }: EngineParts,
): Promise<Services> {
  if (session === undefined) return services.forCall(variables, warnings);
  const parts = fromWireValue(session, secrets) as readonly string[];
  return services.forSession(parts.join(''), variables, warnings);
}

async function capture(
  { invocation, parameters, environment, secrets = [] }: SessionCaptureParams,
  connection: MessageConnection,
  { services: factory }: EngineParts,
): Promise<SessionCaptureResult> {
  const services = await factory.forCall(ownVariables({ environment, secrets }) ?? {}, new Set());
  const { DefaultProfile: profile } = fromWireValue(parameters, secrets) as Record<string, unknown>;
  const { captureSession } = await import('../usecases/capture-session.ts');
  const session = await captureSession(services, isRecord(profile) ? profile : undefined);
  const value = Buffer.from(JSON.stringify(session), 'utf8').toString('base64');
  const secret = 0;
  await connection.sendNotification(HostSecret, {
    invocation,
    index: secret,
    value,
  } satisfies HostSecretParams);
  return { secret };
}

async function invoke(
  params: CmdletInvokeParams,
  invocation: Invocation,
  parts: EngineParts,
): Promise<CmdletInvokeResult> {
  const cmdlet = await parts.findCmdlet(params.cmdlet);
  if (cmdlet === undefined) {
    throw new EngineError('InvalidArgument.UnknownCmdlet', { facts: { cmdlet: params.cmdlet } });
  }
  const parameters = fromWireValue(params.parameters, params.secrets ?? []) as Record<string, unknown>;
  const call = validateCall(cmdlet.name, cmdlet.declaration, {
    parameterSet: params.parameterSet,
    parameters,
  });
  let hasFailed = true;
  try {
    await cmdlet.run(call, invocation);
    hasFailed = false;
  } finally {
    for (const warning of invocation.warnings) invocation.warning(warning);
    tellIdentityRequests(invocation);
    // If a file cannot be read, the call itself has failed with that error.
    if (hasFailed) await invocation.tellContext().catch(() => undefined);
  }
  return invocation.takeResult();
}

/**
 * Reports the identity requests of other programs since the last verbose command. PowerShell does not read the pipe
 * between two commands.
 */
function tellIdentityRequests({ showsVerbose, services, interaction }: Invocation): void {
  if (!showsVerbose) return;
  for (const note of services.memory.identityEndpoint?.takeNotes() ?? []) interaction.verbose(note);
}

function toResponseError(error: EngineError, data: ErrorData, outputs?: string): ResponseError<ErrorData> {
  const cancelled = error.catalogueId === 'Cancelled.ByUser';
  const code = cancelled ? rpcErrorCodes.requestCancelled : rpcErrorCodes.requestFailed;
  return new ResponseError(code, error.message, {
    ...data,
    ...(outputs === undefined ? {} : { outputs }),
  });
}
