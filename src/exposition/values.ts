// Which values a sample may have: most are told by their first byte.
import { MINUS, UPPER_N } from './chars.ts';
import { ANY_VALUE, ONE, type SampleName } from './families.ts';
import type { Line } from './line.ts';
import { numberOf } from './series.ts';

/** What becomes of a sample for its value. */
export const FITS = 0;
/** Left out as its rule wants it. */
export const LEFT_OUT = 1;
/** No such sample may have it. */
export const BAD = 2;

/** Whether a value's first byte tells that its name allows it. */
export function isOrdinary({ values }: SampleName, first: number): boolean {
  return values !== ONE && first !== MINUS && first !== UPPER_N;
}

/** FITS, LEFT_OUT or BAD, for a value of which the first byte does not tell. */
export function judge({ values, dropNegative }: SampleName, line: Line): number {
  const value = numberOf(line.bytes.toString('latin1', line.valueStart, line.valueEnd));
  if (dropNegative && value < 0) return LEFT_OUT;
  return values === ANY_VALUE || (values === ONE ? value === 1 : value >= 0) ? FITS : BAD;
}
