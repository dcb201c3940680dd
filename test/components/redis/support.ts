// A target of the redis component and the stand-in, both gone at the end of the test.
import { createServer, type Socket } from 'node:net';
// The component loads it in the first scrape: here it is loaded before, so that short deadlines measure sockets.
import 'ioredis';
import { onTestFinished } from 'vitest';
import { redis } from '../../../src/components/redis/index.ts';
import {
  type RedisWire,
  type RedisWireOptions,
  startRedisWire,
} from '../../../src/demo/redis-wire/index.ts';
import type { Target } from '../../../src/scrape/target.ts';
import { scrapeText, targetOf } from '../../support/component.ts';

export function redisTarget(values: Record<string, string>, kind?: 'env' | 'docker.env'): Target {
  const target = targetOf(redis, values, kind);
  onTestFinished(() => target.close());
  return target;
}

/** One scrape of the component: its outcome, every series, the whole text. */
export async function scrapeRedis(target: Target, timeoutMs?: number) {
  const { result, series, text } = await scrapeText(target, timeoutMs);
  const outcome = result.outcomes[0];
  if (!outcome) throw new Error('no outcome');
  return { outcome, series, text };
}

export async function wire(
  options?: RedisWireOptions,
): Promise<RedisWire & { readonly url: string }> {
  const server = await startRedisWire(options);
  onTestFinished(server.stop);
  return { ...server, url: `redis://127.0.0.1:${server.port}` };
}

/** A TCP server that is no Redis; `connections` are those open now. */
export async function tcp(greet: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `redis://127.0.0.1:${port}`, connections: () => sockets.size };
}
