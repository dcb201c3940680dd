// Opens the one connection to a gRPC server: TCP or TLS, then HTTP/2 on it.
import type { ClientHttp2Session } from 'node:http2';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { ScrapeError } from '../../scrape/errors.ts';

/**
 * A session at `address` (`http://host:port` or `https://…`). HTTP/2 is loaded once something has accepted the
 * connection: most Appsmiths have no Temporal. Throws the system's error, or `protocol` for TLS without HTTP/2.
 */
export async function dial(address: URL, signal: AbortSignal): Promise<ClientHttp2Session> {
  const socket = await connected(address, signal);
  const { connect: connectHttp2 } = await import('node:http2');
  if (socket.destroyed) throw new ScrapeError('reset', 'the connection was closed at once');
  const session = connectHttp2(address.origin, {
    createConnection: () => socket,
    settings: { enablePush: false },
  });
  // Whoever waits for an answer learns of it by the stream; between scrapes nobody waits.
  session.on('error', () => {});
  return session;
}

function connected(address: URL, signal: AbortSignal): Promise<Socket> {
  const socket = open(address);
  const secure = address.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      socket.destroy();
      signal.removeEventListener('abort', giveUp);
      reject(error);
    };
    const giveUp = () => fail(signal.reason);
    // Stays for good: an error of an idle connection must not end the process.
    socket.on('error', fail);
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      signal.removeEventListener('abort', giveUp);
      const isHttp2 = !secure || (socket as TLSSocket).alpnProtocol === 'h2';
      if (isHttp2) resolve(socket);
      else fail(new ScrapeError('protocol', 'the server speaks TLS, but no HTTP/2'));
    });
  });
}

function open(address: URL): Socket {
  const host = address.hostname.replace(/^\[|\]$/g, '');
  const secure = address.protocol === 'https:';
  const port = Number(address.port || (secure ? 443 : 80));
  if (!secure) return connect({ host, port });
  const servername = isIP(host) ? {} : { servername: host };
  return connectTls({ host, port, ALPNProtocols: ['h2'], ...servername });
}
