// The pump: bodies that break off, an event loop that goes on turning, memory that stays bounded.
import { describe, expect, it } from 'vitest';
import { micrometerFile } from '../../bench/files.ts';
import { render, translate } from '../../src/exposition/index.ts';

async function* chunks(...parts: (string | Uint8Array | Error)[]) {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield typeof part === 'string' ? Buffer.from(part) : part;
  }
}

const text = (families: Parameters<typeof render>[0]) =>
  Buffer.concat([...render(families, 'text')]).toString();

describe('translate', () => {
  it('gives the families that arrived whole, and what broke the body off', async () => {
    const error = new Error('reset');
    const result = await translate(chunks('a 1\nb 2\nc', error), { format: 'text' });
    expect(result.error).toBe(error);
    expect(text(result.families)).toMatch(/^a 1$/m);
    expect(result.families).toHaveLength(1);
    expect(Object.fromEntries(result.dropped)).toEqual({ truncated: 1 });
  });

  it('has an error even if undefined was thrown', async () => {
    async function* throwing() {
      yield Buffer.from('a 1\n');
      throw undefined;
    }
    expect((await translate(throwing(), { format: 'text' })).error).toBeInstanceOf(Error);
  });

  it('has no error where there was none', async () => {
    const result = await translate(chunks('a 1\n', '', 'b 2'), { format: 'text' });
    expect('error' in result).toBe(false);
    expect(result.series).toBe(2);
  });

  it('stops reading at the limit and at # EOF', async () => {
    let asked = 0;
    async function* endless(first: string) {
      yield Buffer.from(first);
      for (;;) {
        asked++;
        yield Buffer.alloc(1000, 0x61);
      }
    }
    const limited = await translate(endless('a 1\n'), {
      format: 'text',
      limits: { bodyBytes: 5000 },
    });
    expect(limited.dropped.get('body_too_large')).toBe(1);
    expect(asked).toBe(5);
    asked = 0;
    const ended = await translate(endless('a 1\n# EOF\n'), { format: 'openmetrics' });
    expect(Object.fromEntries(ended.dropped)).toEqual({});
    expect(asked).toBe(0);
  });

  it('lets others have their turn, also during one chunk of 10 MB', async () => {
    const { bytes } = micrometerFile(10);
    let turns = 0;
    let running = true;
    const count = () => {
      turns++;
      if (running) setImmediate(count);
    };
    setImmediate(count);
    const before = process.cpuUsage();
    const { series } = await translate(chunks(bytes), { format: 'text', limits: { series: 1e7 } });
    running = false;
    const { user, system } = process.cpuUsage(before);
    expect(series).toBeGreaterThan(40_000);
    // A turn every 4 ms at best; a quarter of that leaves room for a slow machine and the collector of garbage.
    expect(turns).toBeGreaterThanOrEqual(Math.max(2, Math.floor((user + system) / 1000 / 16)));
  });

  it('keeps little more than the body', async () => {
    const { bytes } = micrometerFile(10, 0.3);
    const rules = () => ({
      labels: { uri: { map: (v: string) => v.replace(/[0-9a-f]{24}/g, '{id}') } },
    });
    const before = process.memoryUsage().arrayBuffers;
    const options = { format: 'text', rules, limits: { series: 1e7 } } as const;
    const { families } = await translate(chunks(bytes), options);
    const held = process.memoryUsage().arrayBuffers - before;
    expect(families).toHaveLength(1);
    expect(held).toBeLessThan(48 << 20);
  });

  it('refuses what it cannot use without keeping it', async () => {
    const junk = Buffer.from('# a comment of no use\nbad line\n'.repeat(2000));
    const before = process.memoryUsage().arrayBuffers;
    const result = await translate(chunks(...Array<Buffer>(400).fill(junk)), { format: 'text' });
    expect(result.dropped.get('bad_line')).toBe(800_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(48 << 20);
  });
});
