// A wall clock that jumps while the exporter runs: nothing is measured by it.
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Scraper } from '../../src/server/scraper.ts';
import { ChangeLog } from '../../src/telemetry/changes.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { Captured } from '../server/captured.ts';
import { fake, fakeTarget } from '../server/fakes.ts';
import { scrapeAll, targetOfAll } from './rig.ts';
import { standIns } from './upstreams.ts';

const HOUR = 3_600_000;

/** Lets the wall clock differ from the real one by so much; durations go on as before. */
function jump(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
}

afterEach(() => void vi.useRealTimers());

describe.each([-HOUR, HOUR])('a clock that jumps by %d ms', (ms) => {
  it('in the middle of a scrape makes no duration negative or long, and ends no scrape', async () => {
    const upstreams = await standIns();
    const target = targetOfAll(upstreams.settings);
    onTestFinished(async () => {
      await target.close();
      await upstreams.stop();
    });
    await scrapeAll(target, 5000);
    await upstreams.proxies.backend.fault({ kind: 'delay', ms: 50 });
    const running = scrapeAll(target, 5000);
    jump(ms);
    const { outcomes, series } = await running;
    for (const [name, { state, seconds }] of outcomes) {
      expect(state, name).toBe('up');
      expect(seconds).toBeGreaterThanOrEqual(0);
      expect(seconds).toBeLessThan(5);
    }
    for (const [key, value] of [...series.values()].flatMap((of) => [...of])) {
      if (!/_(check|ping)_duration_seconds|_lag_/.test(key)) continue;
      expect([key, value >= 0 && value < 5]).toEqual([key, true]);
    }
  });

  it('does not make the landing page show what is old', async () => {
    let asked = 0;
    const collect = () => {
      asked++;
    };
    const scraper = new Scraper(fakeTarget('default', [fake('redis', { collect })]));
    await scraper.recent(30, 1000);
    jump(ms);
    await scraper.recent(1000, 1000);
    expect(asked).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 40));
    await scraper.recent(30, 1000);
    expect(asked).toBe(2);
  });

  it('does not make the log tell of outages that lasted an hour, or less than nothing', async () => {
    let well = true;
    const collect = ({ answered }: { answered(): void }) => {
      if (!well) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      answered();
    };
    const target = fakeTarget('default', [fake('redis', { collect })]);
    const stream = new Captured();
    const log = new ChangeLog(createLog(stream, { level: 'info', format: 'logfmt' }));
    log.observe(await target.scrape({ timeoutMs: 1000 }));
    well = false;
    log.observe(await target.scrape({ timeoutMs: 1000 }));
    jump(ms);
    well = true;
    log.observe(await target.scrape({ timeoutMs: 1000 }));
    expect(stream.text).toMatch(/msg="is back".* down_for=\d{1,3}ms/);
  });
});
