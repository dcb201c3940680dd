// One body for many readers: made once, held no longer than the slowest of them needs it.
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type BodyReader, SharedBody } from '../../src/server/shared-body.ts';

/** `n` chunks that tell their number; `made` counts them, `ended` whether the source was closed. */
function numbered(n: number) {
  const state = { made: 0, ended: false };
  function* generate() {
    try {
      for (let i = 0; i < n; i++) {
        state.made++;
        yield Buffer.from(`${i}\n`);
      }
    } finally {
      state.ended = true;
    }
  }
  return { chunks: generate(), state };
}

async function rest(reader: BodyReader): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for (let chunk = await reader.next(); chunk; chunk = await reader.next()) chunks.push(chunk);
  reader.leave();
  return Buffer.concat(chunks);
}

describe('a shared body', () => {
  it.each([false, true])('is made once for all (gzip: %s)', async (gzip) => {
    const { chunks, state } = numbered(50);
    const body = new SharedBody(chunks, gzip);
    const readers = Array.from({ length: 20 }, () => body.reader()!);
    const bodies = await Promise.all(readers.map(rest));
    expect(state.made).toBe(50);
    const texts = bodies.map((bytes) => (gzip ? gunzipSync(bytes) : bytes).toString());
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toBe(Array.from({ length: 50 }, (_, i) => `${i}\n`).join(''));
  });

  it('gives each its own pace, and lets go of what all have taken', async () => {
    const { chunks, state } = numbered(5);
    const body = new SharedBody(chunks, false);
    const fast = body.reader()!;
    const slow = body.reader()!;
    for (let i = 0; i < 3; i++) await fast.next();
    expect(state.made).toBe(3);
    expect(body.reader()).toBeDefined();
    expect((await slow.next())?.toString()).toBe('0\n');
    expect((await rest(fast)).toString()).toBe('3\n4\n');
    expect((await rest(slow)).toString()).toBe('1\n2\n3\n4\n');
  });

  it('has no reader more once its start has gone', async () => {
    const body = new SharedBody(numbered(5).chunks, false);
    const only = body.reader()!;
    await only.next();
    await only.next();
    expect(body.reader()).toBeUndefined();
    only.leave();
  });

  it('closes its source when the last reader leaves, and says so once', async () => {
    const { chunks, state } = numbered(5);
    let left = 0;
    const body = new SharedBody(chunks, false, () => left++);
    const [first, second] = [body.reader()!, body.reader()!];
    await first.next();
    first.leave();
    first.leave();
    expect(left).toBe(0);
    second.leave();
    await new Promise(setImmediate);
    expect([left, state.ended, state.made]).toEqual([1, true, 1]);
  });

  it.each([false, true])('fails all of its readers alike (gzip: %s)', async (gzip) => {
    function* broken() {
      yield Buffer.from('a');
      throw new Error('broken');
    }
    const body = new SharedBody(broken(), gzip);
    const readers = [body.reader()!, body.reader()!];
    const ends = await Promise.allSettled(readers.map(rest));
    expect(ends.map((end) => end.status === 'rejected' && end.reason.message)).toEqual([
      'broken',
      'broken',
    ]);
  });
});
