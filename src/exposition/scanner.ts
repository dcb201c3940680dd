// Scans one sample line as bytes: finds name, labels and value, and tells whether it is spelt canonically.
import { isUtf8 } from 'node:buffer';
import * as ch from './chars.ts';

/** What a scan came to. */
export const CANONICAL = 0;
/** Not in the one spelling that may be passed on as it is; the loose parser decides. */
export const LOOSE = 1;
export const LABEL_TOO_LONG = 2;
export const TOO_MANY_LABELS = 3;

/** In `classes`: a value holds a character of several bytes (bit 2 of its kind, shifted by 5). */
const MULTIBYTE = 2 << 5;

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
  /** `plan` leaves the first `checked` labels as they are; kept over lines likewise. */
  plan: object | undefined;
  checked = 0;
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

/**
 * Scans the line that starts at `p`. The caller guarantees a newline at or after `p`.
 * @returns CANONICAL with `line` filled, or why it was not.
 */
export function scan(
  line: Line,
  bytes: Buffer,
  p: number,
  maxLabels: number,
  labelBytes: number,
): number {
  let i = p;
  let c = bytes[i]!;
  if ((ch.CLASS[c]! & ch.METRIC_START) === 0) return LOOSE;
  do c = bytes[++i]!;
  while ((ch.CLASS[c]! & ch.METRIC) !== 0);
  line.start = p;
  line.nameEnd = i;
  line.trailingComma = -1;
  if (c === ch.OPEN_BRACE) {
    const verdict = scanLabels(line, bytes, i + 1, maxLabels, labelBytes);
    if (verdict !== CANONICAL) {
      forget(line);
      return verdict;
    }
    i = line.keyEnd;
    c = bytes[i]!;
  } else forget(line);
  setBytes(line, bytes);
  line.keyEnd = i;
  if (c !== ch.SPACE) return LOOSE;
  line.valueStart = i + 1;
  i = scanNumber(bytes, i + 1);
  if (i < 0 || bytes[i] !== ch.NEWLINE) return LOOSE;
  line.valueEnd = i;
  line.end = i + 1;
  return CANONICAL;
}

function forget(line: Line): void {
  line.count = 0;
  line.hashed = 0;
  line.checked = 0;
  line.upperLabel = false;
}

function setBytes(line: Line, bytes: Buffer): void {
  if (line.bytes === bytes) return;
  line.bytes = bytes;
  line.view = viewOf(bytes);
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** How many bytes are the same at two places, counted in whole words and up to `length`. */
function commonWords(a: DataView, atA: number, b: DataView, atB: number, length: number): number {
  const end = Math.min(length, a.byteLength - atA, b.byteLength - atB) - 3;
  let i = 0;
  while (i < end && a.getInt32(atA + i) === b.getInt32(atB + i)) i += 4;
  return i;
}

/**
 * Neighbours mostly differ in their last label. Labels that stand in the line before as well, byte for
 * byte, need no second look: their offsets are moved.
 * @returns how many
 */
function shareLabels(line: Line, bytes: Buffer, start: number): number {
  const { spans, count } = line;
  if (count === 0) return 0;
  const before = line.bytes;
  const from = line.labelsStart;
  const length = line.keyEnd - from;
  const view = bytes === before ? line.view : viewOf(bytes);
  let same = commonWords(line.view, from, view, start, length);
  while (same < length && before[from + same] === bytes[start + same]) same++;
  let shared = 0;
  // The quote and the comma after a value must be the same too.
  while (shared < count && spans[4 * shared + 3]! - from + 2 <= same) shared++;
  if (shared === count) shared--;
  const delta = start - from;
  for (let s = 4 * shared - 1; s >= 0; s--) spans[s]! += delta;
  return shared;
}

/** From after `{` to after `}`; sets `keyEnd`. */
function scanLabels(
  line: Line,
  bytes: Buffer,
  start: number,
  maxLabels: number,
  labelBytes: number,
): number {
  const { spans, signatures } = line;
  const shared = shareLabels(line, bytes, start);
  let n = shared;
  let i = n === 0 ? start : spans[4 * n - 1]! + 2;
  let classes = n === 0 ? 0 : line.classes[n - 1]!;
  for (;;) {
    let c = bytes[i]!;
    if (c === ch.CLOSE_BRACE) {
      if (n === 0) return LOOSE;
      line.trailingComma = i - 1;
      break;
    }
    const name = i;
    if ((ch.CLASS[c]! & ch.LABEL_START) === 0) return LOOSE;
    do {
      classes |= ch.CLASS[c]!;
      c = bytes[++i]!;
    } while ((ch.CLASS[c]! & ch.LABEL) !== 0);
    if (c !== ch.EQUALS || bytes[i + 1] !== ch.QUOTE) return LOOSE;
    const value = i + 2;
    const s = n << 2;
    spans[s] = name;
    spans[s + 1] = i;
    signatures[n] = ((i - name) << 16) | (bytes[name]! << 8) | bytes[i - 1]!;
    i = value;
    for (;;) {
      let kind = ch.VALUE[bytes[i]!]!;
      while (kind !== 0) {
        classes |= kind << 5;
        kind = ch.VALUE[bytes[++i]!]!;
      }
      c = bytes[i]!;
      if (c === ch.QUOTE) break;
      if (c === ch.NEWLINE) return LOOSE;
      const escaped = bytes[i + 1]!;
      if (escaped !== ch.LOWER_N && escaped !== ch.QUOTE && escaped !== ch.BACKSLASH) return LOOSE;
      i += 2;
    }
    if (i === value) return LOOSE;
    if (i - value > labelBytes) return LABEL_TOO_LONG;
    if (n >= maxLabels) return TOO_MANY_LABELS;
    spans[s + 2] = value;
    spans[s + 3] = i;
    line.classes[n++] = classes;
    c = bytes[++i]!;
    if (c === ch.COMMA) i++;
    else if (c === ch.CLOSE_BRACE) break;
    else return LOOSE;
  }
  line.count = n;
  line.upperLabel = (classes & ch.UPPER) !== 0;
  line.labelsStart = start;
  line.keyEnd = i + 1;
  setBytes(line, bytes);
  line.hashed = Math.min(line.hashed, shared);
  line.checked = Math.min(line.checked, shared);
  if ((classes & MULTIBYTE) !== 0 && !isUtf8(bytes.subarray(start, i))) return LOOSE;
  return repeatsLabel(line, shared) ? LOOSE : CANONICAL;
}

/** The offset after a decimal number, `NaN`, `+Inf` or `-Inf`; −1 if there is none, or it overflows. */
function scanNumber(bytes: Buffer, start: number): number {
  let i = start;
  let c = bytes[i]!;
  if (c === ch.MINUS || c === ch.PLUS) c = bytes[++i]!;
  let digits = i;
  while (c >= ch.ZERO && c <= ch.NINE) c = bytes[++i]!;
  digits = i - digits;
  if (c === ch.DOT) {
    const fraction = i + 1;
    do c = bytes[++i]!;
    while (c >= ch.ZERO && c <= ch.NINE);
    digits += i - fraction;
  }
  if (digits === 0) return scanWord(bytes, start);
  let risky = i - start > 300;
  if (c === ch.LOWER_E || c === ch.UPPER_E) {
    c = bytes[++i]!;
    if (c === ch.MINUS || c === ch.PLUS) c = bytes[++i]!;
    const exponent = i;
    while (c >= ch.ZERO && c <= ch.NINE) c = bytes[++i]!;
    if (i === exponent) return -1;
    risky ||= i - exponent > 2;
  }
  // Go's parser refuses what overflows, and with it the whole scrape.
  return risky && !Number.isFinite(Number(bytes.toString('latin1', start, i))) ? -1 : i;
}

function scanWord(bytes: Buffer, start: number): number {
  const c = bytes[start];
  if (c === ch.UPPER_N)
    return bytes.toString('latin1', start, start + 3) === 'NaN' ? start + 3 : -1;
  if (c !== ch.PLUS && c !== ch.MINUS) return -1;
  return bytes.toString('latin1', start + 1, start + 4) === 'Inf' ? start + 4 : -1;
}

/**
 * Whether a label's name stands twice; Prometheus refuses a whole scrape for that.
 * @param known so many labels at the start are known to differ
 */
export function repeatsLabel({ bytes, spans, signatures, count }: Line, known = 1): boolean {
  for (let a = Math.max(1, known); a < count; a++) {
    for (let b = 0; b < a; b++) {
      if (signatures[a] !== signatures[b]) continue;
      if (
        equalBytes(bytes, spans[4 * a]!, bytes, spans[4 * b]!, spans[4 * a + 1]! - spans[4 * a]!)
      ) {
        return true;
      }
    }
  }
  return false;
}

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
