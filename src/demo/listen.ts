// Small HTTP servers on free ports of loopback, which really let go of their port when they stop.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const LOOPBACK = '127.0.0.1';

export interface Answer {
  readonly status: number;
  /** Content type; left out of the answer when empty. */
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Real milliseconds to wait before it is sent. */
  readonly delayMs?: number;
}

/** `hang` never answers; `drop` closes the connection without a word. */
export type Handler = (request: IncomingMessage) => Outcome | Promise<Outcome>;
export type Outcome = Answer | 'hang' | 'drop';

export interface Listening {
  /** Base address without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Refuses connections until `resume`; those that exist are cut. */
  pause(): Promise<void>;
  /** Listens on the same port again. */
  resume(): Promise<void>;
  /** Closes every connection and the port. */
  stop(): Promise<void>;
}

/** @param port 0 takes any free one  @param host loopback unless others are to reach it, as in a container */
export async function listen(handler: Handler, port = 0, host = LOOPBACK): Promise<Listening> {
  const server = createServer((request, response) => void respond(handler, request, response));
  await bind(server, port, host);
  const bound = (server.address() as AddressInfo).port;
  const close = () => (server.listening ? closed(server) : Promise.resolve());
  return {
    url: `http://${LOOPBACK}:${bound}`,
    port: bound,
    pause: close,
    resume: () => (server.listening ? Promise.resolve() : bind(server, bound, host)),
    stop: close,
  };
}

function bind(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function respond(handler: Handler, request: IncomingMessage, response: ServerResponse) {
  const outcome = await handler(request);
  if (outcome === 'hang') return;
  if (outcome === 'drop') {
    request.socket.destroy();
    return;
  }
  const { status, type, body, headers, delayMs = 0 } = outcome;
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  response.writeHead(status, {
    ...(type !== '' && { 'content-type': type }),
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

/** Whether a request's basic authentication satisfies `accept`; false without any. */
export function basicAuth(
  request: IncomingMessage,
  accept: (user: string, password: string) => boolean,
): boolean {
  const [scheme, encoded] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || !encoded) return false;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon >= 0 && accept(text.slice(0, colon), text.slice(colon + 1));
}

/** A request's path without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0]!;
}
