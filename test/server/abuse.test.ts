// What hostile clients do: slow, large, many, broken, pipelined, and asking for somebody else's address.
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ScrapeContext } from '../../src/scrape/component.ts';
import { type Fake, fake, fakeTarget, serve } from './fakes.ts';
import { send } from './send-request.ts';

const target = (...more: Fake[]) => fakeTarget('default', [fake('redis'), ...more]);

/** A connection; `text()` is what came until it was closed. */
function dial(url: string): { socket: Socket; text: Promise<string>; opened: Promise<void> } {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let heard = '';
  socket.setEncoding('latin1').on('data', (part: string) => {
    heard += part;
  });
  socket.on('error', () => {});
  const text = new Promise<string>((resolve) => socket.once('close', () => resolve(heard)));
  const opened = new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  return { socket, text, opened };
}

const raw = (url: string, bytes: string) => {
  const { socket, text } = dial(url);
  socket.write(bytes, 'latin1');
  return text;
};
const statusLines = (text: string) =>
  [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, code]) => code);
const HEALTHY = 'GET /-/healthy HTTP/1.1\r\nHost: x\r\n';

describe('a hostile client', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', ['400']],
    ['binary', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', ['400']],
    ['a broken header', 'GET / HTTP/1.1\r\nHost x\r\n\r\n', ['400']],
    ['another version', 'GET / HTTP/9.9\r\n\r\n', ['400']],
    ['no Host', 'GET /-/healthy HTTP/1.1\r\nConnection: close\r\n\r\n', ['400']],
    ['HTTP/1.0', 'GET /-/healthy HTTP/1.0\r\n\r\n', ['200']],
    ['two lengths', `${HEALTHY}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, ['400']],
    [
      'smuggling',
      `${HEALTHY}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
      ['400'],
    ],
    ['a large head', `${HEALTHY}X: ${'x'.repeat(20_000)}\r\n\r\n`, ['431']],
    ['many headers', `${HEALTHY}${'A: b\r\n'.repeat(20_000)}\r\n`, ['431']],
    ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n', []],
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\nConnection: close\r\n\r\n', ['405']],
    ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', ['404']],
    ['an upgrade', `${HEALTHY}Connection: close, Upgrade\r\nUpgrade: h2c\r\n\r\n`, ['200']],
    [
      'pipelining',
      `${HEALTHY}\r\n${HEALTHY}\r\n${HEALTHY}Connection: close\r\n\r\n`,
      ['200', '200', '200'],
    ],
    ['a body', 'POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello', ['413']],
    ['a body with GET', `${HEALTHY}Content-Length: 5\r\n\r\nhello${HEALTHY}\r\n`, ['413']],
    [
      'a chunked body',
      'GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
      ['413'],
    ],
    [
      'a body that waits',
      `${HEALTHY}Expect: 100-continue\r\nContent-Length: 9999999\r\n\r\n`,
      ['413'],
    ],
    ['an expectation', `${HEALTHY}Expect: x\r\nConnection: close\r\n\r\n`, ['417']],
  ])('%s', async (what, bytes, expected) => {
    const { url } = await serve([target()]);
    const text = await raw(url, bytes);
    expect(statusLines(text)).toEqual(expected);
    expect(text).not.toMatch(/Cookie|evil|100 Continue/);
    // Two answers are Node's own and have no body.
    if (text !== '' && expected[0] !== '417' && what !== 'no Host')
      expect(text).toMatch(/x-frame-options: DENY/i);
    expect((await send(`${url}/-/healthy`, {})).status).toBe(200);
  });

  it('that breaks off in the middle of an answer is cut, not answered twice', async () => {
    let go = () => {};
    const asked = new Promise<void>((resolve) => {
      go = resolve;
    });
    const collect = ({ signal }: ScrapeContext) => {
      go();
      return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    };
    const { url } = await serve([target(fake('slow', { collect }))]);
    const { socket, text } = dial(url);
    socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
    await asked;
    socket.write('rubbish\r\n\r\n');
    expect(await text).toBe('');
  });

  it('cannot make it read a body without end', async () => {
    const { url } = await serve([target()]);
    const { socket, text } = dial(url);
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n');
    const chunk = Buffer.alloc(65_536);
    while (!socket.destroyed && socket.bytesWritten < 200e6) {
      if (!socket.write(chunk)) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    socket.destroy();
    await text;
    expect(socket.bytesWritten).toBeLessThan(50e6);
  });

  it.each([
    ['sends nothing', ''],
    ['stops in its head', 'GET / HTTP/1.1\r\nX: '],
  ])('is closed when it %s', async (_what, bytes) => {
    const clientLimits = { headersTimeout: 100, connectionsCheckingInterval: 20 };
    const { url } = await serve([target()], { clientLimits });
    expect(statusLines(await raw(url, bytes))).toEqual(['408']);
  });

  it('is closed when it sends a byte at a time', async () => {
    const clientLimits = { headersTimeout: 200, connectionsCheckingInterval: 20 };
    const { url } = await serve([target()], { clientLimits });
    const { socket, text } = dial(url);
    const drip = setInterval(() => socket.write('x'), 20);
    socket.write('GET / HTTP/1.1\r\nX: ');
    expect(statusLines(await text)).toEqual(['408']);
    clearInterval(drip);
  });

  it('that keeps its connection makes room when there are too many', async () => {
    const { url } = await serve([target()], { clientLimits: { maxConnections: 5 } });
    const kept = Array.from({ length: 5 }, () => dial(url));
    for (const { socket, opened } of kept) {
      await opened;
      socket.write(`${HEALTHY}\r\n`);
      await new Promise((resolve) => socket.once('data', resolve));
    }
    // The first one too many is dropped; the idle ones then go, and whoever comes next gets in.
    await expect
      .poll(() =>
        send(`${url}/-/healthy`, {}).then(
          (r) => r.status,
          () => 0,
        ),
      )
      .toBe(200);
    await Promise.all(kept.map(({ text }) => text));
  });

  it('that floods it with connections is bounded, and it lives on', async () => {
    const clientLimits = {
      maxConnections: 20,
      headersTimeout: 300,
      connectionsCheckingInterval: 50,
    };
    const { url } = await serve([target()], { clientLimits });
    const flood = Array.from({ length: 200 }, () => dial(url));
    await Promise.all(flood.map(({ text }) => text));
    expect((await send(`${url}/-/healthy`, {})).status).toBe(200);
  });

  it('gets a bounded number of answers on one connection', async () => {
    const { url } = await serve([target()], { clientLimits: { maxRequestsPerSocket: 3 } });
    const text = await raw(url, `${HEALTHY}\r\n`.repeat(10));
    expect(statusLines(text).length).toBeLessThanOrEqual(4);
    const { url: other } = await serve([target()], { clientLimits: { maxRequestsPerSocket: 1 } });
    expect((await send(`${other}/-/healthy`, {})).headers.connection).toBe('close');
  });

  it('is not told its own words by a 404', async () => {
    const { url } = await serve([target()]);
    for (const path of [
      '/<script>alert(1)</script>',
      '/%3Cimg%3E',
      '/..%2f..%2fetc/passwd',
      '//evil.example/',
      `/${'a'.repeat(8000)}`,
    ]) {
      const { status, body, headers } = await send(url, { path });
      expect([status, body.toString()]).toEqual([404, 'not found; see / or /metrics\n']);
      expect(headers['content-type']).toMatch(/^text\/plain/);
      expect(headers.location).toBeUndefined();
    }
  });

  it('cannot make it call an address', async () => {
    let called = 0;
    const victim = createServer((_, response) => {
      called += 1;
      response.end();
    });
    victim.on('connection', () => {
      called += 1;
    });
    await new Promise<void>((resolve) => victim.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void victim.close());
    const host = `127.0.0.1:${(victim.address() as AddressInfo).port}`;
    const { url } = await serve([target()]);
    const words = [
      `http://${host}`,
      `//${host}`,
      host,
      `redis://${host}`,
      `http://${host}#default`,
    ];
    const paths = words
      .map(encodeURIComponent)
      .flatMap((word) => [
        `/probe?target=${word}`,
        `/probe?target=default&target=${word}`,
        `/probe?target[]=${word}`,
        `/probe?module=x&target=default&address=${word}&url=${word}`,
        `/metrics?collect[]=${word}`,
        `/metrics?exclude[]=${word}`,
        `/metrics?target=${word}&url=${word}`,
        `/?target=${word}`,
        `/${word}`,
      ]);
    for (const path of [...paths, `http://${host}/metrics`, `http://${host}/`]) {
      const headers = {
        host,
        'x-forwarded-host': host,
        referer: `http://${host}/`,
        origin: `http://${host}`,
      };
      const { headers: got } = await send(url, { path, headers });
      expect(got.location).toBeUndefined();
    }
    expect(called).toBe(0);
  });
});
