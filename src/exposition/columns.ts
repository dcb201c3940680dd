// The columns of a table of series: integers and numbers by the series' index, handed from one body to the next.

/** How a line came to be: as the upstream wrote it, rewritten, rewritten with something taken away. */
export const AS_IT_WAS = 0;
export const LOSSLESS = 1;
export const LOSSY = 2;

const FIRST_CAPACITY = 1024;
/** Columns of more series than this are not kept for the next body. */
const MOST_KEPT = 32_768;

/** What is known of each series, by its index, and a hash table of indexes with twice as many slots. */
export interface Columns {
  readonly hashes: Int32Array;
  readonly positions: Int32Array;
  readonly keyLengths: Int32Array;
  readonly valueLengths: Int32Array;
  readonly states: Uint8Array;
  readonly sums: Float64Array;
  /** Where the line stood as the upstream wrote it, and how long its series was; 0 if it was spelt in another way. */
  readonly origins: Int32Array;
  readonly originLengths: Int32Array;
  /** Number of its name, its {@link SeriesTable.group}, and how its line came to be. */
  readonly names: Int32Array;
  readonly groups: Int32Array;
  readonly rewrites: Uint8Array;
  readonly slots: Int32Array;
}

export const NO_COLUMNS = columnsFor(0);

/** The last body's columns: the next one is mostly as large. */
let spare: Columns | undefined;

/** Lets the system have what waits, unless it is small: bodies that are held against the last one need none. */
export function trimSpareColumns(): void {
  if (spare && spare.hashes.length > 2 * FIRST_CAPACITY) spare = undefined;
}

/** Columns for a new body. */
export function firstColumns(): Columns {
  const columns = spare ?? columnsFor(FIRST_CAPACITY);
  spare = undefined;
  columns.slots.fill(-1);
  return columns;
}

/** Empty columns for so many series. */
export function columnsFor(capacity: number): Columns {
  const integers = () => new Int32Array(capacity);
  return {
    hashes: integers(),
    positions: integers(),
    keyLengths: integers(),
    valueLengths: integers(),
    states: new Uint8Array(capacity),
    sums: new Float64Array(capacity),
    origins: integers(),
    originLengths: integers(),
    names: integers(),
    groups: integers(),
    rewrites: new Uint8Array(capacity),
    slots: new Int32Array(capacity * 2).fill(-1),
  };
}

/** Lets the next body have them, unless they are very large. */
export function giveBack(columns: Columns): void {
  if (columns.hashes.length <= MOST_KEPT) spare = columns;
}

/** The same with twice the room, and its slots empty. */
export function enlarged(before: Columns): Columns {
  const larger = columnsFor(before.hashes.length * 2);
  larger.hashes.set(before.hashes);
  larger.positions.set(before.positions);
  larger.keyLengths.set(before.keyLengths);
  larger.valueLengths.set(before.valueLengths);
  larger.states.set(before.states);
  larger.sums.set(before.sums);
  larger.origins.set(before.origins);
  larger.originLengths.set(before.originLengths);
  larger.names.set(before.names);
  larger.groups.set(before.groups);
  larger.rewrites.set(before.rewrites);
  return larger;
}
