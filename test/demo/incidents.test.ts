// The incidents: their scripts are sound, each changes something and puts it right, and playing follows the clock.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { incident } from '../../src/demo/incidents/incident.ts';
import {
  apply,
  incidents,
  playLive,
  type Step,
  secondsOf,
} from '../../src/demo/incidents/index.ts';
import { AppsmithModel } from '../../src/demo/model/appsmith.ts';
import { healthyKnobs } from '../../src/demo/model/knobs.ts';

const modelOf = () => new AppsmithModel({ seed: 1, start: Date.UTC(2026, 10, 23, 9) });

describe('durations', () => {
  it.each([
    ['0m', 0],
    ['81s', 81],
    ['1h30m', 5400],
    ['2h', 7200],
  ])('%s is %d seconds', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });

  it.each(['', '5', '3m2h', '1.5h'])('refuses %j', (text) => {
    expect(() => secondsOf(text)).toThrow('not a duration');
  });
});

describe('scripts', () => {
  it('have names of their own', () => {
    expect(new Set(incidents.map(({ name }) => name)).size).toBe(incidents.length);
  });

  it('replay the reports that users suffered from', () => {
    const reports = incidents.flatMap(({ report }) => report ?? []);
    expect(reports).toEqual(expect.arrayContaining([32488, 36277, 2810, 17140, 38574, 27362]));
  });

  it.each(incidents.map((one) => [one.name, one] as const))(
    '%s begins at once, and puts right what it broke',
    (_name, { steps, lasts }) => {
      expect(secondsOf(steps[0]!.at)).toBe(0);
      expect(secondsOf(steps.at(-1)!.at)).toBeLessThan(secondsOf(lasts));
      // What was made larger for good does no harm.
      const cured = { redisMaxmemoryBytes: 0, redisPolicy: 'noeviction' as const };
      const knobs = Object.assign(healthyKnobs(), ...steps.map(({ set }) => set));
      expect({ ...knobs, ...cured }).toEqual(healthyKnobs());
    },
  );

  it('are refused when their steps are out of order', () => {
    const steps = [
      { at: '5m', say: 'second' },
      { at: '1m', say: 'first' },
    ];
    expect(() => incident({ name: 'x', title: '', steps, lasts: '6m' })).toThrow('order');
  });
});

describe('playing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const steps: Step[] = [
    { at: '0m', set: { rtsDown: true }, say: 'gone' },
    { at: '2m', set: { rtsDown: false }, restart: 'backend', say: 'back' },
  ];

  it('turns the knobs at their times and tells of each step', () => {
    const model = modelOf();
    const told: string[] = [];
    playLive({ model, settle: async () => {} }, { steps }, ({ say }) => told.push(say));
    vi.advanceTimersByTime(1000);
    expect([told, model.knobs.rtsDown]).toEqual([['gone'], true]);
    vi.advanceTimersByTime(119_000);
    expect([told, model.knobs.rtsDown]).toEqual([['gone', 'back'], false]);
    expect(model.backend).toBeUndefined();
  });

  it('ends with whoever plays it', () => {
    const model = modelOf();
    const stop = playLive({ model, settle: async () => {} }, { steps }, () => {});
    stop();
    vi.advanceTimersByTime(600_000);
    expect(model.knobs.rtsDown).toBe(false);
  });
});

describe('what they do to the model', () => {
  it('a restart of the container begins everything anew and keeps what the stores hold', () => {
    const model = modelOf();
    model.advance(600);
    const { dataSize } = model.mongo;
    const { sessions } = model.redis;
    apply(model, { at: '0m', restart: 'container', say: '' });
    expect(model.backend).toBeUndefined();
    expect([model.mongo.uptime, model.redis.uptime]).toEqual([0, 0]);
    expect([model.mongo.dataSize, model.redis.sessions]).toEqual([dataSize, sessions]);
    model.advance(30);
    expect(model.backend).toBeDefined();
  });

  it('a backend that lives only so long is started over and over', () => {
    const model = modelOf();
    model.knobs.backendLivesSeconds = 50;
    const starts = new Set<number>();
    for (let i = 0; i < 300; i++) {
      model.advance(1);
      starts.add(model.programs.get('backend').start);
    }
    expect(starts.size).toBe(7);
  });

  it('a backend that is given up is FATAL until it is started', () => {
    const model = modelOf();
    model.knobs.backendDown = true;
    model.advance(60);
    expect(model.backend).toBeUndefined();
    expect(model.programs.get('backend').state).toBe('FATAL');
    model.knobs.backendDown = false;
    model.advance(30);
    expect(model.backend).toBeDefined();
  });

  it('a full Redis refuses sessions, and with a policy drops them', () => {
    const full = modelOf();
    full.knobs.redisMaxmemoryBytes = 1_000_000;
    full.advance(60);
    expect(full.redis.counts.refused).toBeGreaterThan(100);
    const evicting = modelOf();
    Object.assign(evicting.knobs, { redisMaxmemoryBytes: 2_000_000, redisPolicy: 'allkeys-lru' });
    evicting.advance(60);
    expect(evicting.redis.counts.refused).toBe(0);
    expect(evicting.redis.counts.evicted).toBeGreaterThan(0);
    expect(evicting.redis.usedMemory).toBeLessThanOrEqual(2_000_000);
  });

  it('garbage in the old generation is not live: a collection frees it', () => {
    const model = modelOf();
    Object.assign(model.knobs, { oldCollectedFrom: 1, oldGarbageBytesPerSecond: 4_000_000 });
    model.advance(200);
    const { heap } = model.backend!;
    expect(heap.old).toBeGreaterThan(900e6);
    expect(heap.oldAfterCollection).toBe(0);
    Object.assign(model.knobs, { oldCollectedFrom: 0.45, oldGarbageBytesPerSecond: 0 });
    model.advance(300);
    expect(heap.oldAfterCollection).toBeGreaterThan(0);
    expect(heap.oldAfterCollection).toBeLessThan(500e6);
  });
});
