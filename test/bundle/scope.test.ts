// Every selector is tied to its job, wherever it stands; Prometheus's own alerts are not, or otherwise.
import { expect, it } from 'vitest';
import { scoped } from '../../src/bundle/scope.ts';

it.each([
  ['up', 'up{job="a"}'],
  ['up{}', 'up{job="a"}'],
  ['x{b="c"}', 'x{job="a",b="c"}'],
  ['rate(x[$__rate_interval])', 'rate(x{job="a"}[$__rate_interval])'],
  ['sum by (x) (x{y="x"}) / on (x) x', 'sum by (x) (x{job="a",y="x"}) / on (x) x{job="a"}'],
  [
    'last_over_time(x[1h] offset 5m) unless x @ end()',
    'last_over_time(x{job="a"}[1h] offset 5m) unless x{job="a"} @ end()',
  ],
  ['a:b:c > 0', 'a:b:c{job="a"} > 0'],
  ['time() - x', 'time() - x{job="a"}'],
  ['ALERTS{alertstate="firing"} and up', 'ALERTS{alertstate="firing"} and up{job="a"}'],
])('%s', (expr, expected) => expect(scoped(expr, 'job="a"')).toBe(expected));

it('ties alerts by matchers of their own', () => {
  expect(scoped('count(ALERTS) or x{a="b"}', 'job=~"$job"', 'job=~"$job|"')).toBe(
    'count(ALERTS{job=~"$job|"}) or x{job=~"$job",a="b"}',
  );
});
