// One client's conversation with the stand-in: who it is, what it may ask, which protocol it speaks.
import { type Answer, type Client, failure, type Handlers, OK, unknownCommand } from './answers.ts';
import { helloReply } from './commands.ts';

const WRONG = 'WRONGPASS invalid username-password pair or user is disabled.';
const NO_PASSWORD =
  'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?';
const HELLO_NOAUTH =
  'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time';

export class Session {
  readonly client: Client;
  readonly #passwords: ReadonlyMap<string, string>;

  /** @param passwords by user name; empty if nobody needs one */
  constructor(id: number, passwords: ReadonlyMap<string, string>) {
    this.#passwords = passwords;
    this.client = { id, protocol: 2, authenticated: !passwords.has('default'), name: '', db: 0 };
  }

  answer(command: string, args: readonly string[], handlers: Handlers): Answer | Promise<Answer> {
    const handler = handlers[command] ?? handlers['*'];
    const entrance = command === 'AUTH' || command === 'HELLO';
    if (entrance && handlers[command] === undefined) {
      return command === 'AUTH' ? this.#auth(args) : this.#hello(args);
    }
    if (!this.client.authenticated && !entrance && command !== 'QUIT') {
      return failure('NOAUTH Authentication required.');
    }
    return handler ? handler(args, this.client) : unknownCommand(command, args);
  }

  #auth(args: readonly string[]): Answer {
    const [user, password] = args.length > 1 ? args : ['default', args[0]];
    if (args.length === 1 && !this.#passwords.has('default')) return failure(NO_PASSWORD);
    if (user === 'default' && !this.#passwords.has('default')) return OK;
    if (password === undefined || this.#passwords.get(user ?? '') !== password)
      return failure(WRONG);
    this.client.authenticated = true;
    return OK;
  }

  #hello(args: readonly string[]): Answer {
    const version = args[0] === undefined ? this.client.protocol : Number(args[0]);
    if (version !== 2 && version !== 3) return failure('NOPROTO unsupported protocol version');
    const auth = args.findIndex((arg) => arg.toUpperCase() === 'AUTH');
    if (auth > 0) {
      const answer = this.#auth(args.slice(auth + 1, auth + 3));
      if (answer !== OK) return answer;
    }
    if (!this.client.authenticated) return failure(HELLO_NOAUTH);
    this.client.protocol = version;
    return helloReply(this.client);
  }
}
