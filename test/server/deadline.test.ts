// How long a scrape may take, by what the scraper says.
import { describe, expect, it } from 'vitest';
import { timeoutFrom } from '../../src/server/deadline.ts';

describe('timeoutFrom', () => {
  it.each([
    [undefined, 10_000],
    ['10', 9_500],
    ['10.000000', 9_500],
    ['15', 14_250],
    ['5', 4_750],
    ['2', 1_750],
    ['1', 750],
    ['0.5', 250],
    ['0.2', 100],
    ['3600', 60_000],
    ['999999999', 60_000],
  ])('%s s → %i ms', (header, ms) => {
    expect(timeoutFrom(header)).toBeCloseTo(ms, 6);
  });

  it.each([
    '',
    '0',
    '0.0',
    '-1',
    'NaN',
    'Infinity',
    '1e3',
    '0x10',
    '10s',
    '10, 10',
    ' 10',
    '٣',
    '9'.repeat(400),
  ])('is the default for %j', (header) => {
    expect(timeoutFrom(header)).toBe(10_000);
  });

  it('takes its limits from the configuration', () => {
    const limits = { scrapeTimeoutMs: 3_000, maxScrapeTimeoutMs: 2_000 };
    expect(timeoutFrom(undefined, limits)).toBe(2_000);
    expect(timeoutFrom('30', limits)).toBe(2_000);
  });
});
