// Temporal's own metrics: of thousands of series a hundred or so, under names that nobody else has.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foreignMetrics } from '../../../src/components/temporal/metrics.ts';
import { answer, upstream } from '../../support/http.ts';
import { strictViolations } from '../../support/strict.ts';
import { scrapeAt, standIn } from './support.ts';

const METRICS = readFileSync(
  new URL('../../fixtures/temporal/1.32/metrics.prom', import.meta.url),
  'utf8',
);

async function metricsOf(body: string, type = 'text/plain; version=0.0.4; charset=utf-8') {
  const [server, url] = await Promise.all([standIn(), upstream(answer(200, type, body))]);
  return scrapeAt(server.url, { metrics_url: `${url}/metrics` });
}

describe('a recorded exposition', () => {
  it('becomes the chosen families', async () => {
    const { outcome, codes, series, text } = await metricsOf(METRICS);
    expect(codes).toEqual([]);
    expect(outcome.dropped.size).toBe(0);
    expect(strictViolations(text, { format: 'text' })).toEqual([]);
    const families = [...text.matchAll(/^# TYPE (temporal_\w+)/gm)].map(([, name]) => name);
    const known = Object.values(foreignMetrics).map((def) => def.name as string);
    expect(known).toEqual(expect.arrayContaining(families));
    // What the recording lacks: no workflow had come to an end.
    expect(known.filter((name) => !families.includes(name))).toEqual([
      'temporal_workflow_success_total',
      'temporal_workflow_failed_total',
      'temporal_workflow_timeout_total',
      'temporal_workflow_terminate_total',
      'temporal_workflow_cancel_total',
    ]);
    expect(series.size).toBeLessThan(200);
    expect(series.get('temporal_restarts_total{service_name="frontend"}')).toBe(1);
    expect(
      series.get(
        'temporal_approximate_backlog_count{namespace="default",task_type="Workflow",taskqueue="invoices"}',
      ),
    ).toBe(3);
    for (const line of text.split('\n').filter((one) => one.startsWith('temporal_'))) {
      expect(line).not.toMatch(/partition=|worker_build|worker_version|namespace_state=/);
    }
  });

  it('adds up what is equal without namespace and operation', async () => {
    const count = /^persistence_requests\{.*service_name="history"\} (\d+)$/gm;
    const sum = [...METRICS.matchAll(count)].reduce((all, [, n]) => all + Number(n), 0);
    const { series } = await metricsOf(METRICS);
    expect(sum).toBeGreaterThan(0);
    expect(series.get('temporal_persistence_requests_total{service_name="history"}')).toBe(sum);
  });
});

describe('other shapes', () => {
  it('counters with their suffix, as OpenTelemetry writes them', async () => {
    const body =
      '# TYPE workflow_success_total counter\nworkflow_success_total{namespace="default"} 7\n';
    const { series } = await metricsOf(body);
    expect(series.get('temporal_workflow_success_total{namespace="default"}')).toBe(7);
  });

  it.each([
    ['text/html', '<html>'],
    ['application/json', '{}'],
  ])('%s is noted, and Temporal is up all the same', async (type, body) => {
    const { series, codes } = await metricsOf(body, type);
    expect(codes).toEqual(['temporal-metrics-broken']);
    expect(series.get('appsmith_temporal_up')).toBe(1);
  });
});
