// The sockets of a driver's client from their first byte on: a handshake is something the driver itself cannot end.
import type { Socket } from 'node:net';

/** The driver's class for one connection, as its undocumented option `connectionType` takes it. */
export type ConnectionType = new (socket: Socket, options: object) => object;

/** The sockets that one client holds, handshakes included. */
export class Sockets {
  readonly #open = new Set<Socket>();
  readonly connectionType: ConnectionType | undefined;

  /** @param base the driver's own class; without it (another version of the driver) nothing is recorded */
  constructor(base: ConnectionType | undefined) {
    if (!base) return;
    const open = this.#open;
    this.connectionType = class extends base {
      constructor(socket: Socket, options: object) {
        super(socket, options);
        open.add(socket);
        socket.once('close', () => open.delete(socket));
      }
    };
  }

  destroy(): void {
    for (const socket of this.#open) socket.destroy();
  }
}

/** The driver's class of connections, where this version of the driver has it in its usual place. */
export async function connectionClass(): Promise<ConnectionType | undefined> {
  try {
    return (await import('mongodb/lib/cmap/connection.js')).Connection;
  } catch {
    return undefined;
  }
}
