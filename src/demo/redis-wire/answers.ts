// What a command can be answered with, and the ways of not answering.

/** A simple string such as `+OK`. */
export class Simple {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** An error reply; its text begins with a code such as `ERR` or `NOPERM`. */
export class Failure {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Text for people (INFO): a verbatim string in RESP3, a bulk string in RESP2. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The array that is not there, as RESP2 tells it apart from the string that is not there. */
export const NO_ARRAY = Symbol('no array');
/** Never answers. */
export const HANG = Symbol('hang');
/** Closes the connection instead of an answer. */
export const CUT = Symbol('cut');
/** Sends half of an answer, then nothing more. */
export const HALF = Symbol('half');
/** Sends something that is not Redis’s protocol. */
export const GARBAGE = Symbol('garbage');

/** Strings are bulk strings, a Map is a map in RESP3 and a flat array in RESP2. */
export type Reply =
  | string
  | number
  | null
  | typeof NO_ARRAY
  | Simple
  | Failure
  | Verbatim
  | readonly Reply[]
  | ReadonlyMap<string, Reply>;

export type Answer = Reply | typeof HANG | typeof CUT | typeof HALF | typeof GARBAGE;

/** One client’s connection. */
export interface Client {
  readonly id: number;
  protocol: 2 | 3;
  authenticated: boolean;
  name: string;
  db: number;
}

/** @param args the arguments after the command’s name */
export type Handler = (args: readonly string[], client: Client) => Answer | Promise<Answer>;
/** By the command’s name in capitals; `*` for every other. */
export type Handlers = Readonly<Record<string, Handler>>;

export const OK = new Simple('OK');
export const failure = (text: string): Failure => new Failure(text);
/** What an ACL rule answers. */
export const noPermission = (command: string): Failure =>
  new Failure(`NOPERM this user has no permissions to run the '${command.toLowerCase()}' command`);
/** What a server answers that does not know a command, or has it renamed. */
export const unknownCommand = (command: string, args: readonly string[]): Failure =>
  new Failure(
    `ERR unknown command '${command}', with args beginning with: ${args.map((a) => `'${a}' `).join('')}`,
  );
