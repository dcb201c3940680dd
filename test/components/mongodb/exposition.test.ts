// The whole output, of the stand-in and of a server that others wrote, before every checker there is.
import { describe, expect, it, onTestFinished } from 'vitest';
import { mongodbMetrics } from '../../../src/components/mongodb/metrics.ts';
import { needMongoWire, startMongoWire } from '../../peers/mongowire.ts';
import { needPromtool, promtoolCheckMetrics } from '../../peers/promtool.ts';
import { strictViolations } from '../../support/strict.ts';
import { scraper, urlOf, wire } from './support.ts';

const CURRENT = 'mongodb_connections{state="current"}';

describe('the catalogue', () => {
  const all = Object.values(mongodbMetrics);

  it('has each name once, also where OpenMetrics cuts off a suffix', () => {
    const names = all.map(({ name }) => name.replace(/_(total|info)$/, ''));
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('says of every metric what it means and where it comes from', () => {
    for (const { name, help, source } of all) {
      expect(name).toMatch(/^(mongodb|appsmith_active_users)(_|$)/);
      expect(help.length, name).toBeGreaterThan(15);
      expect(source, name).not.toBe('');
    }
  });
});

describe('the whole output', () => {
  it('breaks no rule', async () => {
    const { text } = await scraper(urlOf(await wire({ version: '8.0.4' })))();
    expect(strictViolations(text, { format: 'text' })).toEqual([]);
  });

  it.runIf(needPromtool())('passes promtool without a line', async () => {
    const { text } = await scraper(urlOf(await wire()))();
    expect(await promtoolCheckMetrics(text)).toEqual([]);
  });
});

describe.runIf(needMongoWire())('mongo-java-server', () => {
  it('is read as far as it goes, and again after it was frozen', { timeout: 120_000 }, async () => {
    const peer = await startMongoWire({ version: '7.0.0' });
    onTestFinished(peer.stop);
    const scrape = scraper(`${peer.url}/appsmith`);
    const { outcome, series, text } = await scrape();
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get('mongodb_up')).toBe(1);
    expect(series.get('mongodb_command_available{command="serverStatus"}')).toBe(1);
    expect(series.get(CURRENT)).toBeGreaterThan(0);
    expect(strictViolations(text, { format: 'text' })).toEqual([]);
    const current = series.get(CURRENT);
    for (let i = 0; i < 5; i++) await scrape();
    expect((await scrape()).series.get(CURRENT)).toBe(current);

    // The signal takes effect a moment later: a scrape may still get through.
    peer.signal('SIGSTOP');
    await expect.poll(async () => (await scrape(200)).outcome.reason).toBe('timeout');
    for (let i = 0; i < 2; i++) {
      expect((await scrape(200)).outcome).toMatchObject({ state: 'down', reason: 'timeout' });
    }
    peer.signal('SIGCONT');
    const back = await scrape();
    expect(back.outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    await expect
      .poll(async () => (await scrape()).series.get(CURRENT), { timeout: 10_000 })
      .toBe(current);
  });
});
