// Guards the driver against answers that would fill the memory: a count of documents that the bytes cannot hold.

/** What the guard needs of the driver's internal class for OP_REPLY. */
interface Reply {
  readonly data: Uint8Array;
  parse(): unknown;
}

/** Where OP_REPLY's count stands, and where its documents begin, in the message without its header. */
const COUNT_AT = 16;
const DOCUMENTS_AT = 20;
/** The smallest document: its length and the closing zero. */
const SMALLEST = 5;

let guarded = false;

/**
 * Driver 7.9 believes the count in an OP_REPLY, the form in which old servers answer the handshake: with
 * 2³¹ documents of no length it fills the heap until the process dies. Any port that is not MongoDB's may
 * answer so. Applied once, before the first connection.
 */
export async function guardReplies(): Promise<void> {
  if (guarded) return;
  // A driver that is built otherwise goes without; the test of it would tell.
  const OpReply = await import('mongodb/lib/cmap/commands.js').then(
    (module) => module.OpReply,
    () => undefined,
  );
  if (!OpReply) return;
  const { parse } = OpReply.prototype;
  OpReply.prototype.parse = function (this: Reply) {
    if (!isPossible(this.data)) throw new RangeError('an OP_REPLY counts more than it holds');
    return parse.call(this);
  };
  guarded = true;
}

function isPossible(data: Uint8Array): boolean {
  if (data.length < DOCUMENTS_AT) return false;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const count = view.getInt32(COUNT_AT, true);
  return count >= 0 && count * SMALLEST <= data.length - DOCUMENTS_AT;
}
