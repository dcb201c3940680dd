// Admits series to their families: finds duplicates, merges what a rewrite made equal, and keeps the budget.
import type { Arena, ArenaWriter } from './arena.ts';
import { LOSSY } from './columns.ts';
import type { SampleName } from './families.ts';
import type { DropReason } from './family.ts';
import type { Line } from './line.ts';
import { MERGED, numberOf, PLAIN, REWRITTEN, SeriesTable, VOID } from './series.ts';

export interface AdmissionOptions {
  /** Series to admit at most. */
  readonly budget: number;
  /** False trusts the upstream not to repeat a series. */
  readonly duplicates: boolean;
  readonly drop: (reason: DropReason, count?: number) => void;
}

export class Admission {
  readonly table: SeriesTable;
  readonly #budget: number;
  readonly #checkDuplicates: boolean;
  readonly #drop: AdmissionOptions['drop'];
  #series = 0;
  #lastGroup = 0;
  #lastFamily: unknown;

  constructor(arena: Arena, { budget, duplicates, drop }: AdmissionOptions) {
    this.table = new SeriesTable(arena);
    this.#budget = budget;
    this.#checkDuplicates = duplicates;
    this.#drop = drop;
  }

  /**
   * Adds the series to its family, unless it is there already or the budget is spent.
   * @param state PLAIN or REWRITTEN
   * @returns false if nobody refers to the line
   */
  admit(
    name: SampleName,
    line: Line,
    where: ArenaWriter,
    state: number,
    exemplar: string | undefined,
  ): boolean {
    const family = name.family!;
    const { table } = this;
    const position = where.position(line.start);
    const hash = this.#checkDuplicates ? table.hash(line) : 0;
    if (this.#checkDuplicates) {
      const found = table.find(hash, line);
      if (found >= 0) {
        this.#merge(name, found, line, state);
        return false;
      }
    }
    if (this.#series >= this.#budget && !this.#continues(family)) {
      this.#drop('budget');
      return false;
    }
    if (this.#checkDuplicates) table.add(hash, line, position, state);
    this.#lastGroup = table.group;
    this.#lastFamily = family;
    this.#series++;
    where.kept = true;
    family.append(position, position + line.end - line.start);
    if (exemplar && name.exemplars) {
      family.addExemplar(position + line.valueEnd - line.start, exemplar);
    }
    return true;
  }

  /**
   * Whether a series with this hash and group is certainly new and within the budget: then
   * {@link admitKnown} may be called.
   */
  isFree(hash: number, group: number, family: object): boolean {
    const continues = this.#lastFamily === family && this.#lastGroup === group;
    return (this.#series < this.#budget || continues) && this.table.indexOf(hash) < 0;
  }

  /** Adds a series that another body's table knows; its line stands at `at`, its value is so long. */
  admitKnown(
    name: SampleName,
    where: ArenaWriter,
    at: number,
    valueLength: number,
    known: SeriesTable,
    index: number,
  ): void {
    const family = name.family!;
    const { table } = this;
    const position = where.position(at);
    const keyLength = known.keyLengths[index]!;
    table.group = known.groups[index]!;
    const state = known.rewrites[index] === LOSSY ? REWRITTEN : PLAIN;
    table.place(known.hashOf(index), position, keyLength, valueLength, state);
    this.#lastGroup = table.group;
    this.#lastFamily = family;
    this.#series++;
    where.kept = true;
    family.append(position, position + keyLength + valueLength + 2);
  }

  /** With the budget spent, a distribution that was begun may still be completed. */
  #continues(family: object): boolean {
    return this.#lastFamily === family && this.#lastGroup === this.table.group;
  }

  /** A series that is there already: a plain repetition is dropped, what a rewrite made equal is merged. */
  #merge(name: SampleName, found: number, line: Line, state: number): void {
    const { table } = this;
    const before = table.states[found]!;
    const plain = before === PLAIN && state === PLAIN;
    if (plain || name.merge === 'first') {
      this.#drop(plain ? 'duplicate' : 'collision');
      return;
    }
    if (name.merge === 'void') {
      this.#drop('collision', before === VOID ? 1 : 2);
      if (before === VOID) return;
      table.states[found] = VOID;
    } else {
      const value = numberOf(line.bytes.toString('latin1', line.valueStart, line.valueEnd));
      const sum = before === MERGED ? table.sums[found]! : table.value(found);
      table.sums[found] = name.merge === 'max' ? larger(sum, value) : sum + value;
      if (before === MERGED) return;
      table.states[found] = MERGED;
    }
    name.family!.change(found);
  }
}

/** NaN says that there is no maximum yet. */
function larger(a: number, b: number): number {
  return b > a || Number.isNaN(a) ? b : a;
}
