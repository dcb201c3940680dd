// The log says a change of state once, and each note once, however often is scraped.
import { describe, expect, it } from 'vitest';
import type { ScrapeContext } from '../../src/scrape/component.ts';
import { ScrapeError } from '../../src/scrape/errors.ts';
import { ChangeLog, span } from '../../src/telemetry/changes.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { Captured } from '../server/captured.ts';
import { fake, fakeTarget } from '../server/fakes.ts';

type Mood = 'up' | 'unhealthy' | 'refused' | 'noted';

function watched() {
  let mood: Mood = 'up';
  const collect = ({ answered, note }: ScrapeContext) => {
    if (mood === 'refused') throw new ScrapeError('refused', 'connect ECONNREFUSED');
    answered();
    if (mood === 'unhealthy') throw new ScrapeError('unhealthy', 'it says no');
    if (mood === 'noted')
      note({ level: 'warning', code: 'slow', text: 'took 3 s', remedy: 'wait' });
  };
  const target = fakeTarget('default', [
    fake('redis', { collect, address: 'redis://127.0.0.1:6379' }),
    fake('keycloak', { absent: { why: 'none here' } }),
  ]);
  const stream = new Captured();
  let at = 0;
  const now = () => at;
  const changes = new ChangeLog(createLog(stream, { level: 'info', format: 'logfmt', now }), now);
  return async (now: Mood, afterMs: number) => {
    mood = now;
    at += afterMs;
    stream.text = '';
    changes.observe(await target.scrape({ timeoutMs: 1000 }));
    return stream.text.trim().split('\n').filter(Boolean);
  };
}

describe('ChangeLog', () => {
  it('says once that it is up, down, back', async () => {
    const next = watched();
    expect(await next('up', 0)).toEqual([
      expect.stringContaining('level=info msg="is up" target=default component=redis'),
    ]);
    expect(await next('up', 15_000)).toEqual([]);
    const [down, ...rest] = await next('refused', 15_000);
    expect(rest).toEqual([]);
    expect(down).toContain('level=warn msg="is down"');
    expect(down).toContain('address=redis://127.0.0.1:6379 up_for=30s reason=refused');
    expect(await next('refused', 15_000)).toEqual([]);
    expect(await next('up', 300_000)).toEqual([
      expect.stringMatching(/level=info msg="is back" .* down_for=5m15s/),
    ]);
  });

  it('tells failing from down', async () => {
    const next = watched();
    await next('up', 0);
    expect(await next('unhealthy', 1000)).toEqual([
      expect.stringMatching(
        /msg="answers, but is not well" .*reason=unhealthy detail="it says no"/,
      ),
    ]);
    expect(await next('refused', 1000)).toEqual([
      expect.stringMatching(/msg="is down" .*failing_for=1s/),
    ]);
  });

  it('says each note once, with its remedy', async () => {
    const next = watched();
    await next('up', 0);
    expect(await next('noted', 1000)).toEqual([
      expect.stringMatching(/level=warn msg="took 3 s" .*component=redis code=slow remedy=wait/),
    ]);
    await next('up', 1000);
    expect(await next('noted', 1000)).toEqual([]);
  });
});

describe('span', () => {
  it.each([
    [0, '0ms'],
    [340.4, '340ms'],
    [1_000, '1s'],
    [59_400, '59s'],
    [59_600, '1m0s'],
    [310_000, '5m10s'],
    [3 * 3600e3 + 2 * 60e3, '3h2m'],
    [50 * 3600e3, '2d2h'],
  ])('%d ms is %s', (ms, text) => {
    expect(span(ms)).toBe(text);
  });
});
