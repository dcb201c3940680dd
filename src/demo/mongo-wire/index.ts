// A small server that speaks MongoDB's wire protocol (OP_MSG, the OP_QUERY handshake, SCRAM-SHA-256) for
// the demo and for tests that need an answer no real server gives.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Answer, CUT, failure, GARBAGE, HANG, type Handlers } from './answers.ts';
import { type HelloOptions, helloAnswer, standardHandlers } from './commands.ts';
import { decode, encode, type Request, Splitter } from './frames.ts';
import { Session } from './session.ts';

export * from './answers.ts';
export { demoHandlers } from './demo.ts';

export interface MongoWireOptions extends HelloOptions {
  /** 0, the default, means any free port. */
  readonly port?: number;
  readonly host?: string;
  /** With a user, every command but the handshake needs SCRAM-SHA-256 first. */
  readonly user?: string;
  readonly password?: string;
  /** Answers by command name, before the standard ones. */
  readonly handlers?: Handlers;
}

export interface MongoWire {
  readonly port: number;
  /** Connections open now. */
  connections(): number;
  /** Connections accepted since the start. */
  accepted(): number;
  /** Names of the commands received since the start, in order. */
  readonly log: readonly string[];
  /** Changes how commands are answered from now on. */
  script(handlers: Handlers): void;
  /** Stops answering anything, as a frozen process does; connections are still accepted. */
  pause(): void;
  /** Answers what has arrived since, and goes on. */
  resume(): void;
  /** Closes the connections that are open, and goes on listening. */
  disconnect(): void;
  stop(): Promise<void>;
}

/** Starts the server; it answers as the primary of replica set `mr1` unless told otherwise. */
export async function startMongoWire(options: MongoWireOptions = {}): Promise<MongoWire> {
  const { BSON } = await import('mongodb');
  const sockets = new Set<Socket>();
  const log: string[] = [];
  let accepted = 0;
  let thaw = () => {};
  let awake = Promise.resolve();
  let handlers: Handlers = { ...standardHandlers(options), ...options.handlers };

  const server = createServer((socket) => {
    accepted++;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    socket.setNoDelay(true);
    const session = new Session(options.user, options.password);
    const splitter = new Splitter();
    socket.on('data', (chunk) => {
      try {
        for (const message of splitter.push(chunk)) void serve(decode(BSON, message));
      } catch {
        socket.destroy();
      }
    });

    async function serve(request: Request): Promise<void> {
      await awake;
      const answer = await answerOf(request);
      if (answer === HANG || request.silent) return;
      if (answer === CUT) socket.destroy();
      else if (answer === GARBAGE) socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
      else if (!socket.destroyed) socket.write(encode(BSON, request, answer as object));
    }

    async function answerOf({ command }: Request): Promise<Answer> {
      const name = Object.keys(command)[0] ?? '';
      log.push(name);
      const handler = handlers[name] ?? handlers['*'];
      if (isHello(name) && !handlers[name]) return helloAnswer(port, options, session, command);
      const refused = session.answer(name, command);
      if (refused) return refused;
      return handler?.(command) ?? failure(59, `no such command: '${name}'`);
    }
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
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
    pause: () => {
      thaw();
      awake = new Promise((resolve) => {
        thaw = resolve;
      });
    },
    resume: () => thaw(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        disconnect();
      }),
  };
}

function isHello(name: string): boolean {
  return name === 'hello' || name.toLowerCase() === 'ismaster';
}
