// What counts as a restart.
import { describe, expect, it } from 'vitest';
import type { ProcessInfo } from '../../../src/components/supervisord/process-info.ts';
import { Restarts } from '../../../src/components/supervisord/restarts.ts';

const info = (start: number, pid: number, process = 'backend'): ProcessInfo => ({
  process,
  program: process,
  state: 'RUNNING',
  start,
  stop: 0,
  pid,
  spawnError: '',
  exitStatus: 0,
});

function count(...seen: [start: number, pid: number][]): number | undefined {
  const restarts = new Restarts();
  return seen.map(([start, pid]) => restarts.observe([info(start, pid)]).get('backend')).at(-1);
}

describe('Restarts', () => {
  it.each([
    [
      'it runs on',
      0,
      [
        [100, 7],
        [100, 7],
      ],
    ],
    [
      'it was never started before',
      0,
      [
        [0, 0],
        [100, 7],
      ],
    ],
    [
      'it started anew',
      1,
      [
        [100, 7],
        [130, 8],
      ],
    ],
    [
      'it started anew within the same second',
      1,
      [
        [100, 7],
        [100, 8],
      ],
    ],
    [
      'it stopped, and came back later',
      1,
      [
        [100, 7],
        [100, 0],
        [200, 9],
      ],
    ],
    [
      'it backs off again and again',
      2,
      [
        [100, 0],
        [102, 0],
        [105, 0],
      ],
    ],
    [
      'an older answer arrives late',
      1,
      [
        [100, 7],
        [130, 8],
        [130, 8],
      ],
    ],
  ] as [string, number, [number, number][]][])('%s: %i', (_, expected, seen) => {
    expect(count(...seen)).toBe(expected);
  });

  it('forgets a program that is no longer listed', () => {
    const restarts = new Restarts();
    restarts.observe([info(1, 1), info(1, 2, 'rts')]);
    restarts.observe([info(5, 3), info(1, 2, 'rts')]);
    expect([...restarts.observe([info(1, 2, 'rts')])]).toEqual([['rts', 0]]);
    expect(restarts.observe([info(9, 4)]).get('backend')).toBe(0);
  });
});
