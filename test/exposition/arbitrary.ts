// Random expositions and random rules for the property tests.
import fc from 'fast-check';
import {
  escapeLabel,
  type FamilyRule,
  formatValue,
  type Rules,
} from '../../src/exposition/index.ts';

export const value = fc.oneof(
  fc.integer({ min: 0, max: 1000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e9 }),
  fc.constant(Number.POSITIVE_INFINITY),
);
export const gaugeValue = fc.oneof(value, fc.constant(Number.NaN), fc.double());

export const labelValue = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    '/api/1',
    '/api/22',
    '/api/{id}',
    '/x/1/y/2',
    '{}',
    'a,b="c"',
    '\\',
    '"\n',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
);

const labels = fc
  .uniqueArray(fc.constantFrom('uri', 'method', 'id', 'z_z', 'A_b'), { maxLength: 4 })
  .chain((names) => fc.tuple(...names.map((name) => labelValue.map((v) => [name, v] as const))));

type Labels = readonly (readonly [string, string])[];
const series = fc.array(fc.tuple(labels, gaugeValue, value), { minLength: 1, maxLength: 6 });

function line(name: string, pairs: Labels, number: number): string {
  const inner = pairs.map(([k, v]) => `${k}="${escapeLabel(v)}"`).join(',');
  return `${name}${inner === '' ? '' : `{${inner}}`} ${formatValue(number)}\n`;
}

const BOUNDS = ['0.5', '5.0', '+Inf'];

const family = fc
  .tuple(fc.constantFrom('counter', 'gauge', 'untyped', 'histogram', 'summary', ''), series)
  .map(([type, all]) => (name: string) => {
    const lines = all.map(([pairs, gauge, n]) => {
      if (type === 'histogram') {
        const buckets = BOUNDS.map((le) => line(`${name}_bucket`, [...pairs, ['le', le]], n));
        return [...buckets, line(`${name}_sum`, pairs, gauge), line(`${name}_count`, pairs, n)];
      }
      if (type === 'summary') {
        const quantile = line(name, [...pairs, ['quantile', '0.5']], gauge);
        return [quantile, line(`${name}_sum`, pairs, gauge), line(`${name}_count`, pairs, n)];
      }
      return [line(name, pairs, type === 'counter' ? n : gauge)];
    });
    return { type: type === '' ? '' : `# TYPE ${name} ${type}\n`, lines: lines.flat() };
  });

/** A well-formed body: types first, then all lines, perhaps interleaved. */
export const exposition = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom('fa', 'fb', 'fc_total', 'fd_max', 'fe_seconds'), {
      minLength: 1,
    }),
    fc.array(family, { minLength: 5, maxLength: 5 }),
    fc.boolean(),
  )
  .map(([names, families, interleave]) => {
    const made = names.map((name, i) => families[i]!(name));
    const all = made.map(({ lines }) => lines);
    const longest = Math.max(...all.map((lines) => lines.length));
    const woven = Array.from({ length: longest }, (_, i) => all.flatMap((l) => l.slice(i, i + 1)));
    return (
      made.map(({ type }) => type).join('') + (interleave ? woven.flat() : all.flat()).join('')
    );
  });

const map = (v: string): string => v.replace(/\/\d+/g, '/{id}');
const labelRule = fc.constantFrom(
  { drop: true as const },
  { name: 'renamed' },
  { map },
  {
    map,
    changes: (bytes: Uint8Array, start: number, end: number) =>
      bytes.subarray(start, end).includes(0x2f),
  },
  { map: () => '' },
);

const rule: fc.Arbitrary<FamilyRule> = fc.record(
  {
    name: fc.constantFrom('renamed_one', 'fa', 'renamed_two'),
    labels: fc.dictionary(fc.constantFrom('uri', 'id'), labelRule, { maxKeys: 1 }),
    add: fc.constantFrom({}, { layer: 'x' }, { method: 'ours', b: 'q"' }),
    merge: fc.constantFrom('sum' as const, 'max' as const, 'first' as const),
    dropNegative: fc.constant(true as const),
    drop: fc.constant(true as const),
  },
  { requiredKeys: [] },
);

/** Rules by family, as data so that a counterexample can be printed. */
export const rules = fc.dictionary(
  fc.constantFrom('fa', 'fb', 'fc_total', 'fd_max', 'fe_seconds'),
  rule,
);

export type RuleBook = Readonly<Record<string, FamilyRule>>;

/** Labels in camelCase stay: the reference does not know how to spell them. */
export const ruled =
  (book: RuleBook): Rules =>
  (name) => ({
    merge: 'first',
    ...book[name],
    labels: { A_b: { name: 'A_b' }, ...book[name]?.labels },
  });
