// What a handler of the MongoDB stand-in can answer: a document, an error code, silence or a cut.
import type { Document } from 'mongodb';

/** Never answers; the connection stays open. */
export const HANG = Symbol('hang');
/** Closes the connection instead of answering. */
export const CUT = Symbol('cut');
/** Sends bytes that are no MongoDB message. */
export const GARBAGE = Symbol('garbage');

export type Answer = Document | typeof HANG | typeof CUT | typeof GARBAGE;
/** `command` holds `$db` and the command itself. */
export type Handler = (command: Document) => Answer | Promise<Answer>;
/** By the command's name; `*` for everything that has no other. */
export type Handlers = Readonly<Record<string, Handler>>;

const NAMES: Readonly<Record<number, string>> = {
  8: 'UnknownError',
  13: 'Unauthorized',
  18: 'AuthenticationFailed',
  50: 'MaxTimeMSExpired',
  59: 'CommandNotFound',
  76: 'NoReplicationEnabled',
  115: 'CommandNotSupported',
  303: 'UnsupportedOpQueryCommand',
  8000: 'AtlasError',
};

/** An error answer as a server gives it: `ok: 0` with code, name and text. */
export function failure(code: number, errmsg: string): Document {
  return { ok: 0, errmsg, code, codeName: NAMES[code] ?? `Location${code}` };
}

/** The answer of `find` or `aggregate` with everything in its first batch; a cursor's id is an int64, hence 0n. */
export function cursor(ns: string, firstBatch: readonly Document[]): Document {
  return { cursor: { id: 0n, ns, firstBatch }, ok: 1 };
}
