// Scans one sample line as bytes: finds name, labels and value, and tells whether it is spelt canonically.
import { isUtf8 } from 'node:buffer';
import * as ch from './chars.ts';
import { equalBytes, type Line, signatureOf } from './line.ts';
import { scanNumber } from './number.ts';

/** What a scan came to. */
export const CANONICAL = 0;
/** Not in the one spelling that may be passed on as it is; the loose parser decides. */
export const LOOSE = 1;
export const LABEL_TOO_LONG = 2;
export const TOO_MANY_LABELS = 3;

/** In `classes`: a value holds a character of several bytes (bit 2 of its kind, shifted by 5). */
const MULTIBYTE = 2 << 5;

/** The metric's own name as a label: Prometheus refuses a whole scrape for it. */
const RESERVED = Buffer.from('__name__');
const RESERVED_SIGNATURE = signatureOf(RESERVED, 0, RESERVED.length);

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
  line.upperLabel = false;
  forgetBeyond(line, 0);
}

/** Only what was found out of the first `shared` labels still holds. */
function forgetBeyond(line: Line, shared: number): void {
  line.hashed = Math.min(line.hashed, shared);
  line.checked = Math.min(line.checked, shared);
  line.learnt = Math.min(line.learnt, shared);
  line.rewritten = Math.min(line.rewritten, shared);
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
  // All of them only with the brace, and then the line is as good as scanned.
  if (shared === count && (same < length || before[line.keyEnd - 2] !== ch.QUOTE)) shared--;
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
  if (shared > 0 && shared === line.count) {
    line.keyEnd += start - line.labelsStart;
    line.labelsStart = start;
    setBytes(line, bytes);
    return CANONICAL;
  }
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
    const signature = ((i - name) << 16) | (bytes[name]! << 8) | bytes[i - 1]!;
    signatures[n] = signature;
    if (signature === RESERVED_SIGNATURE && equalBytes(RESERVED, 0, bytes, name, 8)) return LOOSE;
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
  forgetBeyond(line, shared);
  if ((classes & MULTIBYTE) !== 0 && !isUtf8(bytes.subarray(start, i))) return LOOSE;
  return repeatsLabel(line, shared) ? LOOSE : CANONICAL;
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
