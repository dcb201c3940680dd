// A family that arrived as bytes: pieces of the arena, and patches where values were merged.
import type { MetricType } from '../metrics/index.ts';
import { type Arena, offsetOf } from './arena.ts';
import { formatValue } from './escape.ts';
import type { Family, Format, Piece } from './family.ts';
import { MERGED, type SeriesTable, VOID } from './series.ts';

/** At `at`, `remove` bytes give way to `text`. */
interface Patch {
  readonly at: number;
  readonly remove: number;
  readonly text: string;
}

export interface ForeignOptions {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit: string | undefined;
}

/** Grows line by line while its body is read, then renders without having made a string per series. */
export class ForeignFamily implements Family {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit: string | undefined;
  series = 0;
  readonly #arena: Arena;
  readonly #table: SeriesTable;
  /** Start and end positions by turns; what touches is one piece. */
  readonly #pieces: number[] = [];
  /** Indexes in the table of the series that were merged or made void. */
  readonly #changed: number[] = [];
  /** Exemplars by the position after the value, for OpenMetrics only. */
  readonly #exemplars: Patch[] = [];

  constructor(arena: Arena, table: SeriesTable, options: ForeignOptions) {
    this.#arena = arena;
    this.#table = table;
    this.name = options.name;
    this.type = options.type;
    this.help = options.help;
    this.unit = options.unit;
  }

  get source(): this {
    return this;
  }

  /** Appends the line at `[start, end)` of one segment. */
  append(start: number, end: number): void {
    this.series++;
    const pieces = this.#pieces;
    // Where a segment is full to its last byte, its end is the next one's start, but they are two pieces.
    if (pieces[pieces.length - 1] === start && offsetOf(start) !== 0)
      pieces[pieces.length - 1] = end;
    else pieces.push(start, end);
  }

  /** Forgets its lines, to be given them anew. */
  clear(): void {
    this.series = 0;
    this.#pieces.length = 0;
  }

  addExemplar(afterValue: number, text: string): void {
    this.#exemplars.push({ at: afterValue, remove: 0, text });
  }

  /** Notes, once for each, that a series of the table no longer has the value of its line. */
  change(index: number): void {
    this.#changed.push(index);
    if (this.#table.states[index] === VOID) this.series--;
  }

  lines(format: Format): Iterable<Piece> {
    this.#arena.assertHeld();
    const [start, end] = this.#pieces;
    const isPlain = this.#changed.length === 0 && this.#exemplars.length === 0;
    // Nearly all families are one piece, and a generator costs more than it.
    if (!isPlain || this.#pieces.length !== 2) return this.#inPieces(format);
    return [this.#arena.slice(start!, end!)];
  }

  *#inPieces(format: Format): Generator<Piece> {
    const patches = this.#patches(format);
    for (let i = 0; i < this.#pieces.length; i += 2) {
      const start = this.#pieces[i]!;
      const end = this.#pieces[i + 1]!;
      if (patches.length === 0) yield this.#arena.slice(start, end);
      else yield* this.#patched(start, end, patches);
    }
  }

  *#patched(start: number, end: number, patches: readonly Patch[]): Generator<Piece> {
    let from = start;
    for (let i = firstFrom(patches, start); i < patches.length && patches[i]!.at < end; i++) {
      const { at, remove, text } = patches[i]!;
      if (at > from) yield this.#arena.slice(from, at);
      if (text !== '') yield text;
      from = at + remove;
    }
    if (from < end) yield this.#arena.slice(from, end);
  }

  #patches(format: Format): Patch[] {
    const patches = this.#changed.map((index) => this.#patch(index));
    // Nothing that can become void bears an exemplar.
    if (format === 'openmetrics') for (const exemplar of this.#exemplars) patches.push(exemplar);
    return patches.sort((a, b) => a.at - b.at || b.remove - a.remove);
  }

  #patch(index: number): Patch {
    const table = this.#table;
    const at = table.positions[index]!;
    const key = table.keyLengths[index]! + 1;
    const value = table.valueLengths[index]!;
    if (table.states[index] === VOID) return { at, remove: key + value + 1, text: '' };
    const sum = table.states[index] === MERGED ? table.sums[index]! : table.value(index);
    return { at: at + key, remove: value, text: formatValue(sum) };
  }
}

function firstFrom(patches: readonly Patch[], position: number): number {
  let low = 0;
  let high = patches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (patches[middle]!.at < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
