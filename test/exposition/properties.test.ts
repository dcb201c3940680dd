// What holds of every exposition: cuts, strictness, fixpoints, and the slow reference.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { micrometerFile } from '../../bench/files.ts';
import { strictViolations } from '../support/strict.ts';
import { exposition, ruled, rules } from './arbitrary.ts';
import { parse, translateSlowly } from './reference.ts';
import { NOTHING, samplesOf, translated, typesOf } from './support.ts';

const SEED = { seed: 20261121 };
const NAMES = ['fa', 'fb', 'fc_total', 'fc', 'fd_max', 'fe_seconds', 'renamed_one', 'renamed_two'];

/** Without what the random numbers broke: buckets that are equal for all bounds, sums that are missing. */
const violations = (body: string, format: 'text' | 'openmetrics') =>
  (body === '' ? [] : strictViolations(body, { format, foreignNames: NAMES })).filter(
    (v) => !v.startsWith('bucket-'),
  );

function seriesOf(text: string): Map<string, number> {
  const lines = samplesOf(text).map(parse);
  return new Map(
    lines.map(({ name, labels, value }) => [JSON.stringify([name, labels.sort()]), value]),
  );
}

describe('every exposition', () => {
  it('gives the same however it is cut', () => {
    fc.assert(
      fc.property(
        exposition,
        rules,
        fc.array(fc.nat(4000), { maxLength: 30 }),
        (body, book, cuts) => {
          const r = ruled(book);
          const bytes = Buffer.from(body);
          const inside = cuts.map((at) => at % (bytes.length + 1));
          expect(translated(bytes, { rules: r, cuts: inside })).toEqual(
            translated(bytes, { rules: r }),
          );
        },
      ),
      SEED,
    );
  });

  it('comes out as the slow reference has it', () => {
    fc.assert(
      fc.property(exposition, rules, (body, book) => {
        const r = ruled(book);
        const { text } = translated(body, { rules: r });
        const slow = translateSlowly(body, r);
        const expected = [...slow.values()].flatMap(({ series }) => [...series.values()]);
        expect(seriesOf(text)).toEqual(
          new Map(expected.map((s) => [JSON.stringify([s.name, [...s.labels].sort()]), s.value])),
        );
        const types = [...slow].map(
          ([name, { type }]) => `${name} ${type === 'unknown' ? 'untyped' : type}`,
        );
        expect(typesOf(text).sort()).toEqual(types.sort());
      }),
      { ...SEED, numRuns: 500 },
    );
  });

  it('comes out strictly well-formed, and comes out the same again', () => {
    fc.assert(
      fc.property(exposition, rules, (body, book) => {
        const r = ruled(book);
        const { text, openmetrics } = translated(body, { rules: r });
        expect(violations(text, 'text')).toEqual([]);
        expect(violations(openmetrics, 'openmetrics')).toEqual([]);
        const keep = ruled({});
        expect(translated(text, { rules: keep })).toMatchObject({ text, dropped: NOTHING });
        expect(translated(openmetrics, { rules: keep, format: 'openmetrics' })).toMatchObject({
          openmetrics,
          dropped: NOTHING,
        });
      }),
      { ...SEED, numRuns: 300 },
    );
  });
});

describe('a large body', () => {
  const { bytes } = micrometerFile(1.5, 0.3);
  const rule = () => ({
    labels: { uri: { map: (v: string) => v.replace(/[0-9a-f]{24}/g, '{id}') } },
  });

  it('gives the same however it is cut', () => {
    const options = { rules: rule, limits: { series: 1e6 } };
    const whole = translated(bytes, options);
    expect(violations(whole.text, 'text')).toEqual([]);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 200 }), (cuts) => {
        const cut = translated(bytes, { ...options, cuts });
        expect(cut.text === whole.text && cut.openmetrics === whole.openmetrics).toBe(true);
        expect(cut.dropped).toEqual(whole.dropped);
      }),
      { ...SEED, numRuns: 8 },
    );
  });
});
