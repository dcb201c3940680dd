// Backups: real folders as appsmithctl and a script leave them, what goes wrong with them, and where there are none.
import { mkdir, mkdtemp, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { archiveOf } from '../../../src/components/backups/archives.ts';
import { backups, backupsOn } from '../../../src/components/backups/index.ts';
import { readLog } from '../../../src/components/backups/log.ts';
import { type Disk, realDisk } from '../../../src/scrape/files/index.ts';
import { scrapeText, settingsOf, targetOf } from '../../support/component.ts';

const MIB = 1_048_576;
const GIB = 1024 * MIB;
const at = (text: string) => Date.parse(text) / 1000;

/** A folder with sparse files of these lengths; `text` files have contents. */
async function folder(
  files: Readonly<Record<string, number>> = {},
  text: Readonly<Record<string, string>> = {},
): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'backups-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const put = async (path: string, content: string) => {
    await mkdir(join(dir, path, '..'), { recursive: true });
    await writeFile(join(dir, path), content);
  };
  for (const [path, bytes] of Object.entries(files)) {
    await put(path, '');
    await truncate(join(dir, path), bytes);
  }
  for (const [path, content] of Object.entries(text)) await put(path, content);
  return dir;
}

function beside(stacksDir: string | undefined, values = {}, disk: Disk = realDisk) {
  const target = targetOf(backupsOn(disk), values, undefined, { stacksDir });
  onTestFinished(() => target.close());
  return target;
}

async function scrape(stacksDir: string | undefined, values = {}, disk: Disk = realDisk) {
  const { result, series } = await scrapeText(beside(stacksDir, values, disk));
  return { outcome: result.outcomes[0]!, series };
}

const of = (name: string, kind: string) => `appsmith_backup_${name}{kind="${kind}"}`;
const NIGHTLY = { schedule: '0 2 * * *' };
const archive = (day: string, ending = '') =>
  `data/backup/appsmith-backup-2026-11-${day}T02-00-00.120Z.tar.gz${ending}`;

describe('archives of appsmithctl', () => {
  it('are counted, and the newest is looked at', async () => {
    const dir = await folder(
      {
        [archive('18')]: 500 * MIB,
        [archive('19')]: 510 * MIB,
        [archive('20', '.enc')]: 520 * MIB,
      },
      { 'data/backup/last-error-mail-ts': '1763600000000', 'data/backup/notes.txt': 'x' },
    );
    const { outcome, series } = await scrape(dir, { ...NIGHTLY, archive_limit: '7' });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get(of('archives', 'full'))).toBe(3);
    expect(series.get(of('archives_bytes', 'full'))).toBe(1530 * MIB);
    expect(series.get(of('newest_bytes', 'full'))).toBe(520 * MIB);
    expect(series.get(of('previous_bytes', 'full'))).toBe(510 * MIB);
    expect(series.get(of('newest_encrypted', 'full'))).toBe(1);
    expect(series.get(of('newest_timestamp_seconds', 'full'))).toBe(at('2026-11-20T02:00:00.120Z'));
    expect(series.get(of('interval_seconds', 'full'))).toBe(86_400);
    expect(series.get('appsmith_backup_scheduled')).toBe(1);
    expect(series.get('appsmith_backup_archives_limit')).toBe(7);
    expect(series.get('appsmith_backup_space_required_bytes')).toBe(2 * GIB);
    expect(series.get('appsmith_backup_space_available_bytes')).toBeGreaterThan(0);
    expect(series.get('appsmith_backup_last_error_mail_timestamp_seconds')).toBe(1_763_600_000);
    expect(series.has('appsmith_backup_postgres_missing')).toBe(false);
  });

  it('need as much space as the newest takes', async () => {
    const { series } = await scrape(await folder({ [archive('19')]: 5 * GIB }), NIGHTLY);
    expect(series.get('appsmith_backup_space_required_bytes')).toBe(5 * GIB);
    expect(series.has(of('previous_bytes', 'full'))).toBe(false);
  });

  it('that grow are being written, and count when they have ceased to', async () => {
    const dir = await folder({ [archive('19')]: 500 * MIB });
    const target = beside(dir, NIGHTLY);
    const newest = of('newest_timestamp_seconds', 'full');
    const before = (await scrapeText(target)).series;
    expect(before.get('appsmith_backup_in_progress')).toBe(0);
    await writeFile(join(dir, archive('20')), 'x');
    const during = (await scrapeText(target)).series;
    expect(during.get('appsmith_backup_in_progress')).toBe(1);
    expect(during.get(newest)).toBe(before.get(newest));
    await truncate(join(dir, archive('20')), 501 * MIB);
    expect((await scrapeText(target)).series.get('appsmith_backup_in_progress')).toBe(1);
    const after = (await scrapeText(target)).series;
    expect(after.get('appsmith_backup_in_progress')).toBe(0);
    expect(after.get(newest)).toBe(at('2026-11-20T02:00:00.120Z'));
    expect(after.get(of('newest_bytes', 'full'))).toBe(501 * MIB);
  });

  it('may be scheduled and not be there yet', async () => {
    const { outcome, series } = await scrape(await folder(), NIGHTLY);
    expect(outcome.state).toBe('up');
    expect(series.has(of('newest_timestamp_seconds', 'full'))).toBe(false);
    expect(series.get(of('interval_seconds', 'full'))).toBe(86_400);
  });

  it('have a rhythm of their own where nothing says another', async () => {
    const two = await scrape(await folder({ [archive('01')]: 1, [archive('08')]: 1 }));
    expect(two.series.has(of('interval_seconds', 'full'))).toBe(false);
    expect(two.series.has('appsmith_backup_scheduled')).toBe(false);
    const files = { [archive('01')]: 1, [archive('08')]: 1, [archive('15')]: 1 };
    const three = await scrape(await folder(files));
    expect(three.series.get(of('interval_seconds', 'full'))).toBe(7 * 86_400);
  });
});

describe('archives of a script', () => {
  const files = (stamp: string) => ({
    [`mongo_${stamp}.tar.gz`]: 40 * MIB,
    [`git_repos_${stamp}.tar.gz`]: 7 * MIB,
    [`config_${stamp}.tar.gz`]: 1 * MIB,
  });

  it('are told apart by what they hold', async () => {
    const path = await folder({ ...files('20261119_020000'), ...files('20261120_020000') });
    await Promise.all(
      Object.keys(files('20261120_020000')).map((name) =>
        utimes(join(path, name), at('2026-11-20T02:03:00Z'), at('2026-11-20T02:03:00Z')),
      ),
    );
    const { outcome, series } = await scrape(undefined, { path });
    expect(outcome).toMatchObject({ state: 'up', success: true });
    for (const kind of ['mongodb', 'git', 'configuration']) {
      expect([kind, series.get(of('archives', kind))]).toEqual([kind, 2]);
      expect(series.get(of('interval_seconds', kind))).toBe(86_400);
    }
    expect(series.get('appsmith_backup_space_required_bytes')).toBe(48 * MIB);
    expect(series.has('appsmith_backup_postgres_missing')).toBe(false);
  });

  it('should hold PostgreSQL where Keycloak uses it', async () => {
    const path = await folder(files('1'));
    const keycloak = { keycloak_db: 'postgres.example/keycloak' };
    const without = await scrape(undefined, { path, ...keycloak });
    expect(without.series.get('appsmith_backup_postgres_missing')).toBe(1);
    await writeFile(join(path, 'postgres_1.sql.gz'), 'x');
    const withIt = await scrape(undefined, { path, ...keycloak });
    expect(withIt.series.get('appsmith_backup_postgres_missing')).toBe(0);
  });

  it('count beside those of appsmithctl', async () => {
    const dir = await folder({ [archive('19')]: 1 });
    const { series } = await scrape(dir, { path: await folder(files('1')) });
    expect(series.get(of('archives', 'full'))).toBe(1);
    expect(series.get(of('archives', 'mongodb'))).toBe(1);
  });

  it.each([
    ['appsmith-backup-2026-11-19T02-00-00.120Z.tar.gz', 'full', false],
    ['appsmith-backup-2026-11-19T02-00-00.120Z.tar.gz.enc', 'full', true],
    ['appsmith-backup-by-hand.tar.gz', 'full', false],
    ['mongo_20261119.tar.gz', 'mongodb', false],
    ['mongodb-2026.archive.gpg', 'mongodb', true],
    ['git_repos_1.tar.gz', 'git', false],
    ['config_1.tar.gz.age', 'configuration', true],
    ['pg_1.sql.gz', 'postgres', false],
  ])('%s', (name, kind, encrypted) => {
    expect(archiveOf(name)).toMatchObject({ kind, encrypted });
  });

  it.each([
    'last-error-mail-ts',
    'mongo_1.log',
    'appsmith-backup-1.tar.gz.tmp',
    'appsmith-backup.tar.gz',
    'mongo.tar.gz',
    'other_1.tar.gz',
  ])('is none: %s', (name) => {
    expect(archiveOf(name)).toBe(undefined);
  });
});

describe('attempts', () => {
  const ok = (time: string) =>
    `${time} [ INFO ] Finished taking a backup at /appsmith-stacks/data/backup/appsmith-backup-x.tar.gz\n`;
  const bad = (time: string) =>
    `${time} [ ERROR ] Error: Not enough space available at /appsmith-stacks.\n    at check (/opt/x.js:1:1)\n`;
  const logged = (log: string, more = {}) =>
    folder({ [archive('18')]: 1 }, { 'logs/appsmithctl/backup.log': log, ...more });

  it('that failed are seen', async () => {
    const log = ok('2026-11-18T02:05:00.000Z') + bad('2026-11-19T02:00:00.500Z');
    const { series } = await scrape(await logged(log), NIGHTLY);
    expect(series.get('appsmith_backup_failed')).toBe(1);
    expect(series.get('appsmith_backup_last_failure_timestamp_seconds')).toBe(
      at('2026-11-19T02:00:00.500Z'),
    );
    expect(series.get('appsmith_backup_last_success_timestamp_seconds')).toBe(
      at('2026-11-18T02:05:00Z'),
    );
  });

  it('that failed before one that went well are history', async () => {
    const log = bad('2026-11-17T02:00:00.500Z') + ok('2026-11-18T02:05:00.000Z');
    expect((await scrape(await logged(log))).series.get('appsmith_backup_failed')).toBe(0);
    // The archive itself says so where the log has no line about it.
    const short = await logged(bad('2026-11-17T02:00:00.500Z'));
    expect((await scrape(short)).series.get('appsmith_backup_failed')).toBe(0);
  });

  it('are told of by the mail where there is no log', async () => {
    const mail = { 'data/backup/last-error-mail-ts': String(Date.UTC(2026, 10, 19, 2)) };
    const dir = await folder({ [archive('18')]: 1 }, mail);
    expect((await scrape(dir)).series.get('appsmith_backup_failed')).toBe(1);
    const none = await folder({ [archive('18')]: 1 }, { 'data/backup/last-error-mail-ts': 'x' });
    expect((await scrape(none)).series.has('appsmith_backup_failed')).toBe(false);
  });

  it('are read from the end of a long log', async () => {
    const long = bad('2026-11-01T02:00:00.000Z').repeat(5000) + ok('2026-11-19T02:00:00.000Z');
    const { series } = await scrape(await logged(long));
    expect(series.get('appsmith_backup_failed')).toBe(0);
    expect(readLog(long.slice(-200)).success).toBe(Date.UTC(2026, 10, 19, 2));
  });

  it.each(['', 'garbage', '\u0000\u0001', '2026-99-99T99:99:99Z [ ERROR ] x', '[ ERROR ]'])(
    'are not made up from %j',
    async (log) => {
      const { outcome, series } = await scrape(await logged(log));
      expect(outcome).toMatchObject({ state: 'up', success: true });
      expect(series.has('appsmith_backup_failed')).toBe(false);
    },
  );

  it('are not looked for in a link or a folder', async () => {
    const dir = await folder({ [archive('18')]: 1 });
    await mkdir(join(dir, 'logs/appsmithctl'), { recursive: true });
    await symlink('/etc/passwd', join(dir, 'logs/appsmithctl/backup.log'));
    const { outcome, series } = await scrape(dir);
    expect(outcome.success).toBe(true);
    expect(series.has('appsmith_backup_failed')).toBe(false);
  });
});

describe('no backups', () => {
  it('are absent where nothing is set up', async () => {
    const { outcome, series } = await scrape(await folder({ 'data/backup/notes.txt': 1 }));
    expect(outcome).toMatchObject({ state: 'absent', success: true });
    expect(outcome.hint).toContain('APPSMITH_EXPORTER_BACKUPS_PATH');
    expect([...series.keys()].filter((name) => name.startsWith('appsmith_backup'))).toEqual([]);
  });

  it('are absent where they are switched off, or there is no folder at all', async () => {
    expect((await scrape(await folder(), { schedule: 'disable' })).outcome.state).toBe('absent');
    expect((await scrape('/nonexistent/stacks')).outcome.state).toBe('absent');
    expect(backups.configure(settingsOf(backups), {})).toHaveProperty('absent');
  });

  it('can be told where the folder may not be read', async () => {
    const entries: Disk['folder'] = async () => {
      throw Object.assign(new Error('no'), { code: 'EACCES' });
    };
    const { outcome } = await scrape(await folder(), NIGHTLY, { ...realDisk, folder: entries });
    expect(outcome).toMatchObject({ state: 'down', reason: 'forbidden', success: true });
  });

  it('can be told while the file system hangs, and nobody waits longer than for one scrape', async () => {
    let go = () => {};
    const hangs = new Promise<void>((resolve) => {
      go = resolve;
    });
    const entries: Disk['folder'] = async (path) => {
      await hangs;
      return realDisk.folder(path);
    };
    const dir = await folder({ [archive('18')]: 1 });
    const target = beside(dir, NIGHTLY, { ...realDisk, folder: entries });
    const { result } = await scrapeText(target, 100);
    expect(result.outcomes[0]).toMatchObject({ state: 'down', reason: 'timeout' });
    go();
    const again = await scrapeText(target);
    expect(again.result.outcomes[0]).toMatchObject({ state: 'up', success: true });
  });
});
