// Guards the driver against answers that would fill the memory or never be worked off: impossible lengths, endless work.

/** What the guard needs of the driver's internal classes for answers; `data` is a message without its header. */
interface Answer {
  readonly data: Uint8Array;
  parse(): unknown;
}

/** The smallest document: its length and the closing zero. */
const SMALLEST = 5;
/** A message's header, and the most that a real server sends (`maxMessageSizeBytes`). */
const HEADER = 16;
const LARGEST_MESSAGE = 48_000_000;

/** A log-in's answers bear this field. */
const LOG_IN = 'conversationId';
/** MongoDB asks for 10,000 or 15,000, and can be set to more; a million take a second of one thread. */
const MOST_ITERATIONS = 1_000_000;

let guarded = false;

/**
 * Driver 7.9 believes what an answer says of itself: an OP_REPLY (the form in which old servers answer the
 * handshake) that counts 2³¹ documents of no length, an OP_MSG whose document has a negative length, or a
 * message that is shorter than its own header makes it fill the heap until the process dies; and a log-in that asks for
 * 2³¹ rounds of hashing takes one of the process's few threads for an hour, at each scrape another one. Any port that is
 * not MongoDB's, and any fault on the way, may answer so. Applied once, before the first connection.
 */
export async function guardReplies(): Promise<void> {
  if (guarded) return;
  // A driver that is built otherwise goes without; the tests of it would tell.
  const commands = await import('mongodb/lib/cmap/commands.js').catch(() => undefined);
  const utils = await import('mongodb/lib/utils.js').catch(() => undefined);
  if (guarded) return;
  guarded = true;
  guardSizes(utils?.BufferPool);
  guard(commands?.OpReply, isPossibleReply);
  guard(commands?.OpMsgResponse, isPossibleMessage);
}

function guard(
  type: { prototype: Answer } | undefined,
  isPossible: (view: DataView) => boolean,
): void {
  if (!type) return;
  const { parse } = type.prototype;
  type.prototype.parse = function (this: Answer) {
    const { buffer, byteOffset, byteLength } = this.data;
    const view = new DataView(buffer, byteOffset, byteLength);
    if (!isPossible(view) || !isFinishableLogIn(view)) {
      throw new RangeError('an answer that no server gives');
    }
    return parse.call(this);
  };
}

/** The driver asks its buffer for an integer only to learn a message's size; it refuses negative ones. */
function guardSizes(type: { prototype: { getInt32(): number | null } } | undefined): void {
  if (!type) return;
  const { getInt32 } = type.prototype;
  type.prototype.getInt32 = function (this: typeof type.prototype) {
    const size = getInt32.call(this);
    return size !== null && (size < HEADER || size > LARGEST_MESSAGE) ? -1 : size;
  };
}

/** OP_REPLY: the count of documents stands at 16, the documents begin at 20. */
function isPossibleReply(view: DataView): boolean {
  if (view.byteLength < 20) return false;
  const count = view.getInt32(16, true);
  if (count < 0) return false;
  let at = 20;
  for (let i = 0; i < count; i++) {
    const size = documentSize(view, at);
    if (size === undefined) return false;
    at += size;
  }
  return true;
}

/** Whether it is no step of a log-in (RFC 5802) that asks for more rounds of hashing than anybody would. */
function isFinishableLogIn({ buffer, byteOffset, byteLength }: DataView): boolean {
  const bytes = Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  if (!bytes.includes(LOG_IN)) return true;
  // However often it is said, and with whatever the driver's parseInt passes over.
  const asked = bytes.toString('latin1').matchAll(/i=\s*\+?(\d+)/g);
  return [...asked].every(([, rounds]) => Number(rounds) <= MOST_ITERATIONS);
}

/** OP_MSG: from 4 on sections of a kind byte and, for kind 0, a document. */
function isPossibleMessage(view: DataView): boolean {
  for (let at = 4; at < view.byteLength; ) {
    // Other kinds, and the checksum's bytes, the driver refuses or steps over by itself.
    if (view.getUint8(at++) !== 0) continue;
    const size = documentSize(view, at);
    if (size === undefined) return false;
    at += size;
  }
  return true;
}

/** The length of the document at `at`; undefined if it cannot stand there. */
function documentSize(view: DataView, at: number): number | undefined {
  if (at + SMALLEST > view.byteLength) return undefined;
  const size = view.getInt32(at, true);
  return size >= SMALLEST && at + size <= view.byteLength ? size : undefined;
}
