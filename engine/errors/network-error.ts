// Classifies failures below HTTP, because each has another remedy.
import { EngineError } from './engine-error.ts';

interface SystemError extends Error {
  readonly code?: string;
  readonly cert?: { readonly issuer?: { readonly CN?: string; readonly O?: string } };
}

/** Reasons for failed connections by the system's error code, as clauses. */
export const refusedConnections: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'the network is unreachable',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'the connection timed out',
  ECONNABORTED: 'the connection was aborted',
};

const tlsCodes =
  /^(?:CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO|INVALID_CA)/;

/** A proxy did not open the tunnel. The message is the reason, as a clause. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';

  constructor(reason: string, cause?: unknown) {
    super(reason, cause === undefined ? undefined : { cause });
  }
}

/** Returns the reason for a missing answer, as a clause. */
export function silenceReason(milliseconds: number): string {
  return `it gave no answer within ${String(Math.round(milliseconds / 1000))} seconds`;
}

/**
 * Returns a connection's failure as an EngineError of the `Network` family. `proxy` is the one it went through, if
 * any.
 */
export function toNetworkError(cause: unknown, url: URL, proxy = ''): EngineError {
  if (cause instanceof EngineError) return cause;
  const error = flatten(cause);
  const { code = '' } = error;
  const { host } = url;
  if (error.name === 'ProxyError') {
    const facts = { proxy, host, reason: error.message };
    return new EngineError('Network.Proxy', { facts, target: host, cause });
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new EngineError('Network.Dns', { facts: { host: url.hostname }, target: host, cause });
  }
  if (tlsCodes.test(code)) {
    const issuer = error.cert?.issuer?.CN ?? error.cert?.issuer?.O;
    const reason = issuer === undefined ? error.message : `${error.message}; issued by '${issuer}'`;
    return new EngineError('Network.Tls', { facts: { host, reason }, target: host, cause });
  }
  const reason = refusedConnections[code] ?? (error.message || code);
  return new EngineError('Network.Refused', { facts: { host, reason }, target: host, cause });
}

/** Node tries several addresses and reports all errors together; the first is enough. */
function flatten(cause: unknown): SystemError {
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0];
  return cause instanceof Error ? cause : new Error(String(cause));
}
