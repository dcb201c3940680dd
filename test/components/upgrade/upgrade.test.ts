// The component over folders made for the test: migrations as logs tell them, versions of data, and the newest release.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UpgradeCollector } from '../../../src/components/upgrade/collect.ts';
import { upgrade } from '../../../src/components/upgrade/index.ts';
import { upgradeMetrics } from '../../../src/components/upgrade/metrics.ts';
import { migrationIn } from '../../../src/components/upgrade/migration.ts';
import { versionsBehind } from '../../../src/components/upgrade/versions.ts';
import { Files, Gate, realDisk } from '../../../src/scrape/files/index.ts';
import { Target } from '../../../src/scrape/target.ts';
import { scrapeText, settingsOf, targetOf } from '../../support/component.ts';
import { answer, refusedUrl, upstream } from '../../support/http.ts';

const fixture = (name: string) => readFileSync(`test/fixtures/upgrade/${name}`, 'utf8');
const RELEASE = fixture('release.json');
const json = (body: string) => answer(200, 'application/json', body);

/** A stacks folder with these files. */
function stacks(files: Record<string, string> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'upgrade-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

async function scrape(
  stacksDir: string | undefined,
  values: Record<string, string | boolean> = {},
) {
  const target = targetOf(upgrade, values, 'env', { stacksDir });
  onTestFinished(() => target.close());
  return scrapeOf(target);
}

async function scrapeOf(target: Target, timeoutMs?: number) {
  const { result, series } = await scrapeText(target, timeoutMs);
  return { outcome: result.outcomes[0]!, series };
}

const LOG = 'logs/backend/backend-appsmith.log';
const RUNNING = 'appsmith_upgrade_migration_running';
const FAILED = 'appsmith_upgrade_migration_failed';
const STARTED = 'appsmith_upgrade_migration_start_timestamp_seconds';

describe('a migration', () => {
  it.each([
    ['old-going.txt', true, false, Date.UTC(2023, 0, 17, 10, 25, 4, 648)],
    ['old-failed.txt', false, true, Date.UTC(2024, 3, 11, 6, 7, 10, 120)],
    ['new-done.txt', false, false, undefined],
  ])('is told as %s says', async (name, running, failed, started) => {
    const { outcome, series } = await scrape(stacks({ [LOG]: fixture(name) }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, success: true });
    expect(series.get(RUNNING)).toBe(Number(running));
    expect(series.get(FAILED)).toBe(Number(failed));
    expect(series.get(STARTED)).toBe(started && started / 1000);
  });

  it('that failed is forgotten at the next start', () => {
    const again = fixture('old-failed.txt') + fixture('new-done.txt');
    expect(migrationIn(again)).toMatchObject({ running: false, failed: false });
  });

  it('whose beginning is not in the last lines any more began with the first that is', () => {
    const lines = fixture('old-going.txt').split('\n').slice(7).join('\n');
    expect(migrationIn(lines)).toEqual({
      running: true,
      failed: false,
      started: Date.UTC(2023, 0, 17, 10, 25, 4, 702) / 1000,
    });
  });

  it.each([
    ['nothing of it', 'a\nb\n'],
    ['an empty log', ''],
    ['zeros and noise', '\0\0[2026-99-99] Mongoc k \xff\xfe'],
    [
      'a request that speaks of it',
      '[2026-11-21T10:25:03.706Z] [x] - query for "mongock" took 3 ms',
    ],
  ])('is not taken from %s', (_, text) => {
    expect(migrationIn(text)).toEqual({ running: false, failed: false, started: undefined });
  });

  it('is read in the log that was written last', async () => {
    const dir = stacks({
      'logs/backend/backend-one.log': fixture('old-going.txt'),
      'logs/backend/backend-two.log': fixture('new-done.txt'),
      'logs/backend/notes.txt': fixture('old-failed.txt'),
    });
    utimesSync(join(dir, 'logs/backend/backend-one.log'), 1000, 1000);
    expect((await scrape(dir)).series.get(RUNNING)).toBe(0);
    utimesSync(join(dir, 'logs/backend/backend-two.log'), 500, 500);
    expect((await scrape(dir)).series.get(RUNNING)).toBe(1);
  });

  it('is found at the end of a log of ten megabytes', async () => {
    const text = `${'x'.repeat(99)}\n`.repeat(100_000) + fixture('old-going.txt');
    expect((await scrape(stacks({ [LOG]: text }))).series.get(RUNNING)).toBe(1);
  });
});

describe('the volume', () => {
  it('tells what the stores’ files are of', async () => {
    const { series } = await scrape(
      stacks({
        'data/postgres/main/PG_VERSION': '15\n',
        'data/mongodb/.appsmith-mongo-fcv-min': '7.0\n',
      }),
    );
    expect(series.get('appsmith_upgrade_data_info{store="postgres",version="15"}')).toBe(1);
    expect(series.get('appsmith_upgrade_data_info{store="mongodb",version="7.0"}')).toBe(1);
    expect(series.has(RUNNING)).toBe(false);
  });

  it('may hold anything under these names', async () => {
    const { outcome, series } = await scrape(
      stacks({
        'data/postgres/main/PG_VERSION/inside': 'a folder',
        'data/mongodb/.appsmith-mongo-fcv-min': '<html>"}\n',
        [LOG]: '',
      }),
    );
    expect(outcome.state).toBe('up');
    expect([...series.keys()].filter((key) => key.includes('data_info'))).toEqual([]);
  });

  it.each([
    ['is none of Appsmith’s', () => stacks({ 'readme.txt': '' })],
    ['is not there', () => '/nonexistent/appsmith-stacks'],
  ])('%s: absent', async (_, dir) => {
    const { outcome, series } = await scrape(dir());
    expect(outcome).toMatchObject({ state: 'absent', success: true });
    expect([...series.keys()].filter((key) => key.startsWith('appsmith_upgrade'))).toEqual([]);
  });

  it('hangs, and the scrape does not', async () => {
    const hang = () => new Promise<never>(() => {});
    const disk = { ...realDisk, tail: hang, folder: hang };
    const files = new Files('/appsmith-stacks', disk, new Gate(50));
    const collector = new UpgradeCollector({ files, newest: undefined });
    const told = { address: '/appsmith-stacks', origin: { kind: 'default', where: '' } as const };
    const configured = { target: { ...told, open: () => collector }, collector };
    const component = { ...upgrade, metrics: upgradeMetrics };
    const target = new Target('test', [{ component, configured }]);
    const started = performance.now();
    expect((await scrapeOf(target)).outcome).toMatchObject({ state: 'down', reason: 'timeout' });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('is not known and nothing else is asked: absent', () => {
    expect(upgrade.configure(settingsOf(upgrade), {})).toHaveProperty('absent');
  });
});

describe('the newest release', () => {
  const newest = (newest_url: string, front_url: string) => ({
    check_newest: true,
    newest_url,
    front_url,
  });

  it('is not asked for unless somebody switched it on', async () => {
    let asked = 0;
    const url = await upstream(() => asked++);
    await scrape(stacks({ [LOG]: '' }), { newest_url: url, front_url: url });
    expect(asked).toBe(0);
  });

  it('is compared with the version that runs, and asked for once', async () => {
    let asked = 0;
    const releases = await upstream((request, response) => {
      asked++;
      expect(Object.keys(request.headers).toSorted()).toEqual([
        'accept',
        'connection',
        'host',
        'user-agent',
      ]);
      json(RELEASE)(request, response);
    });
    const front = await upstream(json('{"version":"v1.86"}'));
    const target = targetOf(upgrade, newest(releases, front));
    onTestFinished(() => target.close());
    await scrapeOf(target);
    const { outcome, series } = await scrapeOf(target);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, notes: [] });
    expect(series.get('appsmith_upgrade_newest_info{version="v1.97"}')).toBe(1);
    expect(series.get('appsmith_upgrade_versions_behind{part="minor"}')).toBe(11);
    expect(series.get('appsmith_upgrade_versions_behind{part="major"}')).toBe(0);
    expect(series.get('appsmith_upgrade_newest_release_timestamp_seconds')).toBe(
      Date.UTC(2026, 1, 17, 9, 0, 5) / 1000,
    );
    const asks = series.get('appsmith_upgrade_newest_asked_timestamp_seconds')!;
    expect(Math.abs(asks - Date.now() / 1000)).toBeLessThan(60);
    expect(asked).toBe(1);
  });

  it.each([
    ['refuses', refusedUrl],
    ['hangs', () => upstream(() => {})],
    ['limits', () => upstream(answer(403, 'application/json', '{"message":"API rate limit"}'))],
    ['answers a page', () => upstream(answer(200, 'text/html', '<html></html>'))],
    ['answers too much', () => upstream(json(`{"a":"${'x'.repeat(2 << 20)}"}`))],
    ['answers half', () => upstream(json(RELEASE.slice(0, 99)))],
    ['names a branch', () => upstream(json('{"tag_name":"release"}'))],
  ])('is unknown where GitHub %s; the rest is told', async (_, url) => {
    const releases = await url();
    const dir = stacks({ [LOG]: fixture('old-going.txt') });
    const target = targetOf(upgrade, newest(releases, releases), 'env', { stacksDir: dir });
    onTestFinished(() => target.close());
    const { outcome, series } = await scrapeOf(target, 600);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, success: true });
    expect(outcome.notes.map(({ code }) => code)).toEqual(['newest-unknown']);
    expect(series.get(RUNNING)).toBe(1);
    expect([...series.keys()].some((key) => key.includes('newest'))).toBe(false);
  });

  it('is told alone where the running version is not known', async () => {
    const releases = await upstream(json(RELEASE));
    const front = await upstream(answer(200, 'text/html', '<html></html>'));
    const { series } = await scrape(undefined, newest(releases, front));
    expect(series.has('appsmith_upgrade_newest_info{version="v1.97"}')).toBe(true);
    expect([...series.keys()].some((key) => key.includes('behind'))).toBe(false);
  });

  it.each([
    ['v1.86', 'v1.97', [0, 11, 0]],
    ['v1.86.3', '1.86.5', [0, 0, 2]],
    ['v1.98', 'v2.2', [1, 0, 0]],
    ['v1.97', 'v1.97', [0, 0, 0]],
    ['v2.0', 'v1.97', [0, 0, 0]],
    ['release', 'v1.97', undefined],
    ['v1.86-SNAPSHOT', 'v1.97', [0, 11, 0]],
  ])('%s is behind %s by %s', (running, latest, behind) => {
    expect(versionsBehind(running, latest)).toEqual(behind);
  });
});
