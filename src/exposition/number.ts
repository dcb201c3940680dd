// Scans a sample's value as bytes: the spellings of numbers that may be passed on as they are.
import * as ch from './chars.ts';

/** The offset after a decimal number, `NaN`, `+Inf` or `-Inf`; −1 if there is none, or it overflows. */
export function scanNumber(bytes: Buffer, start: number): number {
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
  // With fewer, a two-digit exponent cannot overflow.
  let risky = i - start > 200;
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
