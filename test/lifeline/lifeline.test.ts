// A sidecar cut off from its host: it waits for life after the loss, and ends neither earlier nor for nothing.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { rejoinNeeded } from '../../src/lifeline/index.ts';
import { newestLog } from '../../src/lifeline/logs.ts';
import { Pulse } from '../../src/lifeline/pulse.ts';
import { Rebirth } from '../../src/lifeline/rebirth.ts';
import { settingsWritten } from '../../src/lifeline/settings.ts';

/** A world of which a test turns the knobs. */
function world(connected: boolean) {
  const state = {
    connected,
    life: undefined as number | undefined,
    start: 5,
    time: 1000,
    looks: 0,
  };
  const seen: string[] = [];
  const end = new AbortController();
  const ended = rejoinNeeded(
    {
      surroundings: {
        connected: () => {
          state.looks += 1;
          return state.connected;
        },
        lastLife: async () => state.life,
        lastStart: () => state.start,
        now: () => state.time,
      },
      everyMs: 1,
      onLost: () => seen.push('lost'),
      onBack: () => seen.push('back'),
    },
    end.signal,
  ).then(() => seen.push('ended'));
  const looked = async (times = 3) => {
    const from = state.looks;
    await vi.waitUntil(() => state.looks >= from + times, { interval: 1 });
  };
  /** Appsmith runs and writes, a second between two looks. */
  const runs = async () => {
    for (let i = 0; i < 30 && !seen.includes('ended'); i++) {
      state.time += 1000;
      state.life = state.time;
      await Promise.race([looked(), ended]);
    }
  };
  return { state, seen, ended, looked, runs, end };
}

/** Whether a container that writes at these seconds, looked at every two, is ever taken for one that stays. */
function steadyAt(writes: readonly number[]): number | undefined {
  const pulse = new Pulse();
  for (let now = 0; now <= 300; now += 2) {
    const last = writes.filter((at) => at <= now).at(-1);
    if (last !== undefined && pulse.steady(last, now * 1000)) return now;
  }
  return undefined;
}

describe('a sidecar', () => {
  it('ends when Appsmith has been writing logs since the loss', async () => {
    const { state, seen, ended, looked, runs } = world(true);
    await looked();
    state.connected = false;
    state.life = 900;
    await looked();
    expect(seen).toEqual(['lost']);
    await runs();
    await ended;
    expect(seen).toEqual(['lost', 'ended']);
  });

  it('stays while nothing lives: an engine tries to join a stopped container only once', async () => {
    const { state, seen, looked, end } = world(true);
    await looked();
    state.connected = false;
    await looked(10);
    expect(seen).toEqual(['lost']);
    end.abort();
  });

  it('goes on where the network comes back', async () => {
    const { state, seen, looked, end } = world(true);
    await looked();
    state.connected = false;
    await looked();
    state.connected = true;
    await looked();
    state.life = 2000;
    await looked();
    expect(seen).toEqual(['lost', 'back']);
    end.abort();
  });

  it('forgets what it saw when the network was back in between', async () => {
    const { state, seen, looked, end } = world(true);
    await looked();
    for (let loss = 0; loss < 2; loss++) {
      state.connected = false;
      await looked();
      // Eighteen seconds of life: not enough, and twice that are not either.
      for (let i = 0; i < 18; i++) {
        state.time += 1000;
        state.life = state.time;
        await looked();
      }
      state.connected = true;
      await looked();
    }
    expect(seen).toEqual(['lost', 'back', 'lost', 'back']);
    end.abort();
  });

  it('is sure of a boot before half a minute has passed', () => {
    const boot = Array.from({ length: 60 }, (_, i) => i);
    expect(steadyAt(boot)).toBeLessThan(25);
  });

  it('waits out a crash loop, whose pauses double', () => {
    const starts: number[] = [];
    for (let at = 0, pause = 0.1; at < 60; at += 1 + pause, pause *= 2) starts.push(at, at + 1);
    const boot = Array.from({ length: 60 }, (_, i) => starts.at(-1)! + 20 + i);
    expect(steadyAt([...starts, ...boot])).toBeGreaterThan(starts.at(-1)!);
  });

  it('believes in one that writes seldom after a minute', () => {
    expect(steadyAt([0, 15, 30, 45, 60, 75])).toBe(60);
    expect(steadyAt([0, 100, 200])).toBeUndefined();
  });

  it('that was started into a network that is just going waits alike', async () => {
    const { seen, ended, looked, runs } = world(false);
    await looked();
    expect(seen).toEqual(['lost']);
    await runs();
    await ended;
    expect(seen).toEqual(['lost', 'ended']);
  });
});

describe('a container whose starts the engine tells', () => {
  /** Looked at every two seconds; it writes each second of its lives, [from, to] in seconds. */
  function endsAt(lives: readonly (readonly [number, number])[]): number | undefined {
    const rebirth = new Rebirth(0, -1000);
    for (let now = 2; now <= 200; now += 2) {
      const life = lives.findLast(([from]) => from <= now);
      const sign = life && Math.floor(Math.min(now, life[1])) * 1000 - 1;
      const start = life ? life[0] * 1000 : -1000;
      if (rebirth.steady({ sign, start, now: now * 1000 })) return now;
    }
    return undefined;
  }
  /** Each life so long, and Docker's pauses between them. */
  function loop(seconds: number, count: number): [number, number][] {
    const lives: [number, number][] = [];
    for (let at = 1, pause = 0.1; lives.length < count; at += seconds + pause, pause *= 2) {
      lives.push([at, at + seconds]);
    }
    return lives;
  }

  it('is joined a moment after it has outlived the engine’s patience', () => {
    expect(endsAt([[1, 200]])).toBe(14);
  });

  it.each([2, 4, 6, 8, 10])('is not joined in a crash loop of lives of %i s', (seconds) => {
    const lives = loop(seconds, 6);
    expect(endsAt(lives)).toBeUndefined();
    const last = lives.at(-1)![1] + 7;
    expect(endsAt([...lives, [last, 200]])).toBeGreaterThanOrEqual(last + 12);
  });

  it('is not joined when it was started and stopped again', () => {
    expect(endsAt([[1, 9]])).toBeUndefined();
  });
});

describe('the newest log', () => {
  const dir = mkdtempSync(join(tmpdir(), 'lifeline-'));
  afterEach(() => rmSync(join(dir, 'logs'), { recursive: true, force: true }));

  it('is looked for in the programs’ folders', async () => {
    mkdirSync(join(dir, 'logs/backend'), { recursive: true });
    mkdirSync(join(dir, 'logs/rts'), { recursive: true });
    for (const [name, seconds] of [
      ['backend/backend-a.log', 100],
      ['rts/rts.log', 300],
      ['cron.log', 200],
    ] as const) {
      writeFileSync(join(dir, 'logs', name), '');
      utimesSync(join(dir, 'logs', name), seconds, seconds);
    }
    expect(await newestLog(dir)).toBe(300_000);
  });

  it('is unknown where there are none', async () => {
    expect(await newestLog(dir)).toBeUndefined();
    expect(await newestLog('/nonexistent')).toBeUndefined();
  });
});

describe('settings that come late', () => {
  const dir = mkdtempSync(join(tmpdir(), 'lifeline-settings-'));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('are waited for until they are written and at rest', async () => {
    const end = new AbortController();
    let written = false;
    const done = settingsWritten(dir, end.signal, 1).then(() => {
      written = true;
    });
    mkdirSync(join(dir, 'configuration'), { recursive: true });
    const path = join(dir, 'configuration/docker.env');
    writeFileSync(path, 'A=1\n');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(written).toBe(false);
    utimesSync(path, Date.now() / 1000 - 5, Date.now() / 1000 - 5);
    await done;
    end.abort();
  });
});
