// A small server that speaks MongoDB's wire protocol (OP_MSG, the OP_QUERY handshake, SCRAM-SHA-256) for
// the demo and for tests that need an answer no real server gives.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { BSON, Document } from 'mongodb';
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
  /** Names of the last commands received, in order. */
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
  const wire = new WireServer(BSON, options);
  await wire.listen();
  return wire;
}

/** So that a demo which runs for days does not remember every command. */
const LOG_LENGTH = 1000;

class WireServer implements MongoWire {
  readonly log: string[] = [];
  readonly #bson: typeof BSON;
  readonly #options: MongoWireOptions;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => this.#accept(socket));
  #port = 0;
  #accepted = 0;
  #handlers: Handlers;
  #awake = Promise.resolve();
  #thaw = () => {};

  constructor(bson: typeof BSON, options: MongoWireOptions) {
    this.#bson = bson;
    this.#options = options;
    this.#handlers = { ...standardHandlers(options), ...options.handlers };
  }

  async listen(): Promise<void> {
    const { port = 0, host = '127.0.0.1' } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Stays known after the stop, so that another one can take its place. */
  get port(): number {
    return this.#port;
  }

  connections(): number {
    return this.#sockets.size;
  }

  accepted(): number {
    return this.#accepted;
  }

  script(handlers: Handlers): void {
    this.#handlers = { ...this.#handlers, ...handlers };
  }

  pause(): void {
    this.#thaw();
    this.#awake = new Promise((resolve) => {
      this.#thaw = resolve;
    });
  }

  resume(): void {
    this.#thaw();
  }

  disconnect(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.disconnect();
    await closed;
  }

  #accept(socket: Socket): void {
    this.#accepted++;
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket)).on('error', () => {});
    socket.setNoDelay(true);
    const session = new Session(this.#options.user, this.#options.password);
    const splitter = new Splitter();
    socket.on('data', (chunk) => {
      try {
        for (const message of splitter.push(chunk)) {
          void this.#serve(socket, session, decode(this.#bson, message));
        }
      } catch {
        socket.destroy();
      }
    });
  }

  async #serve(socket: Socket, session: Session, request: Request): Promise<void> {
    await this.#awake;
    const answer = await this.#answer(session, request).catch((error) => failure(8, String(error)));
    if (answer === HANG || request.silent || socket.destroyed) return;
    if (answer === CUT) socket.destroy();
    else if (answer === GARBAGE) socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
    else socket.write(encode(this.#bson, request, answer as Document));
  }

  async #answer(session: Session, { command }: Request): Promise<Answer> {
    const name = Object.keys(command)[0] ?? '';
    this.log.push(name);
    if (this.log.length > LOG_LENGTH) this.log.shift();
    const handler = this.#handlers[name];
    if (isHello(name)) {
      return handler?.(command) ?? helloAnswer(this.port, this.#options, session, command);
    }
    const refused = session.answer(name, command);
    if (refused) return refused;
    return (handler ?? this.#handlers['*'])?.(command) ?? failure(59, `no such command: '${name}'`);
  }
}

function isHello(name: string): boolean {
  return name === 'hello' || name.toLowerCase() === 'ismaster';
}
