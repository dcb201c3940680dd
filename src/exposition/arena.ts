// Storage for the lines of one body: fixed segments, addressed by one integer, never moved.

const SEGMENT_BITS = 18;
/** Bytes of a segment; no line may be longer than half of it. */
export const SEGMENT_BYTES = 1 << SEGMENT_BITS;
const OFFSET_MASK = SEGMENT_BYTES - 1;

const NOTHING = Buffer.alloc(0);

/** Segments that wait for the next body: memory that changes hands at every scrape is slow to come back. */
const spare: Buffer[] = [];
/** 4 MiB: twice what a body of 1 MB takes, read and rewritten. */
const MOST_SPARE = 16;

/** For the small bodies that are read in full each time. */
const FEW_SPARE = 2;

/** Lets the system have most of what waits: bodies that are held against the last one need none of it. */
export function trimSpareSegments(): void {
  spare.length = Math.min(spare.length, FEW_SPARE);
}

/** Not zeroed: whoever takes a segment reads only what it has written. */
const freshSegment = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(SEGMENT_BYTES);

/**
 * Segments by index. A position is `index << 18 | offset`: an integer that finds its bytes again
 * whatever has been added since, so that a table of series needs no object per series.
 */
export class Arena {
  readonly segments: Buffer[] = [];
  /** So many at the start were given back before the others. */
  #gone = 0;
  /** Of the segments, to read four bytes at a time. */
  readonly #views: DataView[] = [];
  #released = false;

  /** Nobody reads families from it any more: {@link assertHeld} throws from now on. */
  release(): void {
    this.#released = true;
  }

  /** They may be read again: the next body is made of the same lines. */
  hold(): void {
    this.#released = false;
  }

  /** Gives the segments to other bodies. */
  giveBack(): void {
    this.release();
    this.giveBackUpTo(this.segments.length);
    this.segments.length = 0;
  }

  /** Whether the segment of a position has not been given back. */
  holds(position: number): boolean {
    return position >>> SEGMENT_BITS >= this.#gone;
  }

  /** Gives back the segments before that one. */
  giveBackUpTo(index: number): void {
    for (; this.#gone < index; this.#gone++) {
      if (spare.length < MOST_SPARE) spare.push(this.segments[this.#gone]!);
      this.segments[this.#gone] = NOTHING;
    }
  }

  /** The segment that holds a position, once nothing is added any more. */
  view(position: number): DataView {
    const index = position >>> SEGMENT_BITS;
    const view = this.#views[index];
    if (view) return view;
    const { buffer } = this.segments[index]!;
    const made = new DataView(buffer);
    this.#views[index] = made;
    return made;
  }

  /** Throws once the bytes have gone: others may stand in their place. */
  assertHeld(): void {
    if (this.#released) throw new Error('the lines of this body were released');
  }

  /** The segment that holds a position. */
  at(position: number): Buffer {
    return this.segments[position >>> SEGMENT_BITS]!;
  }

  /** A view of `[start, end)`; both must lie in one segment. */
  slice(start: number, end: number): Buffer {
    const offset = start & OFFSET_MASK;
    return this.at(start).subarray(offset, offset + end - start);
  }
}

/** The number of the segment that holds a position. */
export const segmentOf = (position: number): number => position >>> SEGMENT_BITS;

/** The offset of a position within its segment. */
export const offsetOf = (position: number): number => position & OFFSET_MASK;

/** Appends to segments of its own in a shared arena; several writers may share one. */
export class ArenaWriter {
  readonly #arena: Arena;
  #index = -1;
  /** The segment written to, and how far it is filled; advance `fill` after writing. */
  segment: Buffer = Buffer.alloc(0);
  /** Of `segment`, to copy four bytes at a time. */
  view: DataView = new DataView(new ArrayBuffer(0));
  fill = 0;
  /** Whether something refers to this segment; set it with the first that does, or the segment is let go. */
  kept = true;

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /** Makes room for `bytes` in one piece; what is written before this stays where it is. */
  reserve(bytes: number): void {
    if (this.fill + bytes <= this.segment.length) return;
    this.segment = freshSegment();
    this.view = new DataView(this.segment.buffer);
    const { segments } = this.#arena;
    // What nobody refers to gives its place away: a flood of lines that are all refused costs no memory.
    if (this.kept) this.#index = segments.push(this.segment) - 1;
    else segments[this.#index] = this.segment;
    this.fill = 0;
    this.kept = false;
  }

  /** The position of an offset in the current segment. */
  position(offset: number): number {
    return (this.#index << SEGMENT_BITS) | offset;
  }
}
