// The HTTP server's manners: health, unknown paths and methods, headers, clients that leave, draining.
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { ScrapeContext } from '../../src/scrape/component.ts';
import { fake, fakeTarget, serve } from './fakes.ts';
import { send } from './send-request.ts';

/** A promise and its resolve. */
function gate<T = void>() {
  let open: (value: T) => void = () => {};
  const passed = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

/** A component that hangs until its signal fires; `started` and `ended` tell. */
function hanging() {
  const started = gate();
  const ended = gate<string>();
  const collect = ({ signal }: ScrapeContext) =>
    new Promise<void>((_, reject) => {
      started.open();
      signal.addEventListener('abort', () => {
        ended.open(String(signal.reason));
        reject(signal.reason);
      });
    });
  return { fake: fake('slow', { collect }), started: started.passed, ended: ended.passed };
}

const small = () => fakeTarget('default', [fake('redis')]);

describe('the server', () => {
  it('says whether it lives and whether it is ready', async () => {
    let ready = true;
    const { url } = await serve([small()], { ready: () => ready });
    expect((await fetch(`${url}/-/healthy`)).status).toBe(200);
    expect((await fetch(`${url}/-/ready`)).status).toBe(200);
    ready = false;
    expect((await fetch(`${url}/-/ready`)).status).toBe(503);
    expect((await fetch(`${url}/-/healthy`)).status).toBe(200);
  });

  it.each([
    ['GET', '/nope', 404, 'not found; see / or /metrics\n'],
    ['GET', '/metrics/../etc/passwd', 404, 'not found; see / or /metrics\n'],
    ['GET', '/%ff', 404, 'not found; see / or /metrics\n'],
    ['POST', '/metrics', 405, 'POST is not allowed here\n'],
    ['DELETE', '/', 405, 'DELETE is not allowed here\n'],
    ['OPTIONS', '/metrics', 405, 'OPTIONS is not allowed here\n'],
  ])('%s %s → %i', async (method, path, status, body) => {
    const { url } = await serve([small()]);
    const response = await send(url, { method, path });
    expect([response.status, response.body.toString()]).toEqual([status, body]);
    if (status === 405) expect(response.headers.allow).toBe('GET, HEAD');
  });

  it.each(['/', '/metrics', '/nope', '/-/healthy'])(
    'sends its security headers with %s',
    async (path) => {
      const { url } = await serve([small()]);
      const { headers } = await send(url + path, {});
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
      });
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
      expect(headers['x-powered-by']).toBeUndefined();
    },
  );

  it('refuses a head that is too large', async () => {
    const { url } = await serve([small()]);
    expect((await send(url, { headers: { 'x-large': 'x'.repeat(20_000) } })).status).toBe(431);
  });

  it('cancels the work for a client that goes away, and does not call the component down', async () => {
    const slow = hanging();
    const { url, log } = await serve([fakeTarget('default', [fake('redis'), slow.fake])]);
    const client = request(`${url}/metrics`, { agent: false });
    client.on('error', () => {});
    client.end();
    await slow.started;
    client.destroy();
    expect(await slow.ended).toMatch(/nobody waits/);
    const quick = async () => (await send(`${url}/metrics?collect[]=redis`, {})).body.toString();
    await expect.poll(quick).toContain('http_requests_total{handler="/metrics",code="499"} 1\n');
    expect(log.text).not.toContain('is down');
  });

  it('answers at the deadline that the scraper sets', async () => {
    const slow = hanging();
    const { url } = await serve([fakeTarget('default', [fake('redis'), slow.fake])]);
    const headers = { 'x-prometheus-scrape-timeout-seconds': '0.2' };
    const body = (await send(`${url}/metrics`, { headers })).body.toString();
    expect(body).toContain('appsmith_redis_value 1\n');
    expect(body).toContain('collector_error{component="slow",reason="timeout"} 1\n');
    expect(await slow.ended).toBeDefined();
  });

  it('asks once for scrapes that overlap, and renders once what looks the same', async () => {
    let asked = 0;
    let rendered = 0;
    const go = gate();
    const lines = () => {
      rendered++;
      return ['a_value 1\n'];
    };
    const family = { name: 'a_value', type: 'gauge' as const, help: 'A value.', series: 1, lines };
    const collect = async ({ answered, foreign }: ScrapeContext) => {
      asked++;
      await go.passed;
      foreign({ families: [family], series: 1, dropped: new Map() });
      answered();
    };
    const target = fakeTarget('default', [fake('one', { collect })]);
    const joined = vi.spyOn(target, 'scrape');
    const { url } = await serve([target]);
    const scrapes = (headers: Record<string, string>) =>
      Array.from({ length: 20 }, () => send(`${url}/metrics`, { headers }));
    const plain = scrapes({});
    const zipped = scrapes({ 'accept-encoding': 'gzip' });
    await expect.poll(() => joined.mock.calls.length).toBe(40);
    go.open();
    const bodies = (await Promise.all(plain)).map(({ body }) => body.toString());
    const inflated = (await Promise.all(zipped)).map(({ body }) => gunzipSync(body).toString());
    expect(asked).toBe(1);
    expect(rendered).toBe(2);
    for (const body of [...bodies, ...inflated]) expect(body).toContain('\na_value 1\n');
  });

  it('lets a running scrape end before it stops, and takes no new one', async () => {
    const started = gate();
    const go = gate();
    const collect = async ({ answered }: ScrapeContext) => {
      started.open();
      await go.passed;
      answered();
    };
    const server = await serve([fakeTarget('default', [fake('one', { collect })])]);
    const running = send(`${server.url}/metrics`, {});
    await started.passed;
    const stopped = server.stop(5000);
    await expect(send(`${server.url}/-/healthy`, {})).rejects.toThrow(/ECONNREFUSED/);
    go.open();
    expect((await running).body.toString()).toContain('component_up{component="one"} 1\n');
    await stopped;
  });

  it('cuts off what does not end in time', async () => {
    const slow = hanging();
    const server = await serve([fakeTarget('default', [slow.fake])]);
    const running = send(`${server.url}/metrics`, {});
    const failed = expect(running).rejects.toThrow(/ECONNRESET|socket hang up/);
    await slow.started;
    await server.stop(50);
    await failed;
    expect(await slow.ended).toMatch(/nobody waits/);
  });
});
