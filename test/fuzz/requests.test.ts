// Spoilt requests to the exporter's own port: it answers or hangs up, and goes on serving everybody else.
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { mutated, pick, randomOf } from '../exposition/mutate.ts';
import { fakeBackend, fakeTarget, serve } from '../server/fakes.ts';

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 3);
const SEED = Number(process.env.FUZZ_SEED ?? 20261121);
/** Longer than the server lets a head take would be a connection that it forgot. */
const PATIENCE_MS = 15_000;

const head = (first: string, ...more: string[]) =>
  Buffer.from([first, 'Host: localhost', ...more, '', ''].join('\r\n'));

/** Requests as they ought to be, to be spoilt. */
const REQUESTS = [
  head('GET /metrics HTTP/1.1', 'Accept: application/openmetrics-text;version=1.0.0,*/*;q=0.1'),
  head('GET /metrics?collect[]=backend HTTP/1.1', 'X-Prometheus-Scrape-Timeout-Seconds: 1.5'),
  head('GET /probe?target=default HTTP/1.1', 'Accept-Encoding: gzip'),
  head('GET / HTTP/1.0'),
  head('HEAD /-/healthy HTTP/1.1', 'Connection: keep-alive'),
  head('POST /metrics HTTP/1.1', 'Content-Length: 3', 'Expect: 100-continue'),
  Buffer.from(
    'GET /-/ready HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
  ),
];

/** Sends bytes and half-closes; resolves to what came back once the server has closed its side. */
function send(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    const timer = setTimeout(() => {
      socket.destroy();
      reject(
        new Error(`no end within ${PATIENCE_MS} ms: ${JSON.stringify(bytes.toString('latin1'))}`),
      );
    }, PATIENCE_MS);
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('error', () => {});
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}

describe('spoilt requests', () => {
  it('harm nobody', { timeout: (SECONDS + 60) * 1000 }, async () => {
    const server = await serve([fakeTarget('default', [fakeBackend(true)])]);
    const port = Number(new URL(server.url).port);
    const random = randomOf(SEED);
    const before = process.memoryUsage().heapUsed;
    const until = performance.now() + SECONDS * 1000;
    for (let n = 0; performance.now() < until || n < 50; n++) {
      const spoilt = Array.from({ length: 8 }, () =>
        mutated(pick(random, REQUESTS), pick(random, REQUESTS), random),
      );
      const answers = await Promise.all(spoilt.map((bytes) => send(port, bytes)));
      for (const answer of answers) {
        if (answer !== '') expect(answer).toMatch(/^HTTP\/1\.1 [1-5]\d\d /);
        expect(answer).not.toMatch(/^HTTP\/1\.1 500 /m);
      }
    }
    expect((await fetch(`${server.url}/-/healthy`)).status).toBe(200);
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('appsmith_up 1');
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(48 << 20);
  });
});
