// A small server that speaks PostgreSQL's protocol, for the demo and for tests that need an answer no real server gives.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Failure } from './messages.ts';
import {
  type Answer,
  CUT,
  GARBAGE,
  HALF,
  HANG,
  type Reply,
  Session,
  type Trick,
} from './session.ts';

export { type Cell, Failure, type Table, type TypeName } from './messages.ts';
export { type Answer, CUT, GARBAGE, HALF, HANG, type Trick } from './session.ts';

/** Answers by the name that a question gives itself in its first comment: `appsmith-exporter: activity`. */
export type Answers = Readonly<Record<string, (select: string) => Answer>>;

export interface PostgresWireOptions {
  /** 0, the default, means any free port. */
  readonly port?: number;
  readonly answers: Answers;
  /** As the server tells it at the log-in. */
  readonly version?: string;
  readonly password?: string;
  /** Instead of a greeting. */
  readonly greeting?: () => Failure | Trick | undefined;
}

export interface PostgresWire {
  readonly port: number;
  /** Connections open now. */
  connections(): number;
  /** Connections accepted since the start. */
  accepted(): number;
  /** The names of the questions received, in order. */
  readonly log: readonly string[];
  /** Changes how questions are answered from now on. */
  script(answers: Answers): void;
  /** Cuts the connections that are open, and goes on listening. */
  disconnect(): void;
  stop(): Promise<void>;
}

/** Questions remembered: a demo may run for days. */
const MAX_LOG = 1000;

/** Starts the server on loopback; resolves once it listens. */
export async function startPostgresWire(options: PostgresWireOptions): Promise<PostgresWire> {
  const sockets = new Set<Socket>();
  const log: string[] = [];
  let answers = options.answers;
  let accepted = 0;
  const host = {
    version: options.version ?? '15.18',
    password: options.password,
    greeting: options.greeting ?? (() => undefined),
    answer: (select: string): Answer => {
      const name = /appsmith-exporter: (\w+)/.exec(select)?.[1] ?? 'other';
      if (log.length < MAX_LOG) log.push(name);
      return (answers[name] ?? unknown)(select);
    },
  };
  const server = createServer((socket) => {
    accepted++;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    const session = new Session(host, accepted, (reply) => deliver(socket, reply));
    socket.on('data', (chunk) => session.push(chunk));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const disconnect = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    log,
    connections: () => sockets.size,
    accepted: () => accepted,
    script: (more) => {
      answers = { ...answers, ...more };
    },
    disconnect,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        disconnect();
      }),
  };
}

function deliver(socket: Socket, reply: Reply): void {
  if (socket.destroyed || reply === HANG || reply === HALF) return;
  if (reply === CUT) socket.end();
  else if (reply === GARBAGE) socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
  else if (Buffer.isBuffer(reply)) socket.write(reply);
  else socket.end(reply.last);
}

const unknown = (): Failure => new Failure('42601', 'syntax error');
