// The notation of series: read back as promtool reads it, it gives the very values.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notation } from './notation.ts';

describe('notation', () => {
  it.each([
    [[1, 1, 1], '1x2'],
    [[1, 2, 4], '1 2 4'],
    [[0, 60, 120, 180], '0+60x3'],
    [[9, 6, 3, 0], '9-3x3'],
    [[undefined, undefined, 5], '_x2 5'],
    [[5, undefined, undefined, 7], '5 stale _x1 7'],
    [[1, undefined], '1 stale'],
    [[Number.NaN, Infinity, -Infinity], 'NaN +Inf -Inf'],
    [[-2, -2.5, -3, -3.5], '-2-0.5x3'],
    [[0.1, 0.2, 0.3, 0.4], '0.1 0.2 0.3 0.4'],
  ])('%j is %s', (values, text) => {
    expect(notation(values)).toBe(text);
  });

  it('gives back every value exactly', () => {
    const value = fc.option(
      fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double(), fc.constant(0.1)),
      { nil: undefined },
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), (values) => {
        expect(expanded(notation(values))).toEqual(values);
      }),
    );
  });
});

/** As promtool expands it. */
function expanded(text: string): (number | undefined)[] {
  return text.split(' ').flatMap((word) => {
    if (word === 'stale') return [undefined];
    const [, gap] = /^_x(\d+)$/.exec(word) ?? [];
    if (gap) return new Array<undefined>(Number(gap)).fill(undefined);
    const [, first, step, times] = /^(.+?)(?:(?<![eE])([+-].+))?x(\d+)$/.exec(word) ?? [];
    if (first === undefined) return [Number(word.replace('Inf', 'Infinity'))];
    const values = [Number(first)];
    for (let i = 0; i < Number(times); i++) values.push(values[i]! + Number(step ?? 0));
    return values;
  });
}
