// Answers that no server should give: compressed unasked, endless, not UTF-8, a million series, one line for ever.
import { readdirSync } from 'node:fs';
import type { RequestListener, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { backend } from '../../src/components/backend/index.ts';
import { rts } from '../../src/components/rts/index.ts';
import { supervisord } from '../../src/components/supervisord/index.ts';
import { scrapeText, targetOf } from '../support/component.ts';
import { answer, refusedUrl, upstream } from '../support/http.ts';
import { buildExporter, type Running, reasonFor, sampleOf, startExporter } from './exporter.ts';

const HEALTHY = JSON.stringify({ responseMeta: { status: 200, success: true }, data: 'fine' });
const TEXT = 'text/plain;version=0.0.4;charset=utf-8';

/** A backend that is well but for its exposition. */
function withExposition(prometheus: RequestListener): RequestListener {
  return (request, response) => {
    if (request.url === '/actuator/prometheus') prometheus(request, response);
    else answer(200, 'application/json', HEALTHY)(request, response);
  };
}

/** Writes `chunk` again and again until the reader goes or `bytes` have been written. */
function pour(response: ServerResponse, chunk: () => Buffer, bytes: number): void {
  let left = bytes;
  const more = () => {
    while (left > 0 && !response.destroyed) {
      const piece = chunk();
      left -= piece.length;
      if (!response.write(piece)) return void response.once('drain', more);
    }
    response.end();
  };
  more();
}

describe('an answer that is compressed although nobody asked', () => {
  const bomb = gzipSync(Buffer.alloc(64 << 20));
  const bodies: [string, Buffer][] = [
    ['whole', gzipSync('# TYPE a gauge\na 1\n')],
    ['cut off', gzipSync('# TYPE a gauge\na 1\n'.repeat(100)).subarray(0, 40)],
    ['a bomb', bomb],
  ];
  const send =
    (type: string, body: Buffer): RequestListener =>
    (_request, response) => {
      const headers = { 'content-type': type, 'content-encoding': 'gzip' };
      response.writeHead(200, { ...headers, 'content-length': body.length }).end(body);
    };

  it.each(bodies)('from the actuator, %s', async (_name, body) => {
    const url = await upstream(withExposition(send(TEXT, body)));
    const target = targetOf(backend, { url, public_url: url });
    onTestFinished(() => target.close());
    const { result, series } = await scrapeText(target);
    expect(result.outcomes[0]).toMatchObject({ state: 'up', reason: 'unsupported' });
    expect(series.get('appsmith_up')).toBe(1);
    expect(series.has('a')).toBe(false);
  });

  it.each(bodies)('from RTS and supervisord, %s', async (_name, body) => {
    for (const [component, type] of [
      [rts, 'application/json'],
      [supervisord, 'text/xml'],
    ] as const) {
      const url = await upstream(send(type, body));
      const target = targetOf(component, {
        url,
        ...(component === supervisord && { password: 'x' }),
      });
      onTestFinished(() => target.close());
      const { result } = await scrapeText(target);
      expect(result.outcomes[0]).toMatchObject({ state: 'down', reason: 'unsupported' });
    }
  });
});

describe('what is not UTF-8', () => {
  it('costs its own lines only', async () => {
    const bad = Buffer.concat([
      Buffer.from('# TYPE jvm_threads_live_threads gauge\njvm_threads_live_threads 7\nbad{a="'),
      Buffer.of(0xff, 0xfe, 0xc0),
      Buffer.from('"} 1\n# HELP '),
      Buffer.of(0xff, 0x20, 0xff, 0x0a),
      Buffer.from('# TYPE jvm_threads_daemon_threads gauge\njvm_threads_daemon_threads 3\n'),
    ]);
    const url = await upstream(
      withExposition((_request, response) => {
        response.writeHead(200, { 'content-type': TEXT }).end(bad);
      }),
    );
    const target = targetOf(backend, { url, public_url: url });
    onTestFinished(() => target.close());
    const { result, series } = await scrapeText(target);
    expect(result.outcomes[0]).toMatchObject({ state: 'up', reason: undefined });
    expect(series.get('jvm_threads_live_threads')).toBe(7);
    expect(series.get('jvm_threads_daemon_threads')).toBe(3);
    const dropped = 'appsmith_exporter_series_dropped_total{component="backend",reason="bad_line"}';
    expect(series.get(dropped)).toBe(2);
  });
});

/** Linux alone tells a process's memory so. */
const hasProc = readdirSync('/').includes('proc');

describe.runIf(hasProc)('a flood', () => {
  const MB = 1 << 20;
  const SCRAPES = 2;
  let built: Awaited<ReturnType<typeof buildExporter>>;
  beforeAll(async () => {
    built = await buildExporter();
  });
  afterAll(() => built?.remove());

  async function exporterOf(listener: RequestListener): Promise<Running> {
    const url = await upstream(withExposition(listener));
    const nobody = await refusedUrl();
    const exporter = await startExporter({
      bin: built.bin,
      env: {
        APPSMITH_EXPORTER_STACKS_DIR: '/nonexistent',
        APPSMITH_EXPORTER_BACKEND_URL: url,
        APPSMITH_EXPORTER_PUBLIC_URL: nobody,
        APPSMITH_EXPORTER_RTS_URL: nobody,
        APPSMITH_INTERNAL_PASSWORD: 'x',
        APPSMITH_EXPORTER_REDIS_URL: nobody.replace('http', 'redis'),
      },
    });
    onTestFinished(() => exporter.stop());
    return exporter;
  }

  /**
   * Scrapes more than once; the longest turn of the event loop is that of the best scrape: what the machine does
   * beside it may disturb one, what is in the code is in all.
   */
  async function scrapeWatched(exporter: Running) {
    const before = exporter.memory().now;
    const turns: number[] = [];
    let text = '';
    for (let i = 0; i < SCRAPES; i++) {
      await exporter.longestTurn();
      text = await exporter.get('/metrics', 20);
      turns.push(await exporter.longestTurn());
    }
    const grown = exporter.memory().peak - before;
    return { text, grown, turn: Math.min(...turns) };
  }

  it('of a million series ends at the budget, in bounded memory and turns', async () => {
    let n = 0;
    const lines = () => {
      let text = n === 0 ? '# TYPE jvm_classes_loaded_classes gauge\n' : '';
      for (let i = 0; i < 500; i++) text += `jvm_classes_loaded_classes{n="${n++}"} ${i}\n`;
      return Buffer.from(text);
    };
    const exporter = await exporterOf((_request, response) => {
      n = 0;
      response.writeHead(200, { 'content-type': TEXT });
      pour(response, lines, 45 * MB);
    });
    const { text, grown, turn } = await scrapeWatched(exporter);
    expect(n).toBeGreaterThan(1e6);
    expect(sampleOf(text, 'appsmith_up')).toBe(1);
    const dropped = 'appsmith_exporter_series_dropped_total{component="backend",reason="budget"}';
    expect(sampleOf(text, dropped)).toBeGreaterThan(9e5 * SCRAPES);
    expect(text.match(/^jvm_classes_loaded_classes\{/gm)).toHaveLength(20_000);
    expect(turn).toBeLessThan(50);
    expect(grown).toBeLessThan(100 * MB);
  });

  it('of a gigabyte is cut at the limit of a body', async () => {
    let written = 0;
    const chunk = Buffer.from('jvm_x{a="b"} 1\n'.repeat(4000));
    const exporter = await exporterOf((_request, response) => {
      response.writeHead(200, { 'content-type': TEXT });
      written = 0;
      const count = () => {
        written += chunk.length;
        return chunk;
      };
      pour(response, count, 1024 * MB);
    });
    const { text, grown, turn } = await scrapeWatched(exporter);
    expect(written).toBeLessThan(80 * MB);
    expect(reasonFor(text, 'backend')).toBe('too_large');
    expect(sampleOf(text, 'appsmith_up')).toBe(1);
    expect(turn).toBeLessThan(50);
    expect(grown).toBeLessThan(100 * MB);
  });

  it('of one line without an end is forgotten as it comes', async () => {
    const chunk = Buffer.alloc(64 << 10, 'a');
    const exporter = await exporterOf((_request, response) => {
      response.writeHead(200, { 'content-type': TEXT });
      response.write('# TYPE jvm_threads_live_threads gauge\njvm_threads_live_threads 7\n');
      pour(response, () => chunk, 1024 * MB);
    });
    const { text, grown, turn } = await scrapeWatched(exporter);
    expect(reasonFor(text, 'backend')).toBe('too_large');
    const dropped =
      'appsmith_exporter_series_dropped_total{component="backend",reason="line_too_long"}';
    expect(sampleOf(text, dropped)).toBe(SCRAPES);
    expect(turn).toBeLessThan(50);
    // Three bodies of 64 MB went through; Node 24 collects later than 20 does.
    expect(grown).toBeLessThan(150 * MB);
  });

  it.each(['/api/v1/health', '/rts-api/v1/health-check'])('on %s is cut too', async (path) => {
    let written = 0;
    const chunk = Buffer.alloc(16 << 10, '{');
    const url = await upstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const count = () => {
        written += chunk.length;
        return chunk;
      };
      pour(response, count, 1024 * MB);
    });
    const component = path.startsWith('/rts') ? rts : backend;
    const target = targetOf(component, { url });
    onTestFinished(() => target.close());
    const { result } = await scrapeText(target);
    expect(result.outcomes[0]).toMatchObject({ state: 'down', reason: 'too_large' });
    expect(written).toBeLessThan(16 * MB);
  });
});
