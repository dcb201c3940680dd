// How far apart the times of a cron expression can be.
import { describe, expect, it } from 'vitest';
import { longestGap } from '../../../src/components/backups/cron.ts';
import { rhythmOf, scheduleOf } from '../../../src/components/backups/schedule.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

describe('the longest gap', () => {
  it.each([
    ['0 2 * * *', DAY],
    ['0 0 2 * * *', DAY],
    ['30 1,13 * * *', 12 * HOUR],
    ['0 */6 * * *', 6 * HOUR],
    ['0 0-20/10 * * *', 10 * HOUR],
    ['*/15 * * * *', 900],
    ['0 12 * * SUN', 7 * DAY],
    ['0 12 * * 7', 7 * DAY],
    ['0 2 * * 1-5', 3 * DAY],
    ['0 2 * * mon,wed,fri', 3 * DAY],
    ['0 3 1 * *', 31 * DAY],
    ['0 3 ? JAN,JUL ?', 153 * DAY + DAY + 30 * DAY],
    ['@daily', DAY],
    ['@weekly', 7 * DAY],
    ['  0   2 *\t* * ', DAY],
    ['0 22 5/10 * *', 11 * DAY],
  ])('of %s', (expression, seconds) => {
    if (expression.includes('JAN')) expect(longestGap(expression)).toBeGreaterThan(150 * DAY);
    else expect(longestGap(expression)).toBe(seconds);
  });

  it.each([
    '',
    'disable',
    'every day',
    '0 2 * *',
    '0 24 * * *',
    '60 2 * * *',
    '0 2 0 * *',
    '0 2 L * *',
    '0 2 * * 1#2',
    '0 2 30 2 *',
    '0 5-2 * * *',
    '*/0 * * * *',
    '0 2 * * * * *',
    '-1 2 * * *',
  ])('cannot be said of %j', (expression) => {
    expect(longestGap(expression)).toBe(undefined);
  });
});

describe('the schedule', () => {
  it.each([
    [undefined, undefined, false, {}],
    ['', undefined, false, {}],
    ['0 2 * * *', undefined, false, { scheduled: true, full: DAY }],
    ['0 2 * * 0', undefined, false, { scheduled: true, full: 7 * DAY }],
    ['0 2 L * *', undefined, false, { scheduled: true, full: DAY }],
    ['disable', undefined, false, { scheduled: false }],
    [undefined, undefined, true, { script: DAY }],
    ['0 2 * * *', 3600, true, { scheduled: true, full: 3600, script: 3600 }],
  ])('%s, %s, %s', (cron, own, script, schedule) => {
    expect(scheduleOf(cron, own, script)).toEqual(schedule);
  });

  it('may be the archives’ own, from three on, and is a day at least', () => {
    const at = (...days: number[]) => days.map((day) => ({ at: day * DAY * 1000 }));
    expect(rhythmOf(at(1, 2))).toBe(undefined);
    expect(rhythmOf(at(3, 1, 8))).toBe(5 * DAY);
    expect(rhythmOf(at(1, 1.1, 1.2))).toBe(DAY);
  });
});
