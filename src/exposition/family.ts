// A metric family ready to be rendered: its metadata, and its sample lines as bytes in either format.
import type { MetricType } from '../metrics/index.ts';

/** The two formats in and out: text 0.0.4 and OpenMetrics 1.0. */
export type Format = 'text' | 'openmetrics';

/** Something that writes itself where there is room for it. */
export interface Writable {
  /** What it takes at the most. */
  readonly bytes: number;
  /** Writes itself from `at` on; gives where it ends. */
  write(into: Buffer, at: number): number;
}

/** A part of a body: bytes, or text still to be encoded as UTF-8, or what writes itself. */
export type Piece = Uint8Array | string | Writable;

/** A family; what a renderer needs and nothing of where it came from. */
export interface Family {
  /** Name as text 0.0.4 has it: a counter's with `_total`, an info's with `_info`. */
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit?: string | undefined;
  /** Stands for name, type and help: the same object, the same texts. */
  readonly source?: object | undefined;
  /** Number of series. */
  readonly series: number;
  /** Complete sample lines (with their newlines), without HELP and TYPE, in pieces of any size. */
  lines(format: Format): Iterable<Piece>;
}

/** Why a foreign series or line did not make it; the `reason` label of the dropped counter. */
export type DropReason =
  | 'bad_line'
  | 'line_too_long'
  | 'label_too_long'
  | 'too_many_labels'
  | 'duplicate'
  | 'collision'
  | 'budget'
  | 'body_too_large'
  | 'truncated'
  | 'family_elsewhere';

/** What a translated body came to: whole families, and what was refused on the way, by reason. */
export interface ForeignFamilies {
  readonly families: readonly Family[];
  /** Series kept. */
  readonly series: number;
  /** Lines or series refused, by reason; rules that drop on purpose are not counted. */
  readonly dropped: ReadonlyMap<DropReason, number>;
  /**
   * Gives the memory of all lines to the next body; call it when nothing holds a piece of them any more, or
   * never: then they go as garbage goes. Names and counts stay, `lines` throws.
   */
  release?(): void;
}
