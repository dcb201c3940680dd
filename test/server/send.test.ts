// A large body: no faster than the client reads, nothing else held up, never whole when it is not.
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Writable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sendBody } from '../../src/server/send.ts';
import { type Chunks, SharedBody } from '../../src/server/shared-body.ts';
import { send } from './send-request.ts';

const MB = 1 << 20;
const sendChunks = (response: ServerResponse, chunks: Chunks, gzip: boolean) =>
  sendBody(response, new SharedBody(chunks, gzip).reader()!);

const line = Buffer.from(`${'x'.repeat(1023)}\n`);

/** `mb` megabytes in lines; `made` counts the bytes. */
function lines(mb: number) {
  const counter = { made: 0 };
  function* generate() {
    for (let i = 0; i < mb * 1024; i++) {
      counter.made += line.length;
      yield line;
    }
  }
  return { chunks: generate(), counter };
}

async function server(handler: (response: ServerResponse) => Promise<void>): Promise<string> {
  const http = createServer((_, response) => void handler(response).catch(() => {}));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}/`;
}

describe('sendBody', () => {
  it.each([false, true])('sends everything (gzip: %s)', async (gzip) => {
    const url = await server((response) => sendChunks(response, lines(8).chunks, gzip));
    const { body } = await send(url, {});
    const text = gzip ? gunzipSync(body) : body;
    expect(text.length).toBe(8 * MB);
    expect(text.equals(Buffer.alloc(8 * MB, line))).toBe(true);
  });

  it('ends well with nothing to send', async () => {
    const url = await server((response) => sendChunks(response, [], true));
    expect(gunzipSync((await send(url, {})).body).length).toBe(0);
  });

  it.each([false, true])('makes no more than a slow client takes (gzip: %s)', async (gzip) => {
    // Random bytes, so that gzip does not hide how much was made.
    const noise = Buffer.from(Array.from({ length: 64 * 1024 }, () => Math.random() * 256));
    let made = 0;
    function* endless() {
      for (let i = 0; i < 2048; i++) {
        made += noise.length;
        yield noise;
      }
    }
    let ended: Promise<void> = Promise.resolve();
    const url = await server((response) => {
      ended = sendChunks(response, endless(), gzip);
      return ended;
    });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise((resolve) => socket.once('readable', resolve));
    let before = -1;
    await expect
      .poll(
        () => {
          const still = made === before;
          before = made;
          return still;
        },
        { interval: 100 },
      )
      .toBe(true);
    expect(made).toBeLessThan(32 * MB);
    socket.destroy();
    await ended;
    expect(made).toBeLessThan(33 * MB);
  });

  it('lets others have their turn, also when the client takes everything at once', async () => {
    const greedy = new Writable({
      highWaterMark: 1 << 30,
      write: (_chunk, _encoding, done) => done(),
    });
    const response = Object.assign(greedy, { setTimeout: () => {} }) as unknown as ServerResponse;
    let turns = 0;
    let immediate = setImmediate(function count() {
      turns++;
      immediate = setImmediate(count);
    });
    function* slow() {
      for (let i = 0; i < 100; i++) {
        const end = performance.now() + 2;
        while (performance.now() < end);
        yield Buffer.alloc(64 * 1024, 'x');
      }
    }
    await sendChunks(response, slow(), false);
    clearImmediate(immediate);
    expect(turns).toBeGreaterThan(20);
  });

  it('breaks the connection when rendering fails in the middle', async () => {
    function* broken() {
      yield Buffer.alloc(MB);
      throw new Error('broken');
    }
    const url = await server((response) => sendChunks(response, broken(), false));
    await expect(send(url, {})).rejects.toThrow(/aborted|ECONNRESET|hang up/);
  });
});
