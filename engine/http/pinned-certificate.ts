// A server that is trusted by its certificate's thumbprint, as Service Fabric names its own: no authority vouches for
// it.
import type { TLSSocket } from 'node:tls';
import { EngineError } from '../errors/engine-error.ts';
import { onAbort } from '../waiting/before-abort.ts';

/**
 * A connection to the server of this certificate (SHA-1, hex) and no other. Nothing is sent before that is sure.
 * @throws EngineError `Network.Tls` where the server has another certificate; the socket's errors otherwise
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
