// Where the values of a kept body stand: puts others in their places, and gives a line another that has outgrown its own.
import { ArenaWriter, offsetOf } from './arena.ts';
import { AS_IT_WAS } from './columns.ts';
import { ANY_VALUE, type SampleName } from './families.ts';
import type { ForeignFamily } from './foreign.ts';
import type { Kept } from './memory.ts';
import type { Outline } from './outline.ts';
import { isOrdinary } from './values.ts';

/** More bytes than its value has, that a line is given when it outgrows its place: values grow by digits. */
const SLACK = 8;

/** The places of one body's values. */
export class Places {
  readonly #kept: Kept;
  readonly #outline: Outline;
  /** Families of which a line has another length or another place now. */
  readonly #moved = new Set<ForeignFamily>();

  constructor(kept: Kept, outline: Outline) {
    this.#kept = kept;
    this.#outline = outline;
  }

  /**
   * Writes a value of `bytes` where the line's stands, in what came in and in what goes out.
   * @param text the line as it is now
   * @returns false if its name may not have it, or there is no room
   */
  put(line: number, text: Buffer, bytes: number): boolean {
    const { table, names } = this.#kept;
    const outline = this.#outline;
    const series = outline.series[line]!;
    const name = names[table.names[series]!]!;
    const value = outline.keys[line]! + 1;
    if (!mayHave(name, text[value]!)) return false;
    const moves = bytes > outline.rooms[line]!;
    if (moves && !this.#move(line, series, bytes + SLACK)) return false;
    // With its newline.
    const rest = text.subarray(value, value + bytes + 1);
    this.#write(outline.starts[line]! + value, rest);
    if (table.rewrites[series] !== AS_IT_WAS) {
      this.#write(table.positions[series]! + table.keyLengths[series]! + 1, rest);
    }
    outline.lengths[line] = value + bytes + 1;
    if (moves || table.valueLengths[series] !== bytes) this.#moved.add(name.family!);
    table.valueLengths[series] = bytes;
    return true;
  }

  /** Puts the pieces of the families together again in which a line has moved. */
  arrange(): void {
    if (this.#moved.size === 0) return;
    const { table, names } = this.#kept;
    for (const family of this.#moved) family.clear();
    for (let i = 0; i < table.size; i++) {
      const family = names[table.names[i]!]!.family!;
      if (!this.#moved.has(family)) continue;
      const start = table.positions[i]!;
      family.append(start, start + table.keyLengths[i]! + table.valueLengths[i]! + 2);
    }
  }

  #write(position: number, bytes: Buffer): void {
    bytes.copy(this.#kept.arena.at(position), offsetOf(position));
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
}

/** Whether the first byte of a value tells that the name may have it. */
function mayHave(name: SampleName, first: number): boolean {
  return isOrdinary(name, first) || (name.values === ANY_VALUE && !name.dropNegative);
}
