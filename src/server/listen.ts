// The HTTP server: where it listens, what it puts up with, and how it stops.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ListenAddress } from '../config/index.ts';

/** A server that answers. */
export interface Listening {
  /** Where a browser on this machine reaches it. */
  readonly url: string;
  /** Stops accepting, lets running requests end for `graceMs` at most, then cuts the rest off. */
  stop(graceMs: number): Promise<void>;
}

const LIMITS = {
  /** A request's head must be here by then, or the connection is closed. */
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  /** Longer than a usual scrape interval, so that Prometheus keeps its connection. */
  keepAliveTimeout: 95_000,
  maxHeaderSize: 16 * 1024,
};
const MAX_CONNECTIONS = 256;

/** Resolves when it listens; rejects with the system's error (EADDRINUSE, EACCES, …). */
export async function listen(app: RequestListener, address: ListenAddress): Promise<Listening> {
  const server = createServer(LIMITS, app);
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Without a host: every address of the machine.
    server.listen({ port: address.port, ...(address.host && { host: address.host }) }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: urlOf(address.host, port), stop: (graceMs) => stop(server, graceMs) };
}

function urlOf(host: string, port: number): string {
  const everywhere = host === '' || host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

async function stop(server: Server, graceMs: number): Promise<void> {
  // A kept-alive connection is busy while it answers; it becomes idle, not closed, when that ends.
  server.prependListener('request', (_, response) => response.setHeader('connection', 'close'));
  const idle = setInterval(() => server.closeIdleConnections(), 25);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(idle);
  clearTimeout(cut);
}
