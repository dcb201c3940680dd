// Cuts chunks into lines: keeps the incomplete one for the next chunk, and bounds bodies and lines.
import { type Arena, ArenaWriter, SEGMENT_BYTES } from './arena.ts';
import { NEWLINE } from './chars.ts';
import { MAX_LABELS } from './line.ts';
import { DEFAULT_LIMITS, type Limits } from './rules.ts';

/** Longest line that a segment can hold in one piece beside its rewritten form. */
const LONGEST_LINE = SEGMENT_BYTES / 4;

/** The limits asked for, over the defaults and within what the arena and a line's table can hold. */
export function effectiveLimits(asked: Partial<Limits> = {}): Limits {
  const limits = { ...DEFAULT_LIMITS, ...asked };
  return {
    ...limits,
    lineBytes: Math.min(limits.lineBytes, LONGEST_LINE),
    labels: Math.min(limits.labels, MAX_LABELS),
  };
}

/** Called with the start of a line whose newline is there; gives where the next line starts. */
export type ReadLine = (segment: Buffer, at: number) => number;

/** Lines are found in the arena, where they stay: nothing is copied twice. */
export class Lines {
  /** Where the lines stand; positions of lines come from it. */
  readonly input: ArenaWriter;
  readonly #maxBody: number;
  readonly #maxLine: number;
  readonly #read: ReadLine;
  readonly #onTooLong: () => void;
  /** Offset in the segment from which no line has been read yet. */
  #unread = 0;
  #skipping = false;
  #bytes = 0;
  #stopped = false;
  /** The body went on past its limit; what follows is ignored. */
  tooLarge = false;

  constructor(
    arena: Arena,
    limits: { bodyBytes: number; lineBytes: number },
    read: ReadLine,
    onTooLong: () => void,
  ) {
    this.input = new ArenaWriter(arena);
    this.#maxBody = limits.bodyBytes;
    this.#maxLine = limits.lineBytes;
    this.#read = read;
    this.#onTooLong = onTooLong;
  }

  get wantsMore(): boolean {
    return !this.tooLarge && !this.#stopped;
  }

  /** Reads nothing after the current line. */
  stop(): void {
    this.#stopped = true;
  }

  /** Takes the next bytes and reads the lines that they complete. */
  push(chunk: Uint8Array): void {
    if (!this.wantsMore) return;
    const room = this.#maxBody - this.#bytes;
    this.tooLarge = chunk.length > room;
    let rest = this.tooLarge ? chunk.subarray(0, room) : chunk;
    this.#bytes += rest.length;
    while (rest.length > 0 && !this.#stopped) {
      rest = this.#take(rest);
      this.#readComplete();
    }
    // What follows the end of the body does not count.
    if (this.#stopped) this.tooLarge = false;
  }

  /** The last line may lack its newline. */
  finish(): void {
    if (this.#unread === this.input.fill || !this.wantsMore) return;
    this.#take(Buffer.of(NEWLINE));
    this.#readComplete();
  }

  /** Copies as much as fits behind what is unread; gives what is left. */
  #take(chunk: Uint8Array): Uint8Array {
    const { input } = this;
    if (input.fill === input.segment.length) this.#moveUnread();
    const n = Math.min(chunk.length, input.segment.length - input.fill);
    input.segment.set(n === chunk.length ? chunk : chunk.subarray(0, n), input.fill);
    input.fill += n;
    return chunk.subarray(n);
  }

  /** Continues in a fresh segment, with the incomplete line at its start. */
  #moveUnread(): void {
    const { input } = this;
    const tail = input.segment.subarray(this.#unread, input.fill);
    input.reserve(SEGMENT_BYTES);
    input.segment.set(tail);
    input.fill = tail.length;
    this.#unread = 0;
  }

  #readComplete(): void {
    const { segment, fill } = this.input;
    const last = segment.lastIndexOf(NEWLINE, fill - 1);
    if (last >= this.#unread) {
      let at = this.#skipping ? segment.indexOf(NEWLINE, this.#unread) + 1 : this.#unread;
      this.#skipping = false;
      while (at <= last && !this.#stopped) at = this.#read(segment, at);
      this.#unread = at;
    }
    // What follows the end of the body is no line of it.
    if (this.#stopped) return;
    if (this.#skipping || fill - this.#unread > this.#maxLine) this.#skip();
  }

  /** A line without an end in sight is refused now and its bytes forgotten as they come. */
  #skip(): void {
    if (!this.#skipping) this.#onTooLong();
    this.#skipping = true;
    this.input.fill = this.#unread;
    // Room for more than a few bytes a turn.
    if (SEGMENT_BYTES - this.#unread < SEGMENT_BYTES / 2) this.#moveUnread();
  }
}
