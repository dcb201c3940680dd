// One sample line as offsets into its bytes, and how such lines are compared.

const NO_BYTES = Buffer.alloc(0);

/** Labels a scan has room for; limits may be lower. */
export const MAX_LABELS = 250;

/**
 * One sample line, as offsets into `bytes`. Reused for every line: a scan allocates nothing.
 * `spans` holds four offsets a label: start and end of its name, start and end of its raw value.
 */
export class Line {
  bytes: Buffer = NO_BYTES;
  /** Of `bytes`, to compare four at a time. */
  view: DataView = new DataView(NO_BYTES.buffer, 0, 0);
  start = 0;
  nameEnd = 0;
  count = 0;
  readonly spans = new Int32Array(4 * (MAX_LABELS + 1));
  /** Length, first and last byte of each label's name in one integer, for quick comparison. */
  readonly signatures = new Int32Array(MAX_LABELS + 1);
  /** Byte classes met up to and including each label. */
  readonly classes = new Uint8Array(MAX_LABELS + 1);
  /** Hashes of the labels, good for the first `hashed`; kept over lines for labels that stay the same. */
  readonly hashes = new Int32Array(MAX_LABELS + 1);
  hashed = 0;
  /** `plan` leaves the first `checked` labels as they are, and knows the names of `learnt`; likewise. */
  plan: object | undefined;
  checked = 0;
  learnt = 0;
  /** So many labels are as they were when a line was last rewritten from here; likewise. */
  rewritten = 0;
  /** After `{`. */
  labelsStart = 0;
  /** End of the series: after the name, or after `}`. */
  keyEnd = 0;
  valueStart = 0;
  valueEnd = 0;
  /** After the newline. */
  end = 0;
  /** A label's name holds an upper-case letter. */
  upperLabel = false;
  /** Offset of a comma before `}` (the old Java client writes one), or −1. */
  trailingComma = -1;
}

/** Length, first and last byte of `[start, end)`: different signatures mean different names. */
export function signatureOf(bytes: Uint8Array, start: number, end: number): number {
  return ((end - start) << 16) | (bytes[start]! << 8) | bytes[end - 1]!;
}

const text = (s: string): Buffer => Buffer.from(s);
export const LE = signatureOf(text('le'), 0, 2);
export const QUANTILE = signatureOf(text('quantile'), 0, 8);

/** Compares `length` bytes at two places. */
export function equalBytes(
  a: Uint8Array,
  atA: number,
  b: Uint8Array,
  atB: number,
  length: number,
): boolean {
  for (let i = 0; i < length; i++) if (a[atA + i] !== b[atB + i]) return false;
  return true;
}
