// Proves the Prometheus starter: it scrapes, answers queries, finds duplicates and tells bad targets.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DUPLICATES, needPrometheus, startPrometheus } from './prometheus.ts';

async function serve(body: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8').end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.runIf(needPrometheus())('prometheus starter', () => {
  it('scrapes what it is given and tells good from bad', async () => {
    const good = await serve('# HELP a A.\n# TYPE a gauge\na{x="1"} 7\n');
    const twice = await serve('# HELP a A.\n# TYPE a gauge\na 1\na 2\n');
    const bad = await serve('<html>\n');
    const scrape = (job: string, target: string) => ({
      job_name: job,
      static_configs: [{ targets: [target] }],
    });
    const prometheus = await startPrometheus({
      scrapeConfigs: [scrape('good', good), scrape('twice', twice), scrape('bad', bad)],
    });
    onTestFinished(prometheus.stop);
    const health = (await prometheus.scraped()).map(({ job, health }) => `${job} ${health}`);
    expect(health.sort()).toEqual(['bad down', 'good up', 'twice up']);
    expect(await prometheus.query('a{job="good"} * 2')).toEqual([
      { labels: { instance: good, job: 'good', x: '1' }, value: 14 },
    ]);
    expect(await prometheus.duplicates('good')).toBe(0);
    expect(await prometheus.duplicates('twice')).toBe(1);
    expect(await prometheus.own(DUPLICATES)).toBeGreaterThanOrEqual(0);
    expect(await prometheus.own('prometheus_build_info')).toBe(1);
  });
});
