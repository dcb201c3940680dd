// The bounds of buckets and quantiles in one spelling, that of Go's clients: `5` becomes `5.0`, `1000000` `1e+06`.
import { canonical } from '../metrics/index.ts';
import { DOT, NINE, PLUS, ZERO } from './chars.ts';
import { equalBytes, LE, type Line, QUANTILE } from './line.ts';

/** The label that a sample must carry: `le` for buckets, `quantile` for a summary's own. */
export interface Bound {
  readonly name: Buffer;
  readonly signature: number;
  readonly isQuantile: boolean;
}

export const LE_BOUND: Bound = { name: Buffer.from('le'), signature: LE, isQuantile: false };
export const QUANTILE_BOUND: Bound = {
  name: Buffer.from('quantile'),
  signature: QUANTILE,
  isQuantile: true,
};

/** The index of the bound among the line's labels, or −1. */
export function boundIndex(
  { bytes, spans, signatures, count }: Line,
  { name, signature }: Bound,
): number {
  for (let i = count - 1; i >= 0; i--) {
    if (signatures[i] !== signature) continue;
    if (equalBytes(name, 0, bytes, spans[4 * i]!, name.length)) return i;
  }
  return -1;
}

/** Whether the label at `index` is spelt as {@link spellBound} would. */
export function isSpelt(line: Line, index: number, bound: Bound): boolean {
  const start = line.spans[4 * index + 2]!;
  const end = line.spans[4 * index + 3]!;
  if (!bound.isQuantile && isPlain(line.bytes, start, end)) return true;
  const text = line.bytes.toString('latin1', start, end);
  return text === spellBound(text, bound);
}

/** The usual cases without making a string: `+Inf`, and up to six digits, a point, and a fraction. */
function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] === PLUS) {
    return end - start === 4 && equalBytes(INF, 0, bytes, start, 4);
  }
  let i = start;
  while (isDigit(bytes[i]!)) i++;
  const whole = i - start;
  if (whole === 0 || whole > 6 || bytes[i] !== DOT || end - start > 15) return false;
  const fraction = ++i;
  while (i < end && isDigit(bytes[i]!)) i++;
  if (i < end || i === fraction) return false;
  if (bytes[end - 1] === ZERO)
    return end - fraction === 1 && (bytes[start] !== ZERO || whole === 1);
  // Below 0.0001 there is an exponent.
  if (bytes[start] === ZERO) return whole === 1 && !equalBytes(FOUR_ZEROS, 0, bytes, fraction, 4);
  return true;
}

const INF = Buffer.from('+Inf');
const FOUR_ZEROS = Buffer.from('0000');
const isDigit = (c: number): boolean => c >= ZERO && c <= NINE;

/** The bound respelt; empty if it is no number, overflows, or is no quantile. */
export function spellBound(text: string, { isQuantile }: Bound): string {
  if (/^\+?inf(inity)?$/i.test(text)) return isQuantile ? '' : '+Inf';
  const number = /^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(number) || (isQuantile && (number < 0 || number > 1))) return '';
  return canonical(number);
}
