// A real Prometheus scrapes /metrics and a fleet's /probe, and finds every sample once.
import { describe, expect, it, onTestFinished } from 'vitest';
import { DUPLICATES, needPrometheus, startPrometheus } from '../peers/prometheus.ts';
import { fake, fakeBackend, fakeTarget, serve } from './fakes.ts';

describe.runIf(needPrometheus())('Prometheus', () => {
  it('takes /metrics, and /probe by the job that the landing page shows', async () => {
    const { url } = await serve([
      fakeTarget('default', [fakeBackend(true), fake('redis')]),
      fakeTarget('staging', [fakeBackend(false)]),
    ]);
    const address = url.replace('http://', '');
    const prometheus = await startPrometheus({
      scrapeConfigs: [
        { job_name: 'appsmith', static_configs: [{ targets: [address] }] },
        {
          job_name: 'fleet',
          metrics_path: '/probe',
          static_configs: [{ targets: ['default', 'staging'] }],
          relabel_configs: [
            { source_labels: ['__address__'], target_label: '__param_target' },
            { source_labels: ['__address__'], target_label: 'instance' },
            { target_label: '__address__', replacement: address },
          ],
        },
      ],
    });
    onTestFinished(() => prometheus.stop());
    const targets = await prometheus.scraped();
    expect(targets.map(({ health, lastError }) => [health, lastError])).toEqual(
      Array.from({ length: 3 }, () => ['up', '']),
    );
    const up = await prometheus.query('appsmith_up{job="fleet"}');
    expect(Object.fromEntries(up.map((p) => [p.labels.instance, p.value]))).toEqual({
      default: 1,
      staging: 0,
    });
    expect(await prometheus.query('appsmith_exporter_build_info')).toMatchObject([
      { labels: { job: 'appsmith', version: '1.2.3' } },
    ]);
    expect(await prometheus.duplicates('appsmith')).toBe(0);
    expect(await prometheus.own(DUPLICATES)).toBe(0);
  });
});
