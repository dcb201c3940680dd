// A TCP proxy that spoils what servers answer: the bytes of any protocol, changed at random but repeatably.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { below, mutated, type Random } from '../exposition/mutate.ts';

/** A proxy in front of one server. */
export interface Spoiler {
  readonly port: number;
  /** Share of chunks that are spoilt; 0 forwards faithfully. */
  share: number;
  /** Chunks spoilt so far. */
  readonly spoilt: number;
  connections(): number;
  stop(): Promise<void>;
}

/** Listens on a free port of loopback and forwards to `to`, spoiling answers as `random` says. */
export async function startSpoiler(to: number, random: Random): Promise<Spoiler> {
  const sockets = new Set<Socket>();
  const state = { share: 0, spoilt: 0 };
  const spoil = (chunk: Buffer): Buffer => {
    if (random() >= state.share) return chunk;
    state.spoilt++;
    const head = mutated(chunk, chunk, random);
    // Lengths and opcodes stand at the start: these are what framing stumbles over.
    if (random() < 0.5 && head.length > 4) head[below(random, 4)] = below(random, 256);
    return head;
  };
  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      client.write(spoil(Buffer.from(chunk)));
      if (random() < state.share / 50) client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get share() {
      return state.share;
    },
    set share(share: number) {
      state.share = share;
    },
    get spoilt() {
      return state.spoilt;
    },
    connections: () => sockets.size / 2,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
