// The lines of one body in their order, and where each stands, so that the next body can be held against them.
import { type ArenaWriter, segmentOf } from './arena.ts';
import { HASH, NEWLINE } from './chars.ts';
import type { SeriesTable } from './series.ts';

/** Instead of a series' index: a comment, or an empty line. */
export const COMMENT = -1;
/** Instead of a series' index: a sample that a rule leaves out. */
export const LEFT_OUT = -2;

const FIRST_CAPACITY = 1024;
/** Beyond so many lines or segments a body is read the long way each time: noting it would hold too much. */
const MOST_LINES = 65_536;
const MOST_SEGMENTS = 32;

/** Columns of integers by the line's number, no object per line. */
export class Outline {
  size = 0;
  /** Position of the line's first byte. */
  starts = new Int32Array(FIRST_CAPACITY);
  /** Bytes of the line with its newline. */
  lengths = new Int32Array(FIRST_CAPACITY);
  /** Bytes that must be as they were: a sample's name and labels, up to the space before its value. */
  keys = new Int32Array(FIRST_CAPACITY);
  /** Bytes that the value has room for where it stands. */
  rooms = new Int32Array(FIRST_CAPACITY);
  /** Index in the table of series; {@link COMMENT} or {@link LEFT_OUT}. */
  series = new Int32Array(FIRST_CAPACITY);

  /** Notes the next line. @returns false if it is one too many */
  add(start: number, length: number, key: number, series: number): boolean {
    if (this.size === this.starts.length && !this.#grow()) return false;
    if (segmentOf(start) >= MOST_SEGMENTS) return false;
    const line = this.size++;
    this.starts[line] = start;
    this.lengths[line] = length;
    this.keys[line] = key;
    this.rooms[line] = length - key - 2;
    this.series[line] = series;
    return true;
  }

  #grow(): boolean {
    const capacity = this.size * 2;
    if (capacity > MOST_LINES) return false;
    this.starts = enlarged(this.starts, capacity);
    this.lengths = enlarged(this.lengths, capacity);
    this.keys = enlarged(this.keys, capacity);
    this.rooms = enlarged(this.rooms, capacity);
    this.series = enlarged(this.series, capacity);
    return true;
  }
}

/** Notes the lines of a body as they are read, until there is one that a next body could not simply be held against. */
export class Outliner {
  outline: Outline | undefined = new Outline();
  readonly #input: ArenaWriter;
  readonly #table: SeriesTable;
  /** Series before the line. */
  #size = 0;
  #leftOut = 0;

  /** @param input where the lines stand as the upstream wrote them */
  constructor(input: ArenaWriter, table: SeriesTable) {
    this.#input = input;
    this.#table = table;
  }

  /** A line begins. */
  begin(): void {
    this.#size = this.#table.size;
    this.#leftOut = 0;
  }

  /** A rule leaves the line out, and will again as long as its first `bytes` are the same. */
  leftOut(where: ArenaWriter, bytes: number): void {
    if (where === this.#input) this.#leftOut = bytes;
  }

  /** The line was read; `first` is its first byte. */
  note(first: number, at: number, length: number): void {
    if (this.outline && !this.#note(this.outline, first, at, length)) this.outline = undefined;
  }

  #note(outline: Outline, first: number, at: number, length: number): boolean {
    const input = this.#input;
    input.kept = true;
    const start = input.position(at);
    if (first === NEWLINE || first === HASH) return outline.add(start, length, 0, COMMENT);
    const series = this.#size;
    const { size, originLengths } = this.#table;
    // One that was spelt in another way has no origin.
    if (size > series && originLengths[series]! > 0) {
      return outline.add(start, length, originLengths[series]!, series);
    }
    return this.#leftOut > 0 && outline.add(start, length, this.#leftOut, LEFT_OUT);
  }
}

function enlarged(before: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(before);
  return larger;
}
