// The end of a file: remembered while nothing has changed, read again whenever something may have.
import { appendFile, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endOf } from '../../src/scrape/files/end.ts';
import { Files, Gate, realDisk } from '../../src/scrape/files/index.ts';

let dir: string;
let log: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'file-end-'));
  log = join(dir, 'log');
  await writeFile(log, 'one\ntwo\n');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(dir, { recursive: true });
});

/** As if everything that was written until now had been written a while ago. */
function later(): void {
  const now = Date.now() + 60_000;
  vi.spyOn(Date, 'now').mockReturnValue(now);
}

describe('the end of a file', () => {
  it('is not read again while the file is as it was', async () => {
    later();
    const first = await endOf(log, 4);
    expect(first.text).toBe('two\n');
    expect(await endOf(log, 4, first)).toBe(first);
  });

  it('is read again when as many bytes stand in it, but others', async () => {
    later();
    const first = await endOf(log, 4);
    await writeFile(log, 'six\nten\n');
    expect((await endOf(log, 4, first)).text).toBe('ten\n');
  });

  it('is read again when it has grown, and when more of it is asked for', async () => {
    later();
    const first = await endOf(log, 4);
    expect((await endOf(log, 8, first)).text).toBe('one\ntwo\n');
    await appendFile(log, 'three\n');
    expect((await endOf(log, 6, first)).text).toBe('three\n');
  });

  it('is read again when another file has its name', async () => {
    later();
    const first = await endOf(log, 4);
    await writeFile(join(dir, 'other'), 'one\nTWO\n');
    await rename(join(dir, 'other'), log);
    expect((await endOf(log, 4, first)).text).toBe('TWO\n');
  });

  it('is read again when it was written so shortly before that a second write may carry the same time', async () => {
    const first = await endOf(log, 4);
    expect(first.state).toBeUndefined();
    expect(await endOf(log, 4, first)).not.toBe(first);
  });

  it('says that the file has gone, or has become a link', async () => {
    later();
    const first = await endOf(log, 4);
    await rename(log, join(dir, 'moved'));
    await expect(endOf(log, 4, first)).rejects.toMatchObject({ code: 'ENOENT' });
    await symlink(join(dir, 'moved'), log);
    await expect(endOf(log, 4, first)).rejects.toMatchObject({ code: 'ELOOP' });
  });
});

describe('files', () => {
  it('remember the end of each, and of no more than a few', async () => {
    later();
    const opened: string[] = [];
    const tail: typeof realDisk.tail = async (path, most, before) => {
      const end = await realDisk.tail(path, most, before);
      if (end !== before) opened.push(path);
      return end;
    };
    const files = new Files(dir, { ...realDisk, tail }, new Gate());
    const paths = Array.from({ length: 10 }, (_, i) => join(dir, String(i)));
    for (const path of paths) await writeFile(path, path);
    const ask = async (some: readonly string[]) => {
      opened.length = 0;
      for (const path of some) expect(await files.tail(path, 1000)).toBe(path);
      return opened.length;
    };
    expect(await ask(paths.slice(0, 5))).toBe(5);
    expect(await ask(paths.slice(0, 5))).toBe(0);
    expect(await ask(paths)).toBe(5);
    // The two that were asked the longest ago had to go.
    expect(await ask(paths.slice(2))).toBe(0);
    expect(await ask(paths.slice(0, 2))).toBe(2);
  });
});
