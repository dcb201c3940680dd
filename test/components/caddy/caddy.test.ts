// Recorded expositions of two Caddys, hostile labels, what is refused or missing, and everything that is not Caddy.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { caddy } from '../../../src/components/caddy/index.ts';
import { caddyMetrics } from '../../../src/components/caddy/metrics.ts';
import { parseStubStatus } from '../../../src/components/caddy/nginx.ts';
import { settingsOf, targetOf } from '../../support/component.ts';
import { answer, refusedUrl, upstream } from '../../support/http.ts';
import { strictViolations } from '../../support/strict.ts';
import { codes, recorded, scrapeProxy } from './support.ts';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const LIST = '[{"address":"127.0.0.1:8080","num_requests":3,"fails":0}]';

/** An admin endpoint that says these; 404 to the rest. */
const admin = (paths: Readonly<Record<string, string>>) =>
  upstream((request, response) => {
    const body = paths[request.url ?? ''];
    const type = request.url === '/metrics' ? TEXT : 'application/json';
    answer(body === undefined ? 404 : 200, type, body ?? '404 page not found')(request, response);
  });

const exposing = (metrics: string) =>
  admin({ '/metrics': metrics, '/reverse_proxy/upstreams': LIST });

describe.each(['caddy-2.6.prom', 'caddy-2.11.prom'])('%s', (file) => {
  it('gives what the catalogue lists and no more, and passes the strict check', async () => {
    const { outcome, text } = await scrapeProxy({ url: await exposing(recorded(file)) });
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, notes: [] });
    const known = new Set<string>(Object.values(caddyMetrics).map(({ name }) => name));
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);
    const own = names.filter((name) => !/^appsmith_(component|exporter)_/.test(name));
    expect(own.filter((name) => !known.has(name))).toEqual([]);
    expect(own).toContain('caddy_http_request_duration_seconds');
    expect(strictViolations(text, { format: 'text' })).toEqual([]);
  });
});

describe('Caddy', () => {
  it('2.11 tells its version and its last reload', async () => {
    const { series } = await scrapeProxy({ url: await exposing(recorded('caddy-2.11.prom')) });
    expect(series.get('appsmith_proxy_info{version="v2.11.9",proxy="caddy"}')).toBe(1);
    expect(series.get('caddy_config_last_reload_successful')).toBe(1);
    expect(
      series.get('appsmith_caddy_upstream_requests_in_flight{upstream="127.0.0.1:8080"}'),
    ).toBe(3);
  });

  it('of a distribution, or with plugins, tells no version', async () => {
    const info = async (version: string) => {
      const body = `# TYPE go_build_info gauge\ngo_build_info{checksum="",path="",version="${version}"} 1\n`;
      const { series } = await scrapeProxy({ url: await exposing(body) });
      return [...series.keys()].find((key) => key.startsWith('appsmith_proxy_info'));
    };
    expect(await info('(devel)')).toBe('appsmith_proxy_info{version="unknown",proxy="caddy"}');
    expect(await info('')).toBe('appsmith_proxy_info{proxy="caddy"}');
  });

  it('has its labels bounded: hosts dropped, methods and codes collapsed, ids cut out', async () => {
    const id = '64f1aaaaaaaaaaaaaaaaaaaa';
    const url = await exposing(`# TYPE caddy_http_requests_total counter
caddy_http_requests_total{handler="subroute",host="a.example",server="srv0"} 2
caddy_http_requests_total{handler="subroute",host="b.example",server="srv0"} 3
# TYPE caddy_http_requests_in_flight gauge
caddy_http_requests_in_flight{handler="subroute",host="a.example",server="srv0"} 1
caddy_http_requests_in_flight{handler="subroute",host="b.example",server="srv0"} 1
# TYPE caddy_http_request_duration_seconds histogram
caddy_http_request_duration_seconds_bucket{code="200",handler="subroute",method="BREW",server="srv0",le="+Inf"} 4
caddy_http_request_duration_seconds_sum{code="200",handler="subroute",method="BREW",server="srv0"} 1
caddy_http_request_duration_seconds_count{code="200",handler="subroute",method="BREW",server="srv0"} 4
caddy_http_request_duration_seconds_bucket{code="99999",handler="subroute",method="GET",server="srv0",le="+Inf"} 1
caddy_http_request_duration_seconds_sum{code="99999",handler="subroute",method="GET",server="srv0"} 1
caddy_http_request_duration_seconds_count{code="99999",handler="subroute",method="GET",server="srv0"} 1
# TYPE caddy_reverse_proxy_upstreams_healthy gauge
caddy_reverse_proxy_upstreams_healthy{upstream="pod-${id}.ns:80"} 1
`);
    const { series } = await scrapeProxy({ url });
    expect(series.get('caddy_http_requests_total{handler="subroute",server="srv0"}')).toBe(5);
    expect(series.get('caddy_http_requests_in_flight{handler="subroute",server="srv0"}')).toBe(2);
    const counts = [...series.keys()].filter((key) => key.includes('_duration_seconds_count'));
    expect(counts.join()).toMatch(/method="OTHER"/);
    expect(counts.join()).toMatch(/code="other"/);
    expect(series.get('caddy_reverse_proxy_upstreams_healthy{upstream="pod-{id}.ns:80"}')).toBe(1);
  });

  it('gives no more series than its budget, and counts the rest', async () => {
    const lines = Array.from(
      { length: 50 },
      (_, i) => `caddy_http_requests_total{handler="h${i}",server="srv0"} 1\n`,
    );
    const url = await exposing(`# TYPE caddy_http_requests_total counter\n${lines.join('')}`);
    const { outcome } = await scrapeProxy({ url, series_budget: 20 });
    expect(outcome.dropped.get('budget')).toBe(30);
  });

  it('bound to loopback refuses a foreign Host: it is asked by the name that it takes', async () => {
    const hosts: string[] = [];
    const url = await upstream((request, response) => {
      hosts.push(request.headers.host ?? '');
      const known = request.headers.host === 'localhost:2019';
      const body = request.url === '/metrics' ? recorded('caddy-2.11.prom') : LIST;
      const type = request.url === '/metrics' ? TEXT : 'application/json';
      answer(known ? 200 : 403, known ? type : 'application/json', body)(request, response);
    });
    const target = targetOf(caddy, { url });
    onTestFinished(() => target.close());
    for (let i = 0; i < 2; i++) {
      const { outcomes } = await target.scrape({ timeoutMs: 5000 });
      expect(outcomes[0]).toMatchObject({ state: 'up', reason: undefined });
    }
    expect(hosts[0]).toBe(new URL(url).host);
    expect(hosts.slice(1)).toEqual(Array(4).fill('localhost:2019'));
  });

  it('keeps its connection from one scrape to the next', async () => {
    const ports = new Set<number | undefined>();
    const url = await upstream((request, response) => {
      ports.add(request.socket.remotePort);
      const isMetrics = request.url === '/metrics';
      const body = isMetrics ? recorded('caddy-2.11.prom') : LIST;
      answer(200, isMetrics ? TEXT : 'application/json', body)(request, response);
    });
    const target = targetOf(caddy, { url });
    onTestFinished(() => target.close());
    for (let i = 0; i < 5; i++) (await target.scrape({ timeoutMs: 5000 })).release?.();
    expect(ports.size).toBe(1);
  });

  it('without /metrics still tells who waits, and is no failure', async () => {
    const url = await admin({ '/reverse_proxy/upstreams': LIST });
    const { outcome, series } = await scrapeProxy({ url });
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(codes(outcome)).toEqual(['caddy-without-metrics']);
    expect(series.get('appsmith_caddy_up')).toBe(1);
  });

  it.each([
    ['its list of upstreams is not there', undefined],
    ['its list of upstreams is garbage', '{"a":1'],
    ['its list holds nonsense', '{"a":1}'],
  ])('%s: the rest goes on', async (_, list) => {
    const url = await admin({
      '/metrics': recorded('caddy-2.11.prom'),
      ...(list !== undefined && { '/reverse_proxy/upstreams': list }),
    });
    const { outcome, text } = await scrapeProxy({ url });
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(codes(outcome)).toEqual(['caddy-upstreams-unread']);
    expect(text).toContain('caddy_http_requests_total{');
  });

  it.each([
    [403, 'application/json', '{"error":"host not allowed"}', 'forbidden'],
    [401, 'text/plain', '', 'unauthorized'],
    [404, 'text/plain', '404 page not found', 'not_found'],
    [500, 'text/plain', '', 'http_status'],
    [200, 'text/html', '<div id="root"></div>', 'protocol'],
    [200, '', 'x', 'protocol'],
  ])('is not what answers %i %s %s', async (status, type, body, reason) => {
    const { outcome, series } = await scrapeProxy({
      url: await upstream(answer(status, type, body)),
    });
    expect(outcome).toMatchObject({ state: 'down', reason });
    expect(series.get('appsmith_caddy_up')).toBe(0);
  });

  it('breaks off: what has arrived is kept, and the scrape says so', async () => {
    const whole = recorded('caddy-2.11.prom');
    const url = await upstream((_request, response) => {
      response.writeHead(200, { 'content-type': TEXT, 'content-length': whole.length });
      response.write(whole.slice(0, whole.length / 2), () => response.socket?.destroy());
    });
    const { outcome, text } = await scrapeProxy({ url });
    expect(outcome).toMatchObject({ state: 'up', reason: 'truncated' });
    expect(text).toContain('caddy_http_request_duration_seconds_bucket');
  });

  it('refuses: down where somebody named it', async () => {
    const url = await refusedUrl();
    const { outcome, series } = await scrapeProxy({ url, front_url: url });
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused', success: true });
    expect(series.get('appsmith_caddy_up')).toBe(0);
  });

  it('refuses, and whoever is at the front door does not say that it is NGINX: down', async () => {
    const front_url = await upstream(answer(200, 'text/html', '<div></div>'));
    const { outcome } = await scrapeProxy({ url: await refusedUrl(), front_url });
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused' });
    expect(codes(outcome)).toEqual([]);
  });

  it('is looked for where Appsmith has it: absent if nothing is there and nobody runs it', () => {
    const configured = caddy.configure(settingsOf(caddy), {});
    expect(configured).toMatchObject({
      address: 'http://127.0.0.1:2019',
      presence: { program: 'editor', uncertain: false, guessed: true },
    });
    expect(caddy.configure(settingsOf(caddy, { url: 'http://caddy:2019' }), {})).toMatchObject({
      presence: { guessed: false },
    });
  });
});

describe('NGINX', () => {
  it.each([
    ['the web page', '<!doctype html>'],
    ['half a page', 'Active connections: 1 \nserver accepts handled'],
    ['nothing', ''],
  ])('%s is not its status page', (_, text) => {
    expect(() => parseStubStatus(text)).toThrow('not the page of stub_status');
  });

  it.each([
    [403, 'forbidden'],
    [404, 'not_found'],
    [502, 'http_status'],
  ])('its status page answers %i', async (status, reason) => {
    const url = await upstream(answer(status, 'text/html', ''));
    const { outcome, series } = await scrapeProxy({ nginx_status_url: `${url}/stub_status` });
    expect(outcome).toMatchObject({ state: 'down', reason });
    expect(series.get('nginx_up')).toBe(0);
  });

  it('refuses, and hangs', async () => {
    const refused = await scrapeProxy({ nginx_status_url: await refusedUrl() });
    expect(refused.outcome).toMatchObject({ state: 'down', reason: 'refused' });
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stub_status`;
    const hung = await scrapeProxy({ nginx_status_url: url }, 100);
    expect(hung.outcome).toMatchObject({ state: 'down', reason: 'timeout' });
    expect(hung.series.get('nginx_up')).toBe(0);
  });
});
