// Reads the series that the last body had too: all but their values is known, and nothing is worked out again.
import type { Admission } from './admission.ts';
import { alike } from './alike.ts';
import { type ArenaWriter, offsetOf, segmentOf } from './arena.ts';
import { NEWLINE, SPACE } from './chars.ts';
import { AS_IT_WAS } from './columns.ts';
import type { FamilyTable, SampleName } from './families.ts';
import type { Kept } from './memory.ts';
import { scanNumber } from './number.ts';
import { copyWords } from './relabel.ts';
import { isOrdinary } from './values.ts';

/** What a translation reads with. */
export interface Tools {
  readonly families: FamilyTable;
  readonly admission: Admission;
  /** Where the lines stand, and where rewritten ones go. */
  readonly input: ArenaWriter;
  readonly output: ArenaWriter;
  readonly lineBytes: number;
}

/**
 * One body's look at the body before it, line by line in the same order. Whatever is not exactly as it was
 * is left to the long way, so that a body becomes the same with and without it.
 */
export class Recall {
  readonly kept: Kept;
  /** Of the line read last. */
  name: SampleName | undefined;
  readonly #tools: Tools;
  /** Index of the series that is expected next. */
  #next = 0;
  /** Segment of the last rewritten line that was looked at. */
  #rewritten = 0;
  /** Names of this body by the numbers of the last; null for one that is not as it was. */
  readonly #names: (SampleName | null)[] = [];

  constructor(kept: Kept, tools: Tools) {
    this.kept = kept;
    this.#tools = tools;
  }

  /** Reads the line at `at`, if it is the one expected; gives where the next one starts, or 0. */
  read(segment: Buffer, at: number): number {
    const { admission, input, lineBytes } = this.#tools;
    const key = this.#match(input.view, at);
    if (key === 0 || segment[at + key] !== SPACE) return 0;
    const value = at + key + 1;
    const end = scanNumber(segment, value);
    if (end < 0 || segment[end] !== NEWLINE || end - at > lineBytes) return 0;
    const { table } = this.kept;
    const index = this.#next;
    const name = this.#nameOf(table.names[index]!);
    if (!name || !isOrdinary(name, segment[value]!)) return 0;
    if (!admission.isFree(table.hashOf(index), table.groups[index]!, name.family!)) return 0;
    if (table.rewrites[index] === AS_IT_WAS) {
      admission.admitKnown(name, input, at, end - value, table, index);
    } else {
      const written = this.#rewrite(index, value, end);
      admission.admitKnown(name, this.#tools.output, written, end - value, table, index);
    }
    input.kept = true;
    admission.table.noteOrigin(input.position(at), key, name.id, table.rewrites[index]!);
    this.#next++;
    this.name = name;
    return end + 1;
  }

  /** A series was read the long way: if it was there before, the next one is expected behind it. */
  follow(hash: number): void {
    const index = this.kept.table.indexOf(hash);
    if (index >= 0) this.#next = index + 1;
  }

  /** The length of the expected series, if it stands at `at`; else 0. */
  #match(view: DataView, at: number): number {
    const { table, arena } = this.kept;
    if (this.#next >= table.size) return 0;
    const length = table.originLengths[this.#next]!;
    // A line that was spelt in another way has no origin.
    if (length === 0 || at + length >= view.byteLength) return 0;
    const position = table.origins[this.#next]!;
    // The order has changed, and this one was passed over.
    if (!arena.holds(position) || !arena.holds(table.positions[this.#next]!)) return 0;
    // Originals and rewritten lines stand in segments of their own, each in order.
    if (table.rewrites[this.#next] !== AS_IT_WAS) {
      this.#rewritten = segmentOf(table.positions[this.#next]!);
    }
    // What lies before both is not looked at again.
    arena.giveBackUpTo(Math.min(segmentOf(position), this.#rewritten));
    const same = alike(arena.view(position), offsetOf(position), view, at, length);
    return same === length ? length : 0;
  }

  #nameOf(id: number): SampleName | null {
    const known = this.#names[id];
    if (known !== undefined) return known;
    const name = this.#tools.families.renewed(this.kept.names[id]!) ?? null;
    this.#names[id] = name;
    return name;
  }

  /** Writes a key as it was rewritten before, and the value that stands in the input; gives where. */
  #rewrite(index: number, value: number, end: number): number {
    const { input, output } = this.#tools;
    const { arena, table } = this.kept;
    const position = table.positions[index]!;
    const key = table.keyLengths[index]! + 1;
    const tail = end + 1 - value;
    output.reserve(key + tail);
    const at = output.fill;
    copyWords(output.view, at, arena.view(position), offsetOf(position), key);
    copyWords(output.view, at + key, input.view, value, tail);
    output.fill = at + key + tail;
    return at;
  }
}
