// The front door: what people get through it and what they do not, and the five cases.
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acceptOf } from '../../../src/components/edge/websocket.ts';
import { needCaddy } from '../../peers/caddy.ts';
import { APPSMITH_PAGE, startFront } from '../../peers/front.ts';
import { answer, refusedUrl, upstream } from '../../support/http.ts';
import { backendUp, HEALTHY, pageIn, scrapeEdge } from './support.ts';

const STARTING = '<title>Appsmith</title><p class="bold-text">Appsmith is starting.</p>';

/** A front door in short: the page, and the API behind it. */
const front = (page: Said, api: Said): Promise<string> =>
  upstream((request, response) =>
    answer(...(request.url === '/api/v1/health' ? api : page))(request, response),
  );
type Said = readonly [status: number, type: string, body: string];
const WEB_PAGE: Said = [200, 'text/html; charset=utf-8', APPSMITH_PAGE];
const API: Said = [200, 'application/json;charset=UTF-8', HEALTHY];

/** A server of sockets; `after` is what it does with each. */
async function tcp(
  after: (socket: Socket) => unknown,
): Promise<{ url: string; open: () => number }> {
  const sockets = new Set<Socket>();
  const server = createTcp((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    after(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, open: () => sockets.size };
}

describe.runIf(needCaddy())('behind a real Caddy', () => {
  it('is up over plain HTTP, without a word of certificates', async () => {
    const caddy = await startFront({ backend: await backendUp() });
    onTestFinished(() => caddy.stop());
    const { outcome, series } = await scrapeEdge({ url: caddy.url });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get('appsmith_edge_up')).toBe(1);
    expect(series.get('appsmith_edge_tls')).toBe(0);
    expect([...series.keys()].filter((key) => /certificate|http2|"tls"/.test(key))).toEqual([]);
  });

  it('does not reach a backend that is gone', async () => {
    const caddy = await startFront({ backend: await refusedUrl() });
    onTestFinished(() => caddy.stop());
    const { outcome, series } = await scrapeEdge({ url: caddy.url });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: 'unhealthy' });
    expect(outcome.detail).toContain('HTTP 502');
    expect(series.get('appsmith_edge_up')).toBe(0);
    expect(series.get('appsmith_edge_api_up')).toBe(0);
    expect(pageIn(series)).toBe('app');
  });

  it.each([
    [true, 101, 1],
    [false, 404, 0],
  ])('opens a WebSocket to an RTS that has one: %s', async (sockets, status, up) => {
    const rts = createServer((_request, response) => response.writeHead(404).end());
    if (sockets) {
      rts.on('upgrade', (request: IncomingMessage, socket: Socket) => {
        const accept = acceptOf(String(request.headers['sec-websocket-key']));
        socket.end(
          `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
        );
      });
    }
    await new Promise<void>((resolve) => rts.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void rts.close());
    const behind = `http://127.0.0.1:${(rts.address() as AddressInfo).port}`;
    const caddy = await startFront({ backend: await backendUp(), rts: behind });
    onTestFinished(() => caddy.stop());
    const { series, codes } = await scrapeEdge({ url: caddy.url, check_websocket: true });
    expect(series.get('appsmith_edge_websocket_up')).toBe(up);
    expect(series.get('appsmith_edge_websocket_status_code')).toBe(status);
    expect(series.get('appsmith_edge_up')).toBe(1);
    expect(codes).toEqual(sockets ? [] : ['edge-no-websocket']);
  });
});

describe('what the front door shows', () => {
  it.each([
    [
      'Appsmith, and an API that is ill',
      WEB_PAGE,
      [500, 'application/json', '{"responseMeta":{"success":false}}'],
      'app',
      undefined,
      1,
    ],
    [
      'the page of its start',
      [200, 'text/html', STARTING],
      [502, '', ''],
      'starting',
      'unhealthy',
      0,
    ],
    ['Appsmith’s page for the API too', WEB_PAGE, WEB_PAGE, 'app', 'unhealthy', 0],
    [
      'somebody else’s page',
      [200, 'text/html', '<h1>It works!</h1>'],
      API,
      'other',
      'unhealthy',
      0,
    ],
    ['nothing', [404, 'text/plain', '404'], API, 'other', 'http_status', 0],
    [
      'an error',
      [503, 'text/html', 'no healthy upstream'],
      [503, '', ''],
      'other',
      'http_status',
      0,
    ],
    [
      'JSON that is no answer of the API',
      WEB_PAGE,
      [200, 'application/json', '[1]'],
      'app',
      'unhealthy',
      0,
    ],
    [
      'garbage',
      [200, 'text/html', '\u0000\uFFFD<div id="roo'],
      [200, 'application/json', '{'],
      'other',
      'unhealthy',
      0,
    ],
  ] as const)('%s', async (_, page, api, kind, reason, up) => {
    const { outcome, series } = await scrapeEdge({ url: await front(page, api) });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason });
    expect(pageIn(series)).toBe(kind);
    expect(series.get('appsmith_edge_up')).toBe(up);
    expect(series.get('appsmith_edge_status_code')).toBe(page[0]);
  });

  it.each([401, 403])('a login before Appsmith: HTTP %i', async (status) => {
    const { outcome, series, codes } = await scrapeEdge({
      url: await upstream(answer(status, 'text/html', '')),
    });
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(pageIn(series)).toBe('login');
    expect(series.get('appsmith_edge_up')).toBe(1);
    expect(series.has('appsmith_edge_api_up')).toBe(false);
    expect(codes).toEqual(['edge-guarded']);
  });

  it.each([
    [{ server: 'awselb/2.0' }, 'aws-alb'],
    [{ 'set-cookie': ['a=b', 'AWSALBCORS=x; Path=/'] }, 'aws-alb'],
    [{ 'cf-ray': 'x', server: 'cloudflare' }, 'cloudflare'],
    [{ via: '1.1 google' }, 'google'],
    [{ via: '1.1 proxy.internal.example' }, 'other'],
    [{ server: 'nginx/1.25.3' }, 'nginx'],
    [{ server: 'Caddy' }, 'none'],
  ])('%o tells of %s', async (headers, balancer) => {
    const url = await upstream((request, response) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      answer(...(request.url === '/' ? WEB_PAGE : API))(request, response);
    });
    const { text } = await scrapeEdge({ url });
    expect(text).toContain(`load_balancer="${balancer}"`);
    expect(text).not.toContain('internal.example');
  });
});

describe('redirects', () => {
  const redirecting = (to: (path: string) => string | undefined) =>
    upstream((request, response) => {
      const location = to(request.url ?? '');
      if (location !== undefined) response.writeHead(302, { location }).end();
      else answer(...(request.url === '/api/v1/health' ? API : WEB_PAGE))(request, response);
    });

  it('are followed on the same host, also to another port', async () => {
    const behind = await front(WEB_PAGE, API);
    const { series } = await scrapeEdge({ url: await redirecting(() => `${behind}/`) });
    expect(series.get('appsmith_edge_up')).toBe(1);
    expect(series.get('appsmith_edge_redirects')).toBe(1);
    expect(series.get('appsmith_edge_phase_duration_seconds{phase="connect"}')).toBeGreaterThan(0);
  });

  it('to another host are somebody else’s login, and nobody goes there', async () => {
    let asked = 0;
    const elsewhere = await upstream((request, response) => {
      asked++;
      answer(...WEB_PAGE)(request, response);
    });
    const there = elsewhere.replace('127.0.0.1', 'localhost');
    const url = await redirecting((path) => (path === '/' ? `${there}/` : undefined));
    const { series } = await scrapeEdge({ url });
    expect(asked).toBe(0);
    expect(pageIn(series)).toBe('login');
    const { series: allowed } = await scrapeEdge({ url, redirect_hosts: 'a.example, localhost' });
    expect(asked).toBeGreaterThan(0);
    expect(pageIn(allowed)).toBe('app');
  });

  it('in a circle end', async () => {
    const { outcome, series } = await scrapeEdge({ url: await redirecting(() => '/again') });
    expect(outcome).toMatchObject({ state: 'down', reason: 'protocol' });
    expect(series.get('appsmith_edge_up')).toBe(0);
  });
});

describe('the five cases', () => {
  it('down: the port refuses', async () => {
    const { outcome, series } = await scrapeEdge({ url: await refusedUrl() });
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused', success: true });
    expect(series.get('appsmith_edge_up')).toBe(0);
  });

  it('down: its name is not known', async () => {
    const { outcome, series } = await scrapeEdge({ url: 'http://nobody.invalid' });
    expect(outcome).toMatchObject({ state: 'down', reason: 'dns' });
    expect(series.get('appsmith_edge_up')).toBe(0);
  });

  it.each(['http', 'https'])('hung: %s that accepts and says nothing', async (scheme) => {
    const { url, open } = await tcp((socket) => socket.resume());
    const { outcome, series } = await scrapeEdge({
      url: url.replace('http', scheme),
      timeout: 0.2,
    });
    expect(outcome).toMatchObject({ state: 'down', reason: 'timeout' });
    expect(series.get('appsmith_edge_up')).toBe(0);
    expect(series.get('appsmith_edge_phase_duration_seconds{phase="connect"}')).toBeGreaterThan(0);
    await expect.poll(open).toBe(0);
  });

  it('hung: in the middle of the page', async () => {
    const url = await upstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write('<div id="root">');
    });
    const { outcome, series } = await scrapeEdge({ url, timeout: 0.2 });
    expect(outcome.reason).toBe('timeout');
    expect(series.get('appsmith_edge_phase_duration_seconds{phase="processing"}')).toBeGreaterThan(
      0,
    );
  });

  it('hung: the API behind a page that is well', async () => {
    const url = await upstream((request, response) => {
      if (request.url === '/') answer(...WEB_PAGE)(request, response);
    });
    const { outcome, series } = await scrapeEdge({ url, timeout: 0.3 });
    expect(outcome).toMatchObject({ state: 'up', reason: 'unhealthy', success: true });
    expect(series.get('appsmith_edge_up')).toBe(0);
    expect(series.has('appsmith_edge_api_up')).toBe(false);
    expect(pageIn(series)).toBe('app');
  });

  it('hung: the scrape’s deadline comes first', async () => {
    const { url, open } = await tcp((socket) => socket.resume());
    const { outcome, series } = await scrapeEdge({ url, timeout: 30 }, 150);
    expect(outcome).toMatchObject({ state: 'down', reason: 'timeout' });
    expect(series.get('appsmith_edge_up')).toBe(0);
    await expect.poll(open).toBe(0);
  });

  it.each([
    ['cut in the middle', 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n<html>', 'truncated'],
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n', 'protocol'],
    [
      'compressed',
      'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\nxx',
      'unsupported',
    ],
    ['nothing', '', 'reset'],
  ])('garbage: %s', async (_, bytes, reason) => {
    const { url } = await tcp((socket) => socket.once('data', () => socket.end(bytes)));
    const { outcome, series } = await scrapeEdge({ url });
    expect(outcome.reason).toBe(reason);
    expect(series.get('appsmith_edge_up')).toBe(0);
  });

  it('a page that never ends is read so far and no further', async () => {
    let written = 0;
    const { url, open } = await tcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write('x'.repeat(65_536))) written += 65_536;
      };
      socket.on('drain', more).once('data', more);
    });
    const { outcome } = await scrapeEdge({ url });
    expect(outcome.reason).toBe('unhealthy');
    expect(written).toBeLessThan(32 << 20);
    await expect.poll(open).toBe(0);
  });

  it('TLS where plain HTTP is spoken', async () => {
    const url = (await upstream(answer(...WEB_PAGE))).replace('http:', 'https:');
    const { outcome } = await scrapeEdge({ url });
    expect(outcome).toMatchObject({ state: 'down', reason: 'tls' });
  });

  it('opens new connections, a handful, and leaves none', async () => {
    const page = answer(...WEB_PAGE);
    let accepted = 0;
    let open = 0;
    const url = await upstream((request, response) => {
      if (request.socket.listenerCount('close') < 10) request.socket.once('close', () => open--);
      accepted++;
      open++;
      (request.url === '/' ? page : answer(...API))(request, response);
    });
    for (let i = 0; i < 5; i++) await scrapeEdge({ url });
    expect(accepted).toBe(10);
    await delay(0);
    await expect.poll(() => open).toBe(0);
  });
});
