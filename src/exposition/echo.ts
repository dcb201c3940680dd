// Holds a body against the one before it: where only values differ, they are put in their places and all else stays.
import { alike } from './alike.ts';
import { offsetOf, SEGMENT_BYTES, trimSpareSegments } from './arena.ts';
import { NEWLINE } from './chars.ts';
import { trimSpareColumns } from './columns.ts';
import type { ForeignFamilies } from './family.ts';
import { effectiveLimits } from './lines.ts';
import type { Kept } from './memory.ts';
import { scanNumber } from './number.ts';
import { COMMENT, LEFT_OUT, type Outline } from './outline.ts';
import { Places } from './places.ts';
import type { Limits, TranslateOptions } from './rules.ts';

/** Bytes of unchanged lines handed out in one piece. */
const PIECE_BYTES = 16 << 10;

/** Bytes compared in one go: a value that has changed makes so many be looked at line by line. */
const BLOCK_BYTES = 2 << 10;

/** What {@link Echo.push} gives for a chunk that is as it should be. */
export const SAME = -1;

/**
 * A body that has the same lines as the last one in the same order, but for the values of its samples. As soon as
 * it turns out to be another, whoever feeds it begins anew, with what {@link soFar} gives.
 */
export class Echo {
  readonly #kept: Kept;
  readonly #outline: Outline;
  readonly #limits: Limits;
  /** Number of the line that is expected, and how much of it has come as it was. */
  #line = 0;
  #matched = 0;
  /** A line that turned out to be other than it was, as far as it has come. */
  #other = Buffer.alloc(0);
  #otherBytes = 0;
  #failed = false;
  /** Some line before this one is other than it was. */
  #doubtful = 0;
  #bytes = 0;
  readonly #places: Places;

  /** @returns undefined if the last body cannot be held against this one */
  static of(kept: Kept, options: TranslateOptions): Echo | undefined {
    const limits = effectiveLimits(options.limits);
    const before = effectiveLimits(kept.options.limits);
    const same = (Object.keys(limits) as (keyof Limits)[]).every(
      (key) => limits[key] === before[key],
    );
    if (!kept.outline || !same || options.help !== kept.options.help) return undefined;
    return new Echo(kept, kept.outline, limits);
  }

  private constructor(kept: Kept, outline: Outline, limits: Limits) {
    this.#kept = kept;
    this.#outline = outline;
    this.#limits = limits;
    this.#places = new Places(kept, outline);
    kept.arena.hold();
  }

  /** False once an `# EOF` has ended the body. */
  get wantsMore(): boolean {
    return !this.#kept.ended || this.#line < this.#outline.size;
  }

  /** Takes the next bytes. @returns SAME, or how many were taken before the body turned out to be another */
  push(chunk: Buffer): number {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.bodyBytes) return 0;
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let at = 0; at < chunk.length; ) {
      if (this.#line === this.#outline.size) return this.#kept.ended ? SAME : at;
      if (this.#matched === 0 && this.#line >= this.#doubtful) at += this.#skip(chunk, at);
      else at += this.#otherBytes > 0 ? this.#collect(chunk, at) : this.#compare(view, at);
      if (this.#failed) return at;
    }
    return SAME;
  }

  /** Whether the body was the same to its end; then the families are its own. */
  end(): boolean {
    if (this.#line < this.#outline.size || this.#matched > 0) return false;
    this.#places.arrange();
    trimSpareSegments();
    trimSpareColumns();
    return true;
  }

  get families(): Omit<ForeignFamilies, 'release'> {
    const { families, series } = this.#kept;
    return { families, series, dropped: new Map() };
  }

  /** All that was taken: bytes that are the last body's as well as this one's. */
  *soFar(): Generator<Buffer> {
    const { starts, lengths } = this.#outline;
    const { arena } = this.#kept;
    for (let i = 0; i < this.#line; ) {
      const start = starts[i]!;
      let end = start;
      // Where a segment is full to its last byte, its end is the next one's start.
      do end += lengths[i++]!;
      while (i < this.#line && starts[i] === end && offsetOf(end) > 0 && end - start < PIECE_BYTES);
      yield arena.slice(start, end);
    }
    if (this.#otherBytes > 0) yield this.#other.subarray(0, this.#otherBytes);
    else if (this.#matched > 0) {
      yield arena.slice(starts[this.#line]!, starts[this.#line]! + this.#matched);
    }
  }

  /** Passes over whole lines that are all as they were; gives their bytes. The lines before `#doubtful` are to be compared one by one. */
  #skip(chunk: Buffer, at: number): number {
    const { starts, lengths, size } = this.#outline;
    const start = starts[this.#line]!;
    const room = Math.min(BLOCK_BYTES, chunk.length - at, SEGMENT_BYTES - offsetOf(start));
    let bytes = 0;
    let next = this.#line;
    while (next < size && starts[next] === start + bytes && bytes + lengths[next]! <= room) {
      bytes += lengths[next++]!;
    }
    this.#doubtful = Math.max(next, this.#line + 1);
    const own = this.#kept.arena.at(start);
    const from = offsetOf(start);
    if (bytes === 0 || chunk.compare(own, from, from + bytes, at, at + bytes) !== 0) return 0;
    this.#line = next;
    return bytes;
  }

  /** Compares with the expected line from where it was left; gives how many bytes are as they were. */
  #compare(view: DataView, at: number): number {
    const { starts, lengths, series, keys } = this.#outline;
    const start = starts[this.#line]!;
    const length = lengths[this.#line]!;
    const left = Math.min(length - this.#matched, view.byteLength - at);
    const own = this.#kept.arena.view(start);
    const same = alike(own, offsetOf(start) + this.#matched, view, at, left);
    this.#matched += same;
    if (this.#matched === length) {
      this.#line++;
      this.#matched = 0;
    } else if (same < left) {
      this.#failed = series[this.#line] === COMMENT || this.#matched <= keys[this.#line]!;
      if (!this.#failed) this.#append(this.#kept.arena.slice(start, start + this.#matched));
    }
    return same;
  }

  /** Takes the rest of a line of which the value is other than it was, as far as it has come; gives how many bytes. */
  #collect(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(NEWLINE, at) + 1;
    const bytes = chunk.subarray(at, end || chunk.length);
    this.#append(bytes);
    this.#failed = this.#otherBytes > this.#limits.lineBytes || (end > 0 && !this.#accept());
    return bytes.length;
  }

  #append(bytes: Buffer): void {
    const needed = this.#otherBytes + bytes.length;
    if (needed > this.#other.length) {
      const larger = Buffer.alloc(needed * 2);
      this.#other.copy(larger);
      this.#other = larger;
    }
    bytes.copy(this.#other, this.#otherBytes);
    this.#otherBytes = needed;
  }

  /** Takes the collected line, if nothing but its value is other than it was. */
  #accept(): boolean {
    const line = this.#line;
    const length = this.#otherBytes;
    const series = this.#outline.series[line]!;
    const key = this.#outline.keys[line]!;
    const end = scanNumber(this.#other, key + 1);
    if (end !== length - 1) return false;
    const bytes = end - key - 1;
    if (series !== LEFT_OUT && !this.#places.put(line, this.#other, bytes)) return false;
    this.#line++;
    this.#matched = 0;
    this.#otherBytes = 0;
    return true;
  }
}
