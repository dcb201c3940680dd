// The bounds of buckets and quantiles in the one spelling that OpenMetrics allows: `5` becomes `5.0`.
import { canonical } from '../metrics/index.ts';
import { equalBytes, LE, type Line, QUANTILE } from './line.ts';

const DOT = 46;
const LOWER_E = 101;
const PLUS = 43;
const LE_NAME = Buffer.from('le');
const QUANTILE_NAME = Buffer.from('quantile');

/** Whether the line's `le` or `quantile` holds a decimal point or exponent, or is `+Inf`. */
export function isCanonicalBound({ bytes, spans, signatures, count }: Line): boolean {
  for (let i = 0; i < count; i++) {
    const name = signatures[i] === LE ? LE_NAME : signatures[i] === QUANTILE ? QUANTILE_NAME : null;
    if (!name || !equalBytes(name, 0, bytes, spans[4 * i]!, name.length)) continue;
    let end = spans[4 * i + 3]!;
    const start = spans[4 * i + 2]!;
    if (bytes[start] === PLUS) return bytes.toString('latin1', start, end) === '+Inf';
    let pointed = false;
    while (--end >= start) {
      const c = bytes[end]!;
      if (c === DOT || c === LOWER_E) pointed = true;
      else if ((c < 48 || c > 57) && c !== PLUS && c !== 45) return false;
    }
    return pointed;
  }
  return false;
}

/** A label with its bound respelt; the value is empty if it is no number. Other labels stay. */
export function canonicalBound([name, value]: [string, string]): [string, string] {
  if (name !== 'le' && name !== 'quantile') return [name, value];
  const number = value.replace(/^\+?Inf$/i, 'Infinity');
  const bound = Number(number);
  return [name, number.trim() === '' || Number.isNaN(bound) ? '' : canonical(bound)];
}
