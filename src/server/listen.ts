// The HTTP server: where it listens, what it puts up with, and how it stops.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ListenAddress } from '../config/index.ts';
import { refuseBroken } from './client-error.ts';
import type { FrontDoor } from './front-door/index.ts';

/** A server that answers. */
export interface Listening {
  /** Where a browser on this machine reaches it. */
  readonly url: string;
  /** Reads the web-config file again; without one there is nothing to do. */
  reload(): Promise<void>;
  /** Stops accepting, lets running requests end for `graceMs` at most, then cuts the rest off. */
  stop(graceMs: number): Promise<void>;
}

/** What a client may cost. Times in milliseconds. */
export const CLIENT_LIMITS = {
  /** A request's head must be here by then, or the connection is closed with 408. */
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  /** How late the two above may be noticed. */
  connectionsCheckingInterval: 2_000,
  /** Of TLS, before there is a request. */
  handshakeTimeout: 10_000,
  /** Longer than a usual scrape interval, so that Prometheus keeps its connection. */
  keepAliveTimeout: 95_000,
  maxHeaderSize: 16 * 1024,
  /** Then the client connects anew; at a scrape each 15 s, after two days. */
  maxRequestsPerSocket: 10_000,
  /** More are closed at once, after those that do nothing. */
  maxConnections: 512,
};

export type ClientLimits = typeof CLIENT_LIMITS;

export interface ListenOptions {
  readonly address: ListenAddress;
  readonly limits?: Partial<ClientLimits>;
  readonly door?: FrontDoor | undefined;
}

/** Resolves when it listens; rejects with the system's error (EADDRINUSE, EACCES, …). */
export async function listen(app: RequestListener, options: ListenOptions): Promise<Listening> {
  const { address, door } = options;
  const limits = { ...CLIENT_LIMITS, ...options.limits };
  const server = door ? door.createServer(limits, app) : createServer(limits, app);
  server.maxRequestsPerSocket = limits.maxRequestsPerSocket;
  server.maxConnections = limits.maxConnections;
  refuseBroken(server);
  // Who keeps a connection without using it makes room for who has none.
  server.on('drop', () => server.closeIdleConnections());
  // More than that were sent ahead; Node would refuse each and keep the connection.
  server.on('dropRequest', (_, socket) => socket.destroy());
  // A body is refused, so that nobody is told to go on sending one.
  server.on('checkContinue', app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Without a host: every address of the machine.
    server.listen({ port: address.port, ...(address.host && { host: address.host }) }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${door?.isTls ? 'https' : 'http'}://${nameOf(address.host)}:${port}`,
    reload: async () => door?.reload(),
    stop: (graceMs) => stop(server, door, graceMs),
  };
}

function nameOf(host: string): string {
  const everywhere = host === '' || host === '0.0.0.0' || host === '::';
  return everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
}

async function stop(server: Server, door: FrontDoor | undefined, graceMs: number): Promise<void> {
  // A kept-alive connection is busy while it answers; it becomes idle, not closed, when that ends.
  server.prependListener('request', (_, response) => response.setHeader('connection', 'close'));
  const idle = setInterval(() => server.closeIdleConnections(), 25);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  door?.stopAccepting();
  await new Promise((resolve) => server.close(resolve));
  clearInterval(idle);
  clearTimeout(cut);
  await door?.close();
}
