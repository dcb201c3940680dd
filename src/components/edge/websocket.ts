// Whether a WebSocket to RTS can be opened through the front door: the handshake alone, nothing is said after it.
import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { type Access, openLine } from './line.ts';
import { HEADERS } from './speak.ts';

/** Where the RTS of older versions has its Socket.IO server, and how such a client begins. */
const PATH = '/rts/?EIO=4&transport=websocket';
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export interface Handshake {
  readonly status: number;
  /** It was accepted as the protocol demands. */
  readonly open: boolean;
}

/** Makes one handshake over a connection of its own; throws when none answers. */
export async function shakeHands(base: URL, access: Access): Promise<Handshake> {
  const socket = await openLine(base, access);
  try {
    return await upgrade(socket, base, access.signal);
  } finally {
    socket.destroy();
  }
}

function upgrade(socket: Socket, base: URL, signal: AbortSignal): Promise<Handshake> {
  const key = randomBytes(16).toString('base64');
  return new Promise((resolve, reject) => {
    const asked = request({
      createConnection: () => socket,
      path: PATH,
      headers: {
        ...{ host: base.host, origin: base.origin, ...HEADERS },
        ...{ connection: 'Upgrade', upgrade: 'websocket' },
        ...{ 'sec-websocket-version': '13', 'sec-websocket-key': key },
      },
      signal,
    });
    asked.on('error', reject);
    asked.once('upgrade', ({ headers }) =>
      resolve({ status: 101, open: headers['sec-websocket-accept'] === acceptOf(key) }),
    );
    asked.once('response', (response) => {
      response.destroy();
      resolve({ status: response.statusCode ?? 0, open: false });
    });
    asked.end();
  });
}

/** The answer that the protocol demands to a key. */
export const acceptOf = (key: string): string =>
  createHash('sha1')
    .update(key + GUID)
    .digest('base64');
