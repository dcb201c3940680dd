// A real Prometheus scrapes what we render, in both formats.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DUPLICATES,
  needPrometheus,
  type Prometheus,
  startPrometheus,
} from '../peers/prometheus.ts';
import { formatOf, read, recorded } from './recorded.ts';
import { translated } from './support.ts';

const TYPES = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
} as const;

describe.runIf(needPrometheus())('a real Prometheus', () => {
  let server: Server;
  let prometheus: Prometheus;
  const series = new Map<string, number>();

  beforeAll(async () => {
    const bodies = new Map<string, { body: string; type: string }>();
    for (const [file, path] of recorded) {
      const out = translated(read(path), { format: formatOf(path) });
      for (const format of ['text', 'openmetrics'] as const) {
        bodies.set(`/${file}/${format}`, { body: out[format], type: TYPES[format] });
        series.set(`${file}/${format}`, out.series);
      }
    }
    server = createServer((request, response) => {
      const { body, type } = bodies.get(request.url ?? '') ?? { body: '', type: TYPES.text };
      response.setHeader('Content-Type', type).end(body);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    prometheus = await startPrometheus({
      config: { global: { scrape_interval: '5s', scrape_timeout: '5s' } },
      scrapeConfigs: [...bodies.keys()].map((path) => ({
        job_name: path.slice(1),
        metrics_path: path,
        static_configs: [{ targets: [target] }],
      })),
    });
  });

  afterAll(async () => {
    await prometheus?.stop();
    server?.closeAllConnections();
    server?.close();
  });

  it('takes every series once', { timeout: 60_000 }, async () => {
    const targets = await prometheus.scraped();
    expect(targets.filter(({ health }) => health !== 'up')).toEqual([]);
    const scraped = await prometheus.query('scrape_samples_post_metric_relabeling');
    const seen = new Map(scraped.map(({ labels, value }) => [labels.job, value]));
    expect(seen).toEqual(series);
    for (const job of series.keys())
      expect([job, await prometheus.duplicates(job)]).toEqual([job, 0]);
    expect(await prometheus.own(DUPLICATES)).toBe(0);
  });
});
