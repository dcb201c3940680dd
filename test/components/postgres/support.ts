// A target of the postgres component, gone at the end of the test, and servers that are no PostgreSQL.
import { createServer, type Socket } from 'node:net';
// The component loads it in the first scrape: here it is loaded before, so that short deadlines measure sockets.
import 'pg';
import { onTestFinished } from 'vitest';
import { postgres } from '../../../src/components/postgres/index.ts';
import type { Target } from '../../../src/scrape/target.ts';
import { scrapeText, targetOf } from '../../support/component.ts';

export function postgresTarget(
  values: Record<string, string> = {},
  kind?: 'env' | 'docker.env',
): Target {
  const target = targetOf(postgres, values, kind);
  onTestFinished(() => target.close());
  return target;
}

/** One scrape of the component: its outcome, every series, the whole text. */
export async function scrapePostgres(target: Target, timeoutMs?: number) {
  const { result, series, text } = await scrapeText(target, timeoutMs);
  const outcome = result.outcomes[0];
  if (!outcome) throw new Error('no outcome');
  return { outcome, series, text };
}

/** A TCP server that does what the test says; `connections` are those open now. */
export async function tcp(greet: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    accepted++;
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
  const url = `postgresql://reader:secret@127.0.0.1:${port}/postgres`;
  return { url, port, connections: () => sockets.size, accepted: () => accepted };
}
