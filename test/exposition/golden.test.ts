// Recorded bodies of real systems through the translator without rules: clean for every checker there is.
import { describe, expect, it } from 'vitest';
import type { Rules } from '../../src/exposition/index.ts';
import { needPython, parseReference } from '../peers/openmetrics.ts';
import { needPromtool, promtoolCheckMetrics } from '../peers/promtool.ts';
import { strictViolations } from '../support/strict.ts';
import { fixtures, formatOf, read, recorded } from './recorded.ts';
import { samplesOf, translated, typesOf } from './support.ts';

/**
 * Micrometer writes the buckets of a long-task timer without count and sum, and the old client's do not
 * even rise: no translator can make a histogram of that.
 */
const withoutBroken: Rules = (name, type) =>
  type === 'histogram' && name.endsWith('_active_seconds') ? { drop: true } : {};

const cache = new Map<string, ReturnType<typeof translated>>();
function outcome(path: string) {
  const known = cache.get(path);
  if (known) return known;
  const made = translated(read(path), { format: formatOf(path), rules: withoutBroken });
  cache.set(path, made);
  return made;
}

/** Names are the upstream's own business here. */
const namesOf = (body: string) => typesOf(body).map((line) => line.split(' ')[0] ?? '');

/** What promtool says of names that others gave. */
const LINT =
  /counter metrics should have|no help text|should not (contain|have|use)|should have "_|use base unit|non-histogram|metric names should|label names should|abbreviated units|should be written|should not include type/;

describe.each(recorded)('%s', (_, path) => {
  it('is complete', () => {
    const { series, text, openmetrics, dropped } = outcome(path);
    expect(series).toBeGreaterThan(5);
    expect(samplesOf(text)).toHaveLength(series);
    expect(samplesOf(openmetrics)).toHaveLength(series);
    expect(dropped).toEqual({});
  });

  it('is strictly well-formed in both formats', () => {
    const { text, openmetrics } = outcome(path);
    for (const [format, body] of [
      ['text', text],
      ['openmetrics', openmetrics],
    ] as const) {
      expect(strictViolations(body, { format, foreignNames: namesOf(body) })).toEqual([]);
    }
  });

  it('is itself when translated again', () => {
    const { text, openmetrics } = outcome(path);
    expect(translated(text).text === text).toBe(true);
    const again = translated(openmetrics, { format: 'openmetrics' });
    expect(again.openmetrics === openmetrics).toBe(true);
  });

  it.runIf(needPython())('is read by prometheus_client', { timeout: 120_000 }, async () => {
    const { text, openmetrics, series } = outcome(path);
    for (const [format, body] of [
      ['text', text],
      ['openmetrics', openmetrics],
    ] as const) {
      const parsed = await parseReference(format, body);
      if ('error' in parsed) throw new Error(parsed.error);
      const total = parsed.families.reduce((sum, family) => sum + family.samples, 0);
      expect([format, total]).toEqual([format, series]);
    }
  });

  it.runIf(needPromtool())('is read by promtool', async () => {
    const lines = await promtoolCheckMetrics(outcome(path).text);
    expect(lines.filter((line) => !LINT.test(line))).toEqual([]);
  });
});

/** Each family with its number of series, and the first sample of each name. */
function excerpt(body: string): string {
  const seen = new Set<string>();
  const lines = body.split('\n').filter((line) => {
    const name = /^[^#{ ][^{ ]*/.exec(line)?.[0];
    return name === undefined || (!seen.has(name) && seen.add(name));
  });
  return `${samplesOf(body).length} samples, of which:\n${lines.join('\n')}`;
}

it.each(['caddy-2.6.prom', 'actuator-slo.prom'])('%s is as it was', async (file) => {
  const path = recorded.find(([name]) => name === file)?.[1] ?? '';
  const { text, openmetrics } = outcome(path);
  const golden = (format: string) => `${fixtures('exposition')}golden/${file}.${format}.txt`;
  await expect(excerpt(text)).toMatchFileSnapshot(golden('text'));
  await expect(excerpt(openmetrics)).toMatchFileSnapshot(golden('openmetrics'));
});

it('finds the recorded bodies', () => {
  expect(recorded.length).toBeGreaterThanOrEqual(13);
});
