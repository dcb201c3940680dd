// A day of scrapes, every 15 s, by a clock of the test's own: what goes wrong all day stays a few lines.
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/scrape/collection.ts';
import type { Reason } from '../../src/scrape/errors.ts';
import { ChangeLog } from '../../src/telemetry/changes.ts';
import { createLog, type LogLevel } from '../../src/telemetry/log.ts';
import { Captured } from '../server/captured.ts';
import { fake } from '../server/fakes.ts';

const EVERY_MS = 15_000;
const SCRAPES = 5_760;
const { component } = fake('mongodb');

const WELL: Outcome = {
  component,
  state: 'up',
  address: 'mongodb://127.0.0.1:27017',
  success: true,
  seconds: 0.01,
  notes: [],
  families: [],
  dropped: new Map(),
};

const down = (reason: Reason): Outcome => ({ ...WELL, state: 'down', reason, detail: 'no' });

/** The log of scrapes whose outcomes are told by their number; the time is in seconds. */
function logOf(outcome: (i: number) => Outcome, scrapes = SCRAPES, level: LogLevel = 'info') {
  const stream = new Captured();
  let now = 0;
  const log = createLog(stream, { level, format: 'json', now: () => now });
  const changes = new ChangeLog(log, () => now);
  const lines: { at: number; msg: string; level: string; [field: string]: unknown }[] = [];
  for (let i = 0; i < scrapes; i++, now += EVERY_MS) {
    stream.text = '';
    changes.observe({
      target: 'default',
      at: 0,
      seconds: 0,
      families: [],
      outcomes: [outcome(i)],
    });
    for (const text of stream.text.split('\n').filter(Boolean)) {
      lines.push({ at: now / 1000, ...JSON.parse(text) });
    }
  }
  return lines;
}

/** The most lines that fall into any one hour. */
function busiestHour(lines: readonly { at: number }[]): number {
  return Math.max(
    ...lines.map(({ at }) => lines.filter((l) => l.at >= at && l.at < at + 3600).length),
  );
}

describe('a day', () => {
  it('of an upstream that is down is two lines', () => {
    const lines = logOf((i) => (i > 0 && i < SCRAPES - 1 ? down('refused') : WELL));
    expect(lines.map(({ msg }) => msg)).toEqual(['is up', 'is down', 'is back']);
    expect(lines[1]).toMatchObject({ level: 'warn', reason: 'refused', up_for: '15s' });
    expect(lines[2]).toMatchObject({ level: 'info', down_for: '23h59m' });
  });

  it('of flapping is six lines and a sum an hour', () => {
    const lines = logOf((i) => (i % 2 ? down('refused') : WELL));
    expect(busiestHour(lines)).toBeLessThanOrEqual(7);
    expect(lines.length).toBeLessThanOrEqual(24 * 7);
    const sums = lines.filter(({ msg }) => msg.startsWith('changed state'));
    expect(sums.length).toBeGreaterThanOrEqual(22);
    expect(sums[0]).toMatchObject({
      msg: 'changed state 241 times in the last 1h0m',
      changes: 241,
    });
    const said = lines.filter(({ msg }) => /^is (down|back)$/.test(msg)).length;
    const counted = sums.reduce((sum, { changes }) => sum + Number(changes), 0);
    // Every change but those since the last sum is in the log, in words or in a number.
    expect(said + counted).toBeGreaterThan(SCRAPES - 1 - 241);
    expect(said + counted).toBeLessThan(SCRAPES);
  });

  it('that begins with flapping tells the state it ended in', () => {
    const lines = logOf((i) => (i < 20 && i % 2 === 0 ? WELL : down('refused')));
    const last = lines.at(-1)!;
    expect(last.msg).toMatch(/^changed state \d+ times in the last 1h0m$/);
    expect(last).toMatchObject({ level: 'warn', state: 'down', reason: 'refused' });
    expect(lines).toHaveLength(8);
  });

  it('of a reason that alternates tells each reason once', () => {
    const lines = logOf((i) => (i === 0 ? WELL : down(i % 2 ? 'refused' : 'timeout')));
    expect(lines.map(({ msg, reason }) => [msg, reason])).toEqual([
      ['is up', undefined],
      ['is down', 'refused'],
      ['is down, now for another reason', 'timeout'],
    ]);
  });

  it('of notes and refused series that come and go is a line each', () => {
    const note = { level: 'warning' as const, code: 'slow', text: 'is slow' };
    const dropped = new Map([['family_elsewhere', 3]]);
    const lines = logOf((i) => (i % 2 ? { ...WELL, notes: [note], dropped } : WELL));
    expect(lines.map(({ code }) => code)).toEqual([undefined, 'slow', 'series-dropped']);
    expect(lines[2]).toMatchObject({
      reason: 'family_elsewhere',
      dropped: 3,
      component: 'mongodb',
    });
  });

  it('of nobody asking lets a note be said again', () => {
    const note = { level: 'info' as const, code: 'slow', text: 'is slow' };
    const lines = logOf(
      (i) => (i === 1 || i === 2 * SCRAPES ? { ...WELL, notes: [note] } : WELL),
      2 * SCRAPES + 1,
    );
    expect(lines.filter(({ code }) => code === 'slow')).toHaveLength(2);
  });

  it('at debug is a line for each scrape and component', () => {
    const lines = logOf((i) => (i % 2 ? down('refused') : WELL), 1000, 'debug');
    const scraped = lines.filter(({ level }) => level === 'debug');
    expect(scraped).toHaveLength(1000);
    expect(scraped[1]).toMatchObject({
      msg: 'scraped',
      target: 'default',
      component: 'mongodb',
      state: 'down',
      reason: 'refused',
      seconds: 0.01,
      series: 0,
    });
  });
});

describe('the log itself', () => {
  it('bounds a fault that comes with every request, and counts it', () => {
    const stream = new Captured();
    let now = 0;
    const log = createLog(stream, { level: 'info', format: 'json', now: () => now });
    for (let i = 0; i < SCRAPES; i++, now += EVERY_MS) {
      log.error({ err: new Error(`fault ${i}`) }, 'a request failed');
      log.info('something else');
    }
    const lines = stream.text.trim().split('\n');
    const failed = lines.filter((line) => line.includes('a request failed'));
    expect(failed.length).toBeLessThanOrEqual(30 * 24);
    expect(failed.some((line) => line.includes('"held_back":2'))).toBe(true);
    expect(lines.some((line) => line.includes('something else'))).toBe(true);
  });

  it('does not take one component’s lines for another’s', () => {
    const stream = new Captured();
    const log = createLog(stream, { level: 'info', format: 'json', now: () => 0 });
    for (let i = 0; i < 300; i++) log.warn({ target: `t${i}`, component: 'redis' }, 'is down');
    expect(stream.text.trim().split('\n')).toHaveLength(300);
  });

  it('remembers a bounded number of kinds', () => {
    const stream = new Captured();
    const log = createLog(stream, { level: 'info', format: 'json', now: () => 0 });
    for (let i = 0; i < 5000; i++) log.info({ target: `t${i}` }, 'a');
    stream.text = '';
    log.info({ target: 't0' }, 'a');
    expect(stream.text).toContain('t0');
  });
});
