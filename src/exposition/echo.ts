// Holds a body against the one before it: where only values differ, they are put in their places and all else stays.

import { alike } from './alike.ts';
import { ArenaWriter, offsetOf } from './arena.ts';
import { NEWLINE } from './chars.ts';
import { AS_IT_WAS } from './columns.ts';
import { ANY_VALUE, type SampleName } from './families.ts';
import type { ForeignFamilies } from './family.ts';
import type { ForeignFamily } from './foreign.ts';
import { effectiveLimits } from './lines.ts';
import type { Kept } from './memory.ts';
import { scanNumber } from './number.ts';
import { COMMENT, LEFT_OUT, type Outline } from './outline.ts';
import type { Limits, TranslateOptions } from './rules.ts';
import { isOrdinary } from './values.ts';

/** More bytes than its value has, that a line is given when it outgrows its place: values grow by digits. */
const SLACK = 8;
/** Bytes of unchanged lines handed out in one piece. */
const PIECE_BYTES = 16 << 10;

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
  #bytes = 0;
  /** Families of which a line has another length or another place now. */
  readonly #moved = new Set<ForeignFamily>();

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
      at += this.#otherBytes > 0 ? this.#collect(chunk, at) : this.#compare(view, at);
      if (this.#failed) return at;
    }
    return SAME;
  }

  /** Whether the body was the same to its end; then the families are its own. */
  end(): boolean {
    if (this.#line < this.#outline.size || this.#matched > 0) return false;
    if (this.#moved.size > 0) this.#arrange();
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
    if (series !== LEFT_OUT && !this.#put(line, series, end - key - 1)) return false;
    this.#line++;
    this.#matched = 0;
    this.#otherBytes = 0;
    return true;
  }

  /** Writes the collected line's value of `bytes` where the series' value stands. */
  #put(line: number, series: number, bytes: number): boolean {
    const { table, names } = this.#kept;
    const name = names[table.names[series]!]!;
    const outline = this.#outline;
    const key = outline.keys[line]!;
    if (!mayHave(name, this.#other[key + 1]!)) return false;
    const moves = bytes > outline.rooms[line]!;
    if (moves && !this.#move(line, series, bytes + SLACK)) return false;
    this.#write(outline.starts[line]! + key + 1, key + 1, bytes + 1);
    if (table.rewrites[series] !== AS_IT_WAS) {
      this.#write(table.positions[series]! + table.keyLengths[series]! + 1, key + 1, bytes + 1);
    }
    outline.lengths[line] = key + bytes + 2;
    if (moves || table.valueLengths[series] !== bytes) this.#moved.add(name.family!);
    table.valueLengths[series] = bytes;
    return true;
  }

  /** Copies bytes of the collected line to a position. */
  #write(position: number, from: number, bytes: number): void {
    this.#other.copy(this.#kept.arena.at(position), offsetOf(position), from, from + bytes);
  }

  /** Gives a line whose value has outgrown its place another, with room for so many bytes; false if there is none. */
  #move(line: number, series: number, room: number): boolean {
    const outline = this.#outline;
    const { table } = this.#kept;
    const key = outline.keys[line]!;
    const written = table.keyLengths[series]!;
    const spill = this.#spill(key + written + 2 * (room + 2));
    if (!spill) return false;
    const start = this.#copyKey(spill, outline.starts[line]!, key, room);
    const asItWas = table.rewrites[series] === AS_IT_WAS;
    table.positions[series] = asItWas
      ? start
      : this.#copyKey(spill, table.positions[series]!, written, room);
    outline.starts[line] = start;
    outline.rooms[line] = room;
    return true;
  }

  /** A segment for lines that have outgrown theirs. When it is full the next body is read the long way, and all is in order again. */
  #spill(bytes: number): ArenaWriter | undefined {
    const { spill } = this.#kept;
    if (spill) return spill.fill + bytes <= spill.segment.length ? spill : undefined;
    const made = new ArenaWriter(this.#kept.arena);
    made.reserve(bytes);
    made.kept = true;
    this.#kept.spill = made;
    return made;
  }

  #copyKey(spill: ArenaWriter, from: number, key: number, room: number): number {
    const { arena } = this.#kept;
    const at = spill.fill;
    arena.at(from).copy(spill.segment, at, offsetOf(from), offsetOf(from) + key + 1);
    spill.fill += key + room + 2;
    return spill.position(at);
  }

  /** Puts the pieces of the families together again in which a line has moved. */
  #arrange(): void {
    const { table, names } = this.#kept;
    for (const family of this.#moved) family.clear();
    for (let i = 0; i < table.size; i++) {
      const family = names[table.names[i]!]!.family!;
      if (!this.#moved.has(family)) continue;
      const start = table.positions[i]!;
      family.append(start, start + table.keyLengths[i]! + table.valueLengths[i]! + 2);
    }
  }
}

/** Whether the first byte of a value tells that the name may have it. */
function mayHave(name: SampleName, first: number): boolean {
  return isOrdinary(name, first) || (name.values === ANY_VALUE && !name.dropNegative);
}
