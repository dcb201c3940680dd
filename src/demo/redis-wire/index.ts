// A small server that speaks Redis's protocol, for the demo and for tests that need an answer no real server gives.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Answer, CUT, Failure, GARBAGE, HALF, HANG, type Handlers } from './answers.ts';
import { type Config, standardHandlers } from './commands.ts';
import { defaultInfo, type Facts, type InfoSections } from './info.ts';
import { encodeReply, RequestReader } from './resp.ts';
import { Session } from './session.ts';

export * from './answers.ts';
export { defaultInfo, type Facts, type InfoSections, infoSections, mergeInfo } from './info.ts';

export interface RedisWireOptions {
  /** 0, the default, means any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Of the user `default`; without it nobody needs one. */
  readonly password?: string;
  /** Passwords of further users. */
  readonly users?: Readonly<Record<string, string>>;
  /** Answers by command name in capitals, before the standard ones. */
  readonly handlers?: Handlers;
  /** Makes INFO's fields anew for every INFO; {@link defaultInfo} if absent. */
  readonly info?: (facts: Facts) => InfoSections;
  /** Values of CONFIG GET beside the standard ones. */
  readonly config?: Config;
  /** Makes it a Sentinel that watches these masters. */
  readonly masters?: Readonly<Record<string, { host: string; port: number }>>;
  /** Milliseconds since the epoch; the system's clock by default. */
  readonly now?: () => number;
}

export interface RedisWire {
  readonly port: number;
  /** Connections open now. */
  connections(): number;
  /** Connections accepted since the start. */
  accepted(): number;
  /** The commands received since the start, in order, with their first argument: `CONFIG GET`. */
  readonly log: readonly string[];
  /** Changes how commands are answered from now on. */
  script(handlers: Handlers): void;
  /** Cuts the connections that are open, and goes on listening. */
  disconnect(): void;
  stop(): Promise<void>;
}

/** Starts the server on loopback; resolves once it listens. */
export async function startRedisWire(options: RedisWireOptions = {}): Promise<RedisWire> {
  const now = options.now ?? Date.now;
  const started = now();
  const sockets = new Set<Socket>();
  const log: string[] = [];
  const calls = new Map<string, number>();
  const errors = new Map<string, number>();
  const passwords = new Map(Object.entries(options.users ?? {}));
  if (options.password) passwords.set('default', options.password);
  let accepted = 0;

  const server = createServer((socket) => {
    accepted++;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    converse(socket, new Session(accepted, passwords), answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const facts = (): Facts => ({
    port,
    uptimeSeconds: (now() - started) / 1000,
    nowSeconds: Math.floor(now() / 1000),
    clients: sockets.size,
    accepted,
    calls,
    errors,
  });
  const { config, masters } = options;
  const info = () => (options.info ?? defaultInfo)(facts());
  let handlers = { ...standardHandlers({ port, info, config, masters }), ...options.handlers };

  async function answer(session: Session, [name = '', ...args]: string[]): Promise<Answer> {
    const command = name.toUpperCase();
    log.push(args[0] === undefined ? command : `${command} ${secret(command) ? '…' : args[0]}`);
    const reply = await session.answer(command, args, handlers);
    if (reply instanceof Failure) countUp(errors, reply.text.split(' ')[0] ?? 'ERR');
    else countUp(calls, statisticName(command, args));
    return reply;
  }

  const disconnect = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    log,
    connections: () => sockets.size,
    accepted: () => accepted,
    script: (more) => {
      handlers = { ...handlers, ...more };
    },
    disconnect,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        disconnect();
      }),
  };
}

/** Answers one request after the other, in order, as the protocol demands. */
function converse(
  socket: Socket,
  session: Session,
  answer: (session: Session, request: string[]) => Promise<Answer>,
): void {
  const reader = new RequestReader();
  let turn: Promise<void> = Promise.resolve();
  const serve = async (request: string[]) => {
    const reply = await answer(session, request);
    if (socket.destroyed) return;
    if (reply === CUT) socket.destroy();
    else if (reply === GARBAGE) socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
    else if (reply === HALF) socket.write('$4096\r\n# Server\r\nredis_version:7');
    else if (reply !== HANG) socket.write(encodeReply(reply, session.client.protocol));
    if (request[0]?.toUpperCase() === 'QUIT') socket.end();
  };
  socket.on('data', (chunk) => {
    try {
      for (const request of reader.push(chunk)) turn = turn.then(() => serve(request));
    } catch (error) {
      socket.end(`-ERR ${(error as Error).message}\r\n`);
    }
  });
}

function secret(command: string): boolean {
  return command === 'AUTH' || command === 'HELLO';
}

const CONTAINERS = new Set(['CLIENT', 'CONFIG', 'SLOWLOG', 'LATENCY', 'CLUSTER', 'COMMAND']);

/** A command as INFO's statistics name it: `client|setname`. */
function statisticName(command: string, [sub]: readonly string[]): string {
  const name = sub !== undefined && CONTAINERS.has(command) ? `${command}|${sub}` : command;
  return name.toLowerCase();
}

function countUp(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
