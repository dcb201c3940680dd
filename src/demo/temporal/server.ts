// The gRPC port of the embedded Temporal: health, version and task queues over HTTP/2.
import {
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { bytes, framed, integer, read, text, unframed } from './messages.ts';
import type { TemporalProcess } from './process.ts';

const SERVICE = 'temporal.api.workflowservice.v1.WorkflowService';
export const TEMPORAL_VERSION = '1.22.4';
export const TASK_QUEUE = 'appsmith';
const NOT_FOUND = 5;
const UNIMPLEMENTED = 12;
const UNAUTHENTICATED = 16;
/** Questions are some dozens of bytes. */
const MOST_BYTES = 64 << 10;

export interface TemporalServer {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * @param port 0 takes any free one
 * @param token that every question must show; the embedded one demands none
 */
export async function startTemporalServer(
  process: TemporalProcess,
  port: number,
  token?: string,
): Promise<TemporalServer> {
  const server = createServer();
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => {});
    session.once('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => {
    const isWelcome = token === undefined || headers.authorization === `Bearer ${token}`;
    if (isWelcome) listenTo(stream, headers, process);
    else reply(stream, UNAUTHENTICATED);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of sessions) session.destroy();
      }),
  };
}

function listenTo(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  process: TemporalProcess,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_BYTES) stream.destroy();
    else chunks.push(chunk);
  });
  stream.once('end', () => {
    if (stream.destroyed) return;
    reply(stream, answer(headers[':path'] ?? '', unframed(Buffer.concat(chunks)), process));
  });
}

/** A message, or the status that refuses it. */
function answer(method: string, request: Buffer, process: TemporalProcess): Buffer | number {
  const fields = read(request);
  const name = (field: number) => String(fields.get(field) ?? '');
  if (method === '/grpc.health.v1.Health/Check') {
    return ['', SERVICE].includes(name(1)) ? integer(1, 1) : NOT_FOUND;
  }
  if (method === `/${SERVICE}/GetSystemInfo`) return text(1, TEMPORAL_VERSION);
  if (method !== `/${SERVICE}/DescribeTaskQueue`) return UNIMPLEMENTED;
  if (name(1) !== 'default') return NOT_FOUND;
  const queue = fields.get(2);
  const isOurs = Buffer.isBuffer(queue) && String(read(queue).get(1)) === TASK_QUEUE;
  return isOurs ? describe(process, fields.get(3) === 1) : Buffer.alloc(0);
}

/** With both the older status and the statistics of newer versions, of which one is enough. */
function describe({ pollers, backlog, age }: TemporalProcess, workflows: boolean): Buffer {
  const waiting = workflows ? Math.floor(backlog) : 0;
  const oldest = integer(1, workflows ? Math.floor(age) : 0);
  return Buffer.concat([
    ...Array.from({ length: pollers }, (_, i) => bytes(1, text(2, `worker-${i + 1}`))),
    bytes(2, integer(1, waiting)),
    bytes(5, Buffer.concat([integer(1, waiting), bytes(2, oldest)])),
  ]);
}

function reply(stream: ServerHttp2Stream, outcome: Buffer | number): void {
  const head = { ':status': 200, 'content-type': 'application/grpc' };
  if (typeof outcome === 'number') {
    stream.respond({ ...head, 'grpc-status': String(outcome) }, { endStream: true });
    return;
  }
  stream.respond(head, { waitForTrailers: true });
  stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(framed(outcome));
}
