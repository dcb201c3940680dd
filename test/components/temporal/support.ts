// A stand-in for Temporal over node:http2, which gives recorded answers byte by byte, and a scrape of it.
import {
  createSecureServer,
  createServer,
  type Http2Server,
  type SecureServerOptions,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { temporal } from '../../../src/components/temporal/index.ts';
import { scrapeText, targetOf } from '../../support/component.ts';
import { refusedUrl } from '../../support/http.ts';
import { recorded } from './recorded.ts';

export interface Asked {
  readonly method: string;
  /** The message without its frame, in hexadecimal. */
  readonly request: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Does something with the stream; the question is complete by then. */
export type Reply = (stream: ServerHttp2Stream, asked: Asked) => void;

const TYPE = { ':status': 200, 'content-type': 'application/grpc' };

/** A message and status 0, as a trailer. */
export function ok(response: string): Reply {
  const message = Buffer.from(response, 'hex');
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return raw(Buffer.concat([head, message]), '0');
}

/** A body as it is, and a status; without one the stream just ends. */
export function raw(body: Buffer, status?: string): Reply {
  return (stream) => {
    stream.respond(TYPE, { waitForTrailers: status !== undefined });
    stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status ?? '' }));
    stream.end(body);
  };
}

/** A refusal in the head alone, as Go's servers send it. */
export const refuse =
  (status: number): Reply =>
  (stream) =>
    stream.respond({ ...TYPE, 'grpc-status': String(status) }, { endStream: true });

export const HANG: Reply = () => {};

/** What the real one answered to the same bytes; 12 for what nobody recorded. */
export const RECORDED_REPLY: Reply = (stream, { method, request }) => {
  try {
    const { status, response } = recorded_(method, request);
    (status === 0 ? ok(response) : refuse(status))(stream, { method, request, headers: {} });
  } catch {
    refuse(12)(stream, { method, request, headers: {} });
  }
};

function recorded_(method: string, request: string) {
  const names = [
    'health',
    'version',
    'workflow tasks that wait',
    'activity tasks, none',
    'a namespace that does not exist',
  ];
  const found = names.map(recorded).find((one) => one.method === method && one.request === request);
  if (!found) throw new Error('never asked like this');
  return found;
}

export interface StandIn {
  readonly url: string;
  readonly asked: Asked[];
  /** Connections that were made so far. */
  connections(): number;
  /** Ends what is connected, as a server does that is restarted. */
  cut(): void;
  stop(): Promise<void>;
}

/** Listens until the test ends. `replies` by method's last part; others are answered as recorded. */
export async function standIn(
  replies: Readonly<Record<string, Reply>> = {},
  tls?: SecureServerOptions,
): Promise<StandIn> {
  const asked: Asked[] = [];
  const server = tls ? createSecureServer(tls) : createServer();
  const sessions = sessionsOf(server);
  server.on('stream', (stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('error', () => {});
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('end', () => {
      const method = headers[':path'] ?? '';
      const request = Buffer.concat(chunks).subarray(5).toString('hex');
      const question = { method, request, headers };
      asked.push(question);
      const name = method.slice(method.lastIndexOf('/') + 1);
      (replies[name] ?? RECORDED_REPLY)(stream, question);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const session of sessions.open) session.destroy();
  };
  const stop = () =>
    new Promise<void>((resolve) => {
      cut();
      if (server.listening) server.close(() => resolve());
      else resolve();
    });
  onTestFinished(stop);
  const { port } = server.address() as AddressInfo;
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  return { url, asked, connections: () => sessions.count, cut, stop };
}

function sessionsOf(server: Pick<Http2Server, 'on'>) {
  const sessions = { count: 0, open: new Set<{ destroy(): void }>() };
  server.on('session', (session) => {
    sessions.count += 1;
    sessions.open.add(session);
    session.on('error', () => {});
    session.once('close', () => sessions.open.delete(session));
  });
  return sessions;
}

type Settings = Record<string, string>;

/** A target of this address; its own metrics refuse unless they are given. */
export async function targetAt(address: string, settings: Settings = {}) {
  const target = targetOf(temporal, { address, metrics_url: await refusedUrl(), ...settings });
  onTestFinished(() => target.close());
  return target;
}

export async function scrapeAt(address: string, settings?: Settings, timeoutMs?: number) {
  const { result, series, text } = await scrapeText(await targetAt(address, settings), timeoutMs);
  const outcome = result.outcomes[0]!;
  return { outcome, series, text, codes: outcome.notes.map(({ code }) => code) };
}
