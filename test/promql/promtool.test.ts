// Random queries over the catalogue, and the check's verdicts beside those of the real promtool.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, describe as told } from '../../src/promql/index.ts';
import { needPromtool, pipeInto } from '../peers/promtool.ts';
import { catalogue } from './catalogue.ts';
import { query } from './queries.ts';

/** Not PromQL for either, whatever the metrics are. */
const BAD = [
  'sum(app_heap_bytes',
  'app_heap_bytes +',
  'app_heap_bytes app_heap_bytes',
  'app_heap_bytes{area}',
  'app_heap_bytes{area="\\d"}',
  'app_heap_bytes{area="x}',
  'nofunction(app_heap_bytes)',
  'rate(app_requests_total)',
  'rate(app_requests_total[5 m])',
  'rate(app_requests_total[0s])',
  'rate(app_requests_total[5m] + 1)',
  'rate(app_requests_total offset 5m [5m])',
  'rate(sum(app_requests_total)[5m])',
  'max_over_time(-app_heap_bytes[5m:])',
  'max_over_time(1[5m:1m])',
  'sum(app_heap_bytes) offset 5m',
  'app_heap_bytes offset 5m offset 5m',
  'sum(1)',
  'topk(app_heap_bytes)',
  'count_values(1, app_heap_bytes)',
  'app_heap_bytes and 1',
  'app_heap_bytes + bool app_heap_bytes',
  'app_heap_bytes > on (area) 1',
  '1 > 2',
  'app_heap_bytes and on (area) group_left () app_heap_limit_bytes',
  'histogram_quantile(app_heap_bytes)',
  'label_replace(app_heap_bytes, "a", "b", "area")',
  'label_replace(app_heap_bytes, "a", "b", area, "")',
  'sum by (area (app_heap_bytes)',
  '-"a"',
];

/** To Prometheus 3 a duration is a number; to 2.42, which the rules must load in as well, it is not. */
const NEWER = ['app_heap_bytes > 5m'];

/** The verdict on each expression, in one run: the numbers of the groups that promtool complains about. */
async function refused(expressions: readonly string[]): Promise<Set<number>> {
  const dir = mkdtempSync(join(tmpdir(), 'promql-'));
  try {
    const groups = expressions.map((expr, i) => ({
      name: `g${i}`,
      rules: [{ record: `a:b${i}`, expr }],
    }));
    const file = join(dir, 'rules.yml');
    writeFileSync(file, JSON.stringify({ groups }));
    const { output } = await pipeInto('promtool', ['check', 'rules', file], '');
    const found = [...output.matchAll(/group "g(\d+)"/g)].map(([, i]) => Number(i));
    if (found.length === 0) expect(output).toContain(`SUCCESS: ${expressions.length} rules`);
    return new Set(found);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

describe('random queries', () => {
  it('render, parse and pass', () => {
    fc.assert(
      fc.property(query, (expression) => {
        expect(check(expression, catalogue).map(told), expression.text).toEqual([]);
        expect(check(expression.text, catalogue), 'as plain text').toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('never make the check throw, however they are cut or mixed up', () => {
    const cut = fc.tuple(query, fc.nat(), fc.nat(), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(cut, ([{ text }, from, length, other]) => {
        const at = from % (text.length + 1);
        const broken = text.slice(0, at) + other + text.slice(at + (length % 8));
        const grafana = length % 2 === 0 ? { grafana: [] } : {};
        for (const { at: found } of check(broken, catalogue, grafana)) {
          expect(found).toBeLessThanOrEqual(broken.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe.runIf(needPromtool())('promtool', () => {
  it('agrees on what is PromQL', async () => {
    const good = fc.sample(query, { numRuns: 300, seed: 7 }).map(({ text }) => text);
    const theirs = await refused([...good, ...BAD]);
    expect(good.filter((_, i) => theirs.has(i))).toEqual([]);
    expect(BAD.filter((_, i) => !theirs.has(good.length + i))).toEqual([]);
    expect([...BAD, ...NEWER].filter((text) => check(text, catalogue).length === 0)).toEqual([]);
  });
});
