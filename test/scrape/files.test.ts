// The gate to a file system: one call at a time, two in the process, hangs known and got over, folders closed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callsUnderWay, type Disk, Files, Gate, realDisk } from '../../src/scrape/files/index.ts';

/** A call that ends when it is told to. */
function held<T>(value: T) {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  let calls = 0;
  const call = async () => {
    calls++;
    await done;
    return value;
  };
  return { call, end: () => end(), calls: () => calls };
}

const timeout = { reason: 'timeout' };

describe('the gate', () => {
  it('makes one call after the other, in their order', async () => {
    const gate = new Gate();
    const order: string[] = [];
    const first = held('first');
    const one = gate.pass(first.call).then((value) => order.push(value));
    const two = gate.pass(async () => order.push('second'));
    expect(order).toEqual([]);
    first.end();
    await Promise.all([one, two]);
    expect(order).toEqual(['first', 'second']);
    expect(callsUnderWay()).toBe(0);
  });

  it('refuses while one hangs, and is open again when that has ended', async () => {
    const gate = new Gate(20);
    const hung = held('late');
    const late: string[] = [];
    const waits = [
      gate.pass(hung.call, undefined, (value) => late.push(value)),
      gate.pass(async () => 'never made'),
    ];
    for (const wait of waits) await expect(wait).rejects.toMatchObject(timeout);
    expect(gate.hung).toBe(true);
    await expect(gate.pass(async () => 'at once')).rejects.toMatchObject(timeout);
    hung.end();
    await expect.poll(() => gate.hung).toBe(false);
    expect(late).toEqual(['late']);
    expect(await gate.pass(async () => 'again')).toBe('again');
    expect(hung.calls()).toBe(1);
  });

  it('lets go at the signal, and never makes a call that nobody waits for', async () => {
    const gate = new Gate();
    const first = held('first');
    const stop = new AbortController();
    const waits = gate.pass(first.call, stop.signal);
    let made = false;
    const behind = gate.pass(async () => {
      made = true;
    }, stop.signal);
    stop.abort(new Error('enough'));
    await expect(waits).rejects.toThrow('enough');
    await expect(behind).rejects.toThrow('enough');
    await expect(gate.pass(first.call, stop.signal)).rejects.toThrow('enough');
    first.end();
    await gate.pass(async () => undefined);
    expect(made).toBe(false);
  });

  it('is one of two in the process that have a call under way', async () => {
    const holders = [held(1), held(2)];
    const gates = holders.map(() => new Gate(20));
    const waits = gates.map((gate, i) => gate.pass(holders[i]!.call));
    for (const wait of waits) await expect(wait).rejects.toMatchObject(timeout);
    const third = held(3);
    // No thread is left for it: it is others that hang, and it is told so.
    const other = new Gate(20);
    await expect(other.pass(third.call)).rejects.toMatchObject(timeout);
    expect([third.calls(), callsUnderWay()]).toEqual([0, 2]);
    holders[0]!.end();
    await expect.poll(() => other.hung).toBe(false);
    third.end();
    expect(await other.pass(async () => 'free')).toBe('free');
    holders[1]!.end();
    await expect.poll(callsUnderWay).toBe(0);
  });
});

describe('a folder', () => {
  it('is closed when all is read, when reading ends early, and when its opening came too late', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'files-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    for (let i = 0; i < 300; i++) await writeFile(join(dir, String(i)), '');
    let open = 0;
    const opening = held(undefined);
    let slow = false;
    const disk: Disk = {
      ...realDisk,
      folder: async (path) => {
        const folder = await realDisk.folder(path);
        open++;
        if (slow) await opening.call();
        return {
          read: () => folder.read(),
          close: async () => {
            open--;
            await folder.close();
          },
        };
      },
    };
    const files = new Files(dir, disk, new Gate(30));
    let seen = 0;
    for await (const entries of files.entries(dir)) seen += entries.length;
    expect(seen).toBe(300);
    for await (const _ of files.entries(dir)) break;
    await expect.poll(() => open).toBe(0);
    slow = true;
    await expect(files.entries(dir).next()).rejects.toMatchObject(timeout);
    expect(open).toBe(1);
    opening.end();
    await expect.poll(() => open).toBe(0);
  });

  it('gives the end of a file, and does not wait for a pipe', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'files-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    await writeFile(join(dir, 'log'), 'a long line\nthe end\n');
    const files = new Files(dir, realDisk, new Gate());
    expect(await files.tail(join(dir, 'log'), 8)).toBe('the end\n');
    expect(await files.tail(join(dir, 'log'), 1000)).toContain('a long line');
    await expect(files.tail(join(dir, 'none'), 8)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
