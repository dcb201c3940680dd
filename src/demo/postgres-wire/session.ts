// One client's conversation with the stand-in: greeting, password, and one batch of statements after the other.
import {
  complete,
  errorMessage,
  Failure,
  ready,
  type Table,
  tableMessages,
  wantsPassword,
  welcome,
} from './messages.ts';

/** Never answer; close; answer with another protocol; stop in the middle of an answer. */
export const HANG = Symbol('hang');
export const CUT = Symbol('cut');
export const GARBAGE = Symbol('garbage');
export const HALF = Symbol('half');
export type Trick = typeof HANG | typeof CUT | typeof GARBAGE | typeof HALF;
export type Answer = Table | Failure | Trick;

/** What the stand-in decides for its sessions. */
export interface Host {
  readonly version: string;
  /** Undefined: nobody needs one. */
  readonly password: string | undefined;
  /** Answers instead of any greeting: a server that starts up, or has no place. */
  greeting(): Failure | Trick | undefined;
  /** @param select the text of one SELECT */
  answer(select: string): Answer;
}

const SSL_REQUEST = 80_877_103;
const STARTUP = 196_608;
/** No question is longer: what claims to be is none. */
const MAX_MESSAGE = 1 << 20;

/** What goes to the client: an answer, an answer after which the connection ends, or none at all. */
export type Reply = Buffer | { readonly last: Buffer } | Trick;

export class Session {
  readonly #host: Host;
  readonly #pid: number;
  readonly #send: (reply: Reply) => void;
  #state: 'start' | 'password' | 'ready' = 'start';
  #status: 'I' | 'T' | 'E' = 'I';
  #buffer: Buffer = Buffer.alloc(0);

  constructor(host: Host, pid: number, send: (reply: Reply) => void) {
    this.#host = host;
    this.#pid = pid;
    this.#send = send;
  }

  /** Takes in what the client has sent, in whatever pieces. */
  push(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const head = this.#state === 'start' ? 0 : 1;
      if (this.#buffer.length < head + 4) break;
      const length = this.#buffer.readUInt32BE(head);
      if (length > MAX_MESSAGE) this.#send(CUT);
      if (this.#buffer.length < head + length) break;
      const kind = head === 0 ? '' : String.fromCharCode(this.#buffer[0] ?? 0);
      const body = this.#buffer.subarray(head + 4, head + length);
      this.#buffer = this.#buffer.subarray(head + length);
      this.#send(this.#take(kind, body));
    }
  }

  #take(kind: string, body: Buffer): Reply {
    if (this.#state === 'start') return this.#start(body);
    if (kind === 'p' && this.#state === 'password') return this.#check(body);
    if (kind === 'Q' && this.#state === 'ready') return this.#query(textOf(body));
    return CUT;
  }

  #start(body: Buffer): Reply {
    const code = body.length >= 4 ? body.readUInt32BE(0) : 0;
    if (code === SSL_REQUEST) return Buffer.from('N');
    if (code !== STARTUP) return CUT;
    const greeting = this.#host.greeting();
    if (greeting !== undefined) return refused(greeting);
    if (this.#host.password === undefined) return this.#welcome();
    this.#state = 'password';
    return wantsPassword();
  }

  #check(body: Buffer): Reply {
    if (textOf(body) === this.#host.password) return this.#welcome();
    return refused(new Failure('28P01', 'password authentication failed', 'FATAL'));
  }

  #welcome(): Reply {
    this.#state = 'ready';
    return Buffer.concat([welcome(this.#host.version, this.#pid), ready('I')]);
  }

  /** All statements of one message; the first that fails ends it, and fails the transaction that it is in. */
  #query(text: string): Reply {
    const replies: Buffer[] = [];
    for (const statement of text.split(';').map((part) => part.trim())) {
      const reply = this.#statement(statement);
      if (reply === HALF) return Buffer.concat([...replies, Buffer.from('T\0\0\x10\0\0')]);
      if (typeof reply === 'symbol') return reply;
      if (reply instanceof Failure && reply.severity === 'FATAL') return refused(reply);
      if (reply instanceof Failure) {
        if (this.#status === 'T') this.#status = 'E';
        replies.push(errorMessage(reply));
        break;
      }
      replies.push(reply);
    }
    return Buffer.concat([...replies, ready(this.#status)]);
  }

  #statement(statement: string): Buffer | Failure | Trick {
    const verb = /^\w*/.exec(statement)?.[0].toUpperCase() ?? '';
    if (verb === 'BEGIN') this.#status = 'T';
    if (verb === 'COMMIT' || verb === 'ROLLBACK') this.#status = 'I';
    if (verb !== 'SELECT') return complete(verb);
    const answer = this.#host.answer(statement);
    return typeof answer === 'symbol' || answer instanceof Failure ? answer : tableMessages(answer);
  }
}

const refused = (reason: Failure | Trick): Reply =>
  typeof reason === 'symbol' ? reason : { last: errorMessage(reason) };

const textOf = (body: Buffer): string => body.toString('utf8').replace(/\0$/, '');
