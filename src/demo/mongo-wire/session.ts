// Who is at the other end of one connection: the SCRAM conversation and what it may ask before it ended.
import type { Document } from 'mongodb';
import { failure } from './answers.ts';
import { ScramServer } from './scram.ts';

const FREE = new Set(['ping', 'buildInfo', 'buildinfo', 'endSessions']);

/** The authentication state of one connection. */
export class Session {
  readonly #user: string | undefined;
  readonly #password: string;
  #scram: ScramServer | undefined;
  #authenticated: boolean;

  constructor(user: string | undefined, password = '') {
    this.#user = user;
    this.#password = password;
    this.#authenticated = user === undefined;
  }

  /** The answer to SASL commands, an error to what needs authentication first, else undefined. */
  answer(name: string, command: Document): Document | undefined {
    if (name === 'saslStart') return this.start(command);
    if (name === 'saslContinue') return this.#continue(command);
    if (this.#authenticated || FREE.has(name)) return undefined;
    return failure(13, `Command ${name} requires authentication`);
  }

  /** Begins a conversation; also called with the handshake's `speculativeAuthenticate`. */
  start(command: Document): Document {
    this.#scram = new ScramServer(this.#user ?? '', this.#password);
    return reply(this.#scram.first(text(command.payload)), false);
  }

  #continue(command: Document): Document {
    if (this.#authenticated && this.#user !== undefined) return reply('', true);
    const verdict = this.#scram?.final(text(command.payload));
    this.#scram = undefined;
    if (verdict === undefined || this.#user === undefined) {
      return failure(18, 'Authentication failed.');
    }
    this.#authenticated = true;
    return reply(verdict, true);
  }
}

function text(payload: unknown): string {
  return Buffer.from((payload as { buffer?: Uint8Array } | undefined)?.buffer ?? []).toString();
}

function reply(payload: string | undefined, done: boolean): Document {
  return { conversationId: 1, done, payload: Buffer.from(payload ?? ''), ok: 1 };
}
