// /metrics and /probe over real HTTP: formats, filters, what is whose, and what a caller can get wrong.
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { serverMetrics } from '../../src/server/metrics.ts';
import { needPython, parseReference } from '../peers/openmetrics.ts';
import { needPromtool, promtoolCheckMetrics } from '../peers/promtool.ts';
import { strictViolations } from '../support/strict.ts';
import { fake, fakeTarget, serve } from './fakes.ts';
import { send } from './send-request.ts';

const default_ = () => fakeTarget('default', [fake('redis'), fake('rts'), fake('mongodb')]);

describe('/metrics', () => {
  it('is text 0.0.4 unless OpenMetrics is asked for', async () => {
    const { url } = await serve([default_()]);
    const text = await fetch(`${url}/metrics`);
    expect(text.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text.headers.get('vary')).toBe('Accept, Accept-Encoding');
    expect(strictViolations(await text.text(), { format: 'text' })).toEqual([]);
    const accept = 'application/openmetrics-text;version=1.0.0';
    const open = await fetch(`${url}/metrics`, { headers: { accept } });
    expect(open.headers.get('content-type')).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    const body = await open.text();
    expect(body).toMatch(/# EOF\n$/);
    expect(strictViolations(body, { format: 'openmetrics' })).toEqual([]);
  });

  it('adds the exporter’s own metrics, all of the catalogue', async () => {
    const { url } = await serve([default_()]);
    await (await fetch(`${url}/metrics`)).text();
    await (await fetch(`${url}/nope`)).text();
    const body = await (await fetch(`${url}/metrics`)).text();
    const always = Object.values(serverMetrics).filter(({ name }) => !name.includes('_web_'));
    for (const { name } of always) expect(body).toContain(`# TYPE ${name} `);
    expect(body).toContain('http_requests_total{handler="/metrics",code="200"} 1\n');
    expect(body).toContain('http_requests_total{handler="other",code="404"} 1\n');
    expect(body).toContain('build_info{version="1.2.3",revision="abc"');
    expect(body).toContain('duration_seconds_bucket{handler="/metrics",le="+Inf"} 1\n');
  });

  it('tells what the process really takes', async () => {
    const { url } = await serve([default_()]);
    const scrape = async () => {
      const body = await (await fetch(`${url}/metrics`)).text();
      return (name: string) =>
        Number(new RegExp(`^appsmith_exporter_${name} (\\S+)$`, 'm').exec(body)?.[1]);
    };
    const seconds = () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    };
    const before = seconds();
    const first = await scrape();
    const cpu = first('process_cpu_seconds_total');
    expect(cpu).toBeGreaterThanOrEqual(before);
    expect(cpu).toBeLessThanOrEqual(seconds());
    while (seconds() < before + 0.02);
    expect((await scrape())('process_cpu_seconds_total')).toBeGreaterThanOrEqual(before + 0.02);
    expect(first('process_start_time_seconds')).toBeCloseTo(
      Date.now() / 1000 - process.uptime(),
      -1,
    );
    const { rss } = process.memoryUsage();
    expect(first('process_resident_memory_bytes') / rss).toBeGreaterThan(0.5);
    expect(first('process_resident_memory_bytes') / rss).toBeLessThan(2);
    expect(first('nodejs_heap_size_used_bytes')).toBeLessThan(
      first('nodejs_heap_size_total_bytes'),
    );
    expect(first('nodejs_external_memory_bytes')).toBeGreaterThan(0);
    expect(first('process_open_fds')).toBeGreaterThan(3);
    expect(first('process_max_fds')).toBeGreaterThanOrEqual(first('process_open_fds'));
  });

  it.runIf(needPromtool())('gives promtool nothing to say', async () => {
    const { url } = await serve([default_()]);
    await (await fetch(`${url}/metrics`)).text();
    const body = await (await fetch(`${url}/metrics`)).text();
    expect(await promtoolCheckMetrics(body)).toEqual([]);
  });

  it.runIf(needPython())(
    'is OpenMetrics to the reference parser',
    { timeout: 120_000 },
    async () => {
      const { url } = await serve([default_()]);
      await (await fetch(`${url}/metrics`)).text();
      const headers = { accept: 'application/openmetrics-text' };
      const body = await (await fetch(`${url}/metrics`, { headers })).text();
      const parsed = await parseReference('openmetrics', body);
      expect(parsed).toMatchObject({
        families: expect.arrayContaining([
          expect.objectContaining({ name: 'appsmith_exporter_build', type: 'info' }),
          expect.objectContaining({ name: 'appsmith_exporter_http_requests', type: 'counter' }),
        ]),
      });
    },
  );

  it('is compressed for those who take it', async () => {
    const { url } = await serve([default_()]);
    const raw = await send(`${url}/metrics`, { headers: { 'accept-encoding': 'gzip' } });
    expect(raw.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(raw.body).toString()).toContain('appsmith_redis_value 1\n');
    const plain = await send(`${url}/metrics`, {});
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.toString()).toContain('appsmith_redis_value 1\n');
  });

  it('answers HEAD without asking anybody', async () => {
    let asked = 0;
    const counting = fake('redis', { collect: () => void asked++ });
    const { url } = await serve([fakeTarget('default', [counting])]);
    const head = await fetch(`${url}/metrics`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.headers.get('content-type')).toContain('version=0.0.4');
    expect(await head.text()).toBe('');
    expect(asked).toBe(0);
  });

  it('leaves out a family that a second component claims, and logs it once', async () => {
    const twin = { ...fake('redis') };
    const { url, log } = await serve([fakeTarget('default', [fake('redis'), twin])]);
    await (await fetch(`${url}/metrics`)).text();
    const body = await (await fetch(`${url}/metrics`)).text();
    expect(body.match(/# TYPE appsmith_redis_value/g)).toHaveLength(1);
    expect(log.text.match(/another component has this family/g)).toHaveLength(1);
  });
});

describe('collect[] and exclude[]', () => {
  it.each([
    ['collect[]=redis', ['redis']],
    ['collect[]=redis&collect[]=rts', ['redis', 'rts']],
    ['collect%5B%5D=mongodb', ['mongodb']],
    ['exclude[]=redis', ['rts', 'mongodb']],
    ['collect[]=redis&collect[]=rts&exclude[]=rts', ['redis']],
    ['unrelated=1', ['redis', 'rts', 'mongodb']],
  ])('?%s asks %j', async (query, names) => {
    const { url } = await serve([default_()]);
    const body = await (await fetch(`${url}/metrics?${query}`)).text();
    const present = ['redis', 'rts', 'mongodb'].filter((n) => body.includes(`appsmith_${n}_value`));
    expect(present).toEqual(names);
  });

  it.each([
    ['collect[]=mongo', /unknown component "mongo"; there are: redis, rts, mongodb/],
    ['exclude[]=x%0d%0aSet-Cookie:a', /unknown component "x\\r\\nSet-Cookie:a"/],
    [`collect[]=${'x'.repeat(1000)}`, /^.{1,200}\n$/],
    ['collect[]=', /unknown component ""/],
    ['collect[]=redis&exclude[]=redis', /every component is excluded/],
  ])('refuses ?%s', async (query, message) => {
    const { url } = await serve([default_()]);
    const response = await fetch(`${url}/metrics?${query}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(message);
  });
});

describe('/probe', () => {
  const targets = () => [default_(), fakeTarget('staging', [fake('keycloak')])];

  it('scrapes the named target, without the exporter’s own metrics', async () => {
    const { url } = await serve(targets());
    const body = await (await fetch(`${url}/probe?target=staging`)).text();
    expect(body).toContain('appsmith_keycloak_value 1\n');
    expect(body).not.toMatch(/redis|exporter_build_info|process_/);
    expect(strictViolations(body, { format: 'text' })).toEqual([]);
  });

  it.each([
    ['', 400, 'say which target: /probe?target=NAME; there are: default, staging\n'],
    ['?target=', 400, 'say which target: /probe?target=NAME; there are: default, staging\n'],
    [
      '?target=a&target=b',
      400,
      'say which target: /probe?target=NAME; there are: default, staging\n',
    ],
    ['?target=prod', 404, 'unknown target "prod"; there are: default, staging\n'],
    [
      '?target=http://169.254.169.254/',
      404,
      'unknown target "http://169.254.169.254/"; there are: default, staging\n',
    ],
    ['?target=__proto__', 404, 'unknown target "__proto__"; there are: default, staging\n'],
  ])('refuses %s', async (query, status, message) => {
    const { url } = await serve(targets());
    const response = await fetch(`${url}/probe${query}`);
    expect([response.status, await response.text()]).toEqual([status, message]);
  });
});

describe('a fleet without a default target', () => {
  it('has only the exporter’s own metrics on /metrics', async () => {
    const { url } = await serve([fakeTarget('a', [fake('redis')])]);
    const body = await (await fetch(`${url}/metrics`)).text();
    expect(body).toContain('appsmith_exporter_build_info');
    expect(body).not.toContain('redis');
    expect((await fetch(`${url}/metrics?collect[]=redis`)).status).toBe(400);
  });
});
