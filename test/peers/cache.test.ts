// Proves that what is slow to build is built once, also by callers at the same time, and again after a failure.
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { builtOnce, cacheFolder } from './cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cache-'));
  vi.stubEnv('APPSMITH_OBSERVABILITY_CACHE', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it('builds once for all callers, and anew for another key', async () => {
  let builds = 0;
  const build = async (target: string) => {
    builds += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(join(target, 'out'), 'x');
  };
  const [a, b] = await Promise.all([builtOnce('x', ['1'], build), builtOnce('x', ['1'], build)]);
  expect([a === b, existsSync(join(a, 'out')), builds]).toEqual([true, true, 1]);
  expect(await builtOnce('x', ['2'], build)).not.toBe(a);
  expect(builds).toBe(2);
});

it('forgets a build that failed', async () => {
  const failing = () => Promise.reject(new Error('no network'));
  await expect(builtOnce('x', [], failing)).rejects.toThrow('no network');
  expect(await builtOnce('x', [], async () => undefined)).toContain(join(folder, 'x-'));
});

it('takes over the lock of a process that died', async () => {
  const path = await builtOnce('x', [], async () => undefined);
  rmSync(path, { recursive: true });
  mkdirSync(`${path}.lock`);
  utimesSync(`${path}.lock`, 1, 1);
  expect(await builtOnce('x', [], async () => undefined)).toBe(path);
});

it('lies in the home folder unless told otherwise', () => {
  expect(cacheFolder()).toBe(folder);
  vi.stubEnv('APPSMITH_OBSERVABILITY_CACHE', '');
  expect(cacheFolder()).toMatch(/appsmith-observability$/);
});
