// Proves that a missing tool skips with one line, and fails on CI.
import { afterEach, expect, it, vi } from 'vitest';
import { findTool, need } from './need.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('finds what is there', () => {
  expect(findTool('sh')).toMatch(/^\/.*\/sh$/);
  expect(need('sh', 'nothing')).toBe(true);
});

it('says once what to install', () => {
  vi.stubEnv('CI', '');
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect([need('no-such-tool', 'apt-get install x'), need('no-such-tool', 'y')]).toEqual([
    false,
    false,
  ]);
  const line =
    'no-such-tool is not installed, so its tests are skipped; to run them: apt-get install x\n';
  expect(write.mock.calls).toEqual([[line]]);
});

it('fails on CI', () => {
  vi.stubEnv('CI', 'true');
  expect(() => need('no-such-tool', 'apt-get install x')).toThrow(/apt-get install x$/);
});
