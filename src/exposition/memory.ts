// What the last body of an upstream became, kept for its next one within bounds.
import { type Arena, type ArenaWriter, SEGMENT_BYTES } from './arena.ts';
import type { SampleName } from './families.ts';
import type { ForeignFamily } from './foreign.ts';
import type { Outline } from './outline.ts';
import type { TranslateOptions } from './rules.ts';
import type { SeriesTable } from './series.ts';

/** Bytes that all memories of the process hold at most; a target beyond them is read the long way. */
const MOST_BYTES = 16 << 20;
let heldBytes = 0;

/** All that is kept of a body. */
export interface Kept {
  readonly arena: Arena;
  readonly table: SeriesTable;
  readonly names: readonly SampleName[];
  readonly options: TranslateOptions;
  /** What it came to. */
  readonly families: readonly ForeignFamily[];
  readonly series: number;
  /** It had an `# EOF`. */
  readonly ended: boolean;
  /** Its lines; undefined for one that a next body cannot be held against. */
  readonly outline: Outline | undefined;
  /** Where lines stand whose values have outgrown their places since. */
  spill: ArenaWriter | undefined;
}

/**
 * Belongs to one upstream and is handed to each translation of its bodies. What a body becomes is the same
 * with and without it.
 */
export class TranslationMemory {
  #kept: Kept | undefined;
  #closed = false;

  /** Takes what is kept, if it was made in the same way; nobody else has it from then on. */
  take(options: TranslateOptions): Kept | undefined {
    const kept = this.#letGo();
    if (!kept) return undefined;
    if (isAlike(kept.options, options)) return kept;
    forget(kept);
    return undefined;
  }

  /** Keeps a body that nobody reads any more, unless that were too much. */
  keep(kept: Kept): void {
    const before = this.#letGo();
    if (before) forget(before);
    if (this.#closed || kept.table.size === 0 || heldBytes + sizeOf(kept) > MOST_BYTES)
      forget(kept);
    else {
      this.#kept = kept;
      heldBytes += sizeOf(kept);
    }
  }

  /** Forgets all; to be called when the upstream is asked no more. */
  close(): void {
    this.#closed = true;
    const kept = this.#letGo();
    if (kept) forget(kept);
  }

  #letGo(): Kept | undefined {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept) heldBytes -= sizeOf(kept);
    return kept;
  }
}

const sizeOf = ({ arena }: Kept): number => arena.segments.length * SEGMENT_BYTES;

/** Gives the memory of a body to the next. */
export function forget({ arena, table }: Pick<Kept, 'arena' | 'table'>): void {
  arena.giveBack();
  table.release();
}

/** What belongs to the next body cannot be given to it twice. */
export function once(release: () => void): () => void {
  let held = true;
  return () => {
    if (held) release();
    held = false;
  };
}

function isAlike(a: TranslateOptions, b: TranslateOptions): boolean {
  const [x, y] = [a.limits ?? {}, b.limits ?? {}];
  return (
    a.format === b.format &&
    a.rules === b.rules &&
    x.labels === y.labels &&
    x.labelBytes === y.labelBytes
  );
}
