// Random sound queries over the small catalogue, built as people build them: with nested templates.
import fc from 'fast-check';
import {
  duration,
  type Expression,
  type Fragment,
  matchers,
  promql,
  series,
} from '../../src/promql/index.ts';
import { m } from './catalogue.ts';

const span = fc.constantFrom('30s', '5m', '1h30m', '6h', '1d').map(duration);
const where: fc.Arbitrary<Fragment> = fc.constantFrom(
  matchers({}),
  matchers({ job: 'a' }),
  matchers({ instance: { re: 'x"\\.+' }, job: { not: '' } }),
  matchers({ job: ['a.b', 'c'] }),
);
const counters = fc.constantFrom(m.requests, series(m.duration).count, series(m.wait).sum);
const gauges = fc.constantFrom(m.heap, m.limit, m.wait, m.build);

const rates = fc
  .tuple(fc.constantFrom('rate', 'irate', 'increase', 'resets'), counters, where, span)
  .map(([name, def, by, over]) => promql`${word(name)}(${def}${by}[${over}])`);
const slopes = fc
  .tuple(fc.constantFrom('deriv', 'delta', 'max_over_time'), gauges, where, span)
  .map(([name, def, by, over]) => promql`${word(name)}(${def}${by}[${over}] offset ${over})`);
const quantiles = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), where, span).map(
  ([q, by, over]) => promql`
      histogram_quantile(${q},
        sum by (le, uri, job, instance) (rate(${series(m.duration).bucket}${by}[${over}]))
      )`,
);
const plain = fc.tuple(gauges, where).map(([def, by]) => promql`${def}${by}`);

/** Every one of them is a vector whose series have `job` and `instance`. */
export const query: fc.Arbitrary<Expression> = fc.letrec<{ query: Expression }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    plain,
    rates,
    slopes,
    quantiles,
    tie('query').map((a) => promql`-${a}`),
    fc
      .tuple(fc.constantFrom('sum', 'max', 'avg'), tie('query'))
      .map(([name, a]) => promql`${word(name)} by (job, instance) (${a})`),
    fc.tuple(tie('query'), span).map(([a, over]) => promql`max_over_time((${a})[${over}:1m])`),
    fc
      .tuple(tie('query'), fc.constantFrom('+', '/', '>', '== bool', '^'), fc.double())
      .map(([a, sign, n]) => promql`${a} ${word(sign)} ${n}`),
    fc
      .tuple(tie('query'), fc.constantFrom('/', 'and', 'unless', '<='), tie('query'))
      .map(([a, sign, b]) => promql`${a} ${word(sign)} on (job, instance) ${b}`),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => promql`${a} or ${b}`),
  ),
})).query;

function word(fragment: string): Fragment {
  return { fragment };
}
