// Queries with Grafana's variables filled in, as Grafana would send them.
import { expect, it } from 'vitest';
import { fill } from '../../../src/bundle/dashboards/index.ts';

it.each([
  ['a{job=~"$job"}', {}, 'a{job=~".+"}'],
  ['a{job=~"$job"}', { job: 'appsmith' }, 'a{job=~"appsmith"}'],
  [`a{instance=~"\${instance}|"}`, { instance: ['a:1', 'b.c'] }, 'a{instance=~"(a:1|b\\\\.c)|"}'],
  ['rate(a[$__rate_interval])', {}, 'rate(a[1m])'],
  [`rate(a[\${__rate_interval}])`, { rate_interval: '4m' }, 'rate(a[4m])'],
  ['a[$__range] * $__range_s / $__interval_ms', { range: '2h' }, 'a[2h] * 7200 / 15000'],
  ['label_replace(a, "b", "$1", "c", "(.*)")', {}, 'label_replace(a, "b", "$1", "c", "(.*)")'],
])('%s with %j', (query, values, expected) => expect(fill(query, values)).toBe(expected));

it('refuses a variable that no panel has', () => {
  expect(() => fill('a{pod="$pod"}')).toThrow('no value for $pod');
});
