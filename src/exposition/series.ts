// The series of one body in a hash table: finds duplicates, and adds up what a rewrite made equal.
import { type Arena, offsetOf } from './arena.ts';
import { type Columns, enlarged, firstColumns, giveBack, NO_COLUMNS } from './columns.ts';
import { equalBytes, LE, Line, MAX_LABELS, QUANTILE } from './line.ts';
import { CANONICAL, scan } from './scanner.ts';

/** What is known of a series beside its place. */
export const PLAIN = 0;
/** A rewrite took something away, so that others may have become equal to it. */
export const REWRITTEN = 1;
/** Its value is in `sums`. */
export const MERGED = 2;
/** Left out: what became equal cannot be added (quantiles). */
export const VOID = 3;

/**
 * Series by what they are, not by how they are written: the order of labels does not count. Columns of
 * integers, no object per series. A hash may find a candidate; its bytes decide.
 */
export class SeriesTable {
  readonly #arena: Arena;
  #columns: Columns = firstColumns();
  #slots = this.#columns.slots;
  #hashes = this.#columns.hashes;
  /** Position of the line's first byte. */
  positions = this.#columns.positions;
  /** Bytes from there to the space before the value. */
  keyLengths = this.#columns.keyLengths;
  valueLengths = this.#columns.valueLengths;
  states = this.#columns.states;
  sums = this.#columns.sums;
  origins = this.#columns.origins;
  originLengths = this.#columns.originLengths;
  names = this.#columns.names;
  groups = this.#columns.groups;
  rewrites = this.#columns.rewrites;
  size = 0;
  readonly #other = new Line();

  /** Set by {@link hash}: what tells one distribution's series from another's, without `le`. */
  group = 0;

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /** The hash of a line's name and labels, whatever the labels' order; sets {@link group} too. */
  hash(line: Line): number {
    const { bytes, start, nameEnd, spans, signatures, count, hashes } = line;
    for (let i = line.hashed; i < count; i++) {
      hashes[i] = hashBytes(bytes, spans[4 * i]!, spans[4 * i + 3]!);
    }
    line.hashed = count;
    let sum = 0;
    let bound = 0;
    for (let i = 0; i < count; i++) {
      const h = hashes[i]!;
      const signature = signatures[i]!;
      if (signature === LE || signature === QUANTILE) bound = h;
      sum = (sum + h) | 0;
    }
    this.group = (sum - bound) | 0;
    return mix((sum + hashBytes(bytes, start, nameEnd)) | 0);
  }

  /** The index of an equal series, or −1. */
  find(hash: number, line: Line): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = this.#slots[slot]!;
      if (index < 0) return -1;
      if (this.#hashes[index] === hash && this.#equal(index, line)) return index;
    }
  }

  /** Adds a series that {@link find} did not find. `position` is where its line now stands. */
  add(hash: number, line: Line, position: number, state: number): number {
    const { start, keyEnd, valueStart, valueEnd } = line;
    return this.place(hash, position, keyEnd - start, valueEnd - valueStart, state);
  }

  /** Adds a series whose hash no other has, given the lengths of its key and its value. */
  place(hash: number, position: number, key: number, value: number, state: number): number {
    if (this.size === this.#hashes.length) this.#grow();
    const index = this.size++;
    this.#hashes[index] = hash;
    this.positions[index] = position;
    this.keyLengths[index] = key;
    this.valueLengths[index] = value;
    this.states[index] = state;
    this.originLengths[index] = 0;
    this.groups[index] = this.group;
    this.#place(index);
    return index;
  }

  /** Notes of the series added last where it came from, so that the next body may know it again. */
  noteOrigin(position: number, length: number, name: number, rewrites: number): void {
    const index = this.size - 1;
    this.origins[index] = position;
    this.originLengths[index] = length;
    this.names[index] = name;
    this.rewrites[index] = rewrites;
  }

  /** The index of a series with this hash, which may be another's; −1 if there is none. */
  indexOf(hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = this.#slots[slot]!;
      if (index < 0 || this.#hashes[index] === hash) return index;
    }
  }

  hashOf(index: number): number {
    return this.#hashes[index]!;
  }

  /** The value of a series as its line has it. */
  value(index: number): number {
    const start = this.positions[index]! + this.keyLengths[index]! + 1;
    return numberOf(this.#arena.slice(start, start + this.valueLengths[index]!).toString('latin1'));
  }

  #equal(index: number, line: Line): boolean {
    const position = this.positions[index]!;
    const length = line.keyEnd - line.start;
    const bytes = this.#arena.at(position);
    const at = offsetOf(position);
    if (
      this.keyLengths[index] === length &&
      equalBytes(bytes, at, line.bytes, line.start, length)
    ) {
      return true;
    }
    const other = this.#other;
    if (scan(other, bytes, at, MAX_LABELS, Infinity) !== CANONICAL) return false;
    return sameSeries(other, line);
  }

  #place(index: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashes[index]! & mask;
    while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = index;
  }

  /** Lets the next body have the columns; nothing may be asked of this table any more. */
  release(): void {
    if (this.#columns === NO_COLUMNS) return;
    giveBack(this.#columns);
    this.#take(NO_COLUMNS);
    this.size = 0;
  }

  #grow(): void {
    const larger = enlarged(this.#columns);
    this.#take(larger);
    for (let i = 0; i < this.size; i++) this.#place(i);
  }

  #take(columns: Columns): void {
    this.#columns = columns;
    this.#slots = columns.slots;
    this.#hashes = columns.hashes;
    this.positions = columns.positions;
    this.keyLengths = columns.keyLengths;
    this.valueLengths = columns.valueLengths;
    this.states = columns.states;
    this.sums = columns.sums;
    this.origins = columns.origins;
    this.originLengths = columns.originLengths;
    this.names = columns.names;
    this.groups = columns.groups;
    this.rewrites = columns.rewrites;
  }
}

/** A sample's value as a number; the scanner has checked the spelling. */
export function numberOf(text: string): number {
  if (text.endsWith('Inf')) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}

/** Four bytes a step; the bounds keep `a="bc"` and `ab="c"` apart since `="` is hashed with them. */
function hashBytes(bytes: Buffer, start: number, end: number): number {
  let h = 0x811c9dc5 ^ (end - start);
  let i = start;
  for (const stop = end - 3; i < stop; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    h = Math.imul(h ^ word, 0x01000193);
    h ^= h >>> 15;
  }
  for (; i < end; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193);
  return mix(h);
}

function mix(h: number): number {
  let x = h;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x46af6449);
  return x ^ (x >>> 16);
}

function sameSeries(a: Line, b: Line): boolean {
  if (a.count !== b.count || !sameSlice(a, a.start, a.nameEnd, b, b.start, b.nameEnd)) return false;
  for (let i = 0; i < a.count; i++) if (!hasLabel(b, a, i)) return false;
  return true;
}

function hasLabel(line: Line, of: Line, index: number): boolean {
  const start = of.spans[4 * index]!;
  const end = of.spans[4 * index + 3]!;
  for (let i = 0; i < line.count; i++) {
    if (sameSlice(of, start, end, line, line.spans[4 * i]!, line.spans[4 * i + 3]!)) return true;
  }
  return false;
}

function sameSlice(a: Line, a0: number, a1: number, b: Line, b0: number, b1: number): boolean {
  return a1 - a0 === b1 - b0 && equalBytes(a.bytes, a0, b.bytes, b0, a1 - a0);
}
