// Connects to a server that is trusted by its certificate's thumbprint. Service Fabric's certificate is not signed by
// any authority.
import type { TLSSocket } from 'node:tls';
import { EngineError } from '../errors/engine-error.ts';
import { onAbort } from '../waiting/before-abort.ts';

/**
 * Returns a connection to the server that has this certificate (SHA-1, hex). No data is sent before the certificate
 * is checked.
 * @throws EngineError `Network.Tls` if the server has another certificate; otherwise the socket's errors
 */
export async function connectByThumbprint(
  url: URL,
  thumbprint: string,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const socket = await connectToAny(url, signal);
  const actual = socket.getPeerX509Certificate()?.fingerprint.replaceAll(':', '');
  if (actual === thumbprint.replace(/[^0-9a-f]/gi, '').toUpperCase()) return socket;
  socket.destroy();
  throw new EngineError('Network.Tls', {
    facts: { host: url.host, reason: `its thumbprint is not ${thumbprint}` },
    target: url.host,
  });
}

async function connectToAny(url: URL, signal: AbortSignal): Promise<TLSSocket> {
  const { connect } = await import('node:tls');
  return new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port === '' ? '443' : url.port);
    const socket = connect({ host, port, rejectUnauthorized: false });
    const release = onAbort(signal, () => {
      socket.destroy(signal.reason as Error);
    });
    socket.once('close', release);
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      release();
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
