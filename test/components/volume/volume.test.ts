// The stacks volume: real folders and file systems, what is counted and what is left out, and how often.
import { execFile } from 'node:child_process';
import { chmod, link, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { planOf } from '../../../src/components/volume/folders.ts';
import { volume, volumeOn } from '../../../src/components/volume/index.ts';
import { LIMITS, walk } from '../../../src/components/volume/walk.ts';
import { type Disk, Files, Gate, mountOf, realDisk } from '../../../src/scrape/files/index.ts';
import { scrapeText, settingsOf, targetOf } from '../../support/component.ts';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

/** Files by path with their contents; a number is a sparse file of that length. */
async function stacks(files: Readonly<Record<string, string | number>> = {}): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'volume-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(dir, path, '..'), { recursive: true });
    await writeFile(join(dir, path), typeof content === 'string' ? content : '');
    if (typeof content === 'number') await truncate(join(dir, path), content);
  }
  return dir;
}

async function scrape(dir: string, values = {}, disk: Disk = realDisk) {
  const target = targetOf(volumeOn(disk), values, undefined, { stacksDir: dir });
  onTestFinished(() => target.close());
  const { result, series, text } = await scrapeText(target);
  return { outcome: result.outcomes[0]!, series, text, target };
}

const bytes = (folder: string) => `appsmith_volume_folder_bytes{folder="${folder}"}`;
const count = (folder: string) => `appsmith_volume_folder_files{folder="${folder}"}`;
const complete = (folder: string) => `appsmith_volume_folder_complete{folder="${folder}"}`;

const BLOCK = 'x'.repeat(4096);

describe('volume', () => {
  it('tells the room of the file system', async () => {
    const { outcome, series } = await scrape(await stacks());
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get('appsmith_volume_up')).toBe(1);
    const size = series.get('appsmith_volume_size_bytes')!;
    const free = series.get('appsmith_volume_free_bytes')!;
    expect(size).toBeGreaterThan(free);
    expect(free).toBeGreaterThanOrEqual(series.get('appsmith_volume_available_bytes')!);
    expect(series.get('appsmith_volume_walk_age_seconds')).toBeLessThan(5);
  });

  it('agrees with du about each folder', async () => {
    const dir = await stacks({
      'logs/backend/backend-host.log': BLOCK.repeat(30),
      'logs/mongodb/log': BLOCK.repeat(3),
      'data/backup/appsmith-backup-2026-11-20T02-00-00.000Z.tar.gz': BLOCK.repeat(20),
      'data/mongodb/WiredTiger.wt': BLOCK,
      'git-storage/w/a/r/.git/objects/ab/cd': BLOCK,
      'heap_dumps/java_pid1.hprof': BLOCK.repeat(9),
      'strange/thing': BLOCK.repeat(5),
      'data/also-strange/thing': BLOCK,
    });
    const { series } = await scrape(dir);
    const folders = ['logs', 'logs/backend', 'logs/mongodb', 'data/backup', 'data/mongodb'];
    for (const folder of [...folders, 'git-storage', 'heap_dumps']) {
      const { stdout } = await run('du', ['-s', '--block-size=1', join(dir, folder)]);
      expect([folder, series.get(bytes(folder))]).toEqual([folder, Number.parseInt(stdout, 10)]);
    }
    expect(series.get(complete('git-storage'))).toBe(1);
    expect(series.has(complete('logs/backend'))).toBe(false);
    expect(series.get(count('logs'))).toBe(2);
    expect(series.get(count('other'))).toBe(2);
    expect(series.get(bytes('other'))).toBeGreaterThan(6 * 4096);
    expect(series.has(bytes('ssl'))).toBe(false);
  });

  it('counts what is on the disk: holes not, hard links once, links not at all', async () => {
    const dir = await stacks({ 'logs/a.log': BLOCK, 'logs/sparse.log': 1_000_000_000_000 });
    await link(join(dir, 'logs/a.log'), join(dir, 'logs/b.log'));
    await symlink('/', join(dir, 'logs/everything'));
    await symlink('/usr', join(dir, 'data'));
    const { series } = await scrape(dir);
    expect(series.get(bytes('logs'))).toBeLessThan(20_000);
    expect(series.get(count('logs'))).toBeLessThan(5);
    expect(series.has(bytes('data/mongodb'))).toBe(false);
  });

  it('finds Git repositories where Appsmith was told to keep them', async () => {
    const dir = await stacks({ 'repositories/a/HEAD': BLOCK });
    const { series } = await scrape(dir, { git_root: '/appsmith-stacks/repositories/' });
    expect(series.get(count('git-storage'))).toBe(1);
    expect(series.get(count('other'))).toBe(undefined);
    const memory = await scrape(dir, { git_root: '/dev/shm/git' });
    expect(memory.series.get(count('other'))).toBe(1);
  });

  it.skipIf(isRoot)('counts what it may not read, and is no failure', async () => {
    const dir = await stacks({ 'data/mongodb/a': BLOCK, 'logs/a': BLOCK });
    await chmod(join(dir, 'data/mongodb'), 0);
    const { outcome, series } = await scrape(dir);
    await chmod(join(dir, 'data/mongodb'), 0o755);
    expect(outcome.success).toBe(true);
    expect(series.get('appsmith_volume_folder_unreadable{folder="data/mongodb"}')).toBe(1);
  });

  it('counts what it is refused, on a disk that says so', async () => {
    const dir = await stacks({ 'data/mongodb/a': BLOCK, 'logs/a': BLOCK });
    const refused = Object.assign(new Error('no'), { code: 'EACCES' });
    const disk: Disk = {
      ...realDisk,
      folder: async (path) => {
        if (path.endsWith('mongodb')) throw refused;
        return realDisk.folder(path);
      },
    };
    const { outcome, series } = await scrape(dir, {}, disk);
    expect(outcome).toMatchObject({ state: 'up', success: true });
    expect(series.get('appsmith_volume_folder_unreadable{folder="data/mongodb"}')).toBe(1);
    expect(series.get(complete('data/mongodb'))).toBe(0);
    expect(series.get(complete('logs'))).toBe(1);
  });

  it('gives names that are no programs’ no series of their own', async () => {
    const names = [
      'back"end',
      'a b',
      'x'.repeat(50),
      ...Array.from({ length: 30 }, (_, i) => `p${i}`),
    ];
    const dir = await stacks(
      Object.fromEntries(names.map((name) => [`logs/${name}/a.log`, BLOCK])),
    );
    const { series } = await scrape(dir);
    const labels = [...series.keys()].filter((one) => one.includes('files{folder="logs/'));
    expect(labels).toHaveLength(24);
    expect(labels.every((one) => /"logs\/p\d+"/.test(one))).toBe(true);
    expect(series.get(count('logs'))).toBe(names.length);
  });

  it('is absent where there is no such folder, or none is set', async () => {
    const { outcome, series } = await scrape('/nonexistent/appsmith-stacks');
    expect(outcome).toMatchObject({ state: 'absent', success: true });
    expect(outcome.hint).toContain('APPSMITH_EXPORTER_STACKS_DIR');
    expect([...series.keys()].filter((name) => name.startsWith('appsmith_volume'))).toEqual([]);
    expect(volume.configure(settingsOf(volume), {})).toHaveProperty('absent');
  });

  it.each([
    ['EACCES', 'forbidden'],
    ['ESTALE', 'unreachable'],
    ['ENOTCONN', 'unreachable'],
  ])('is down when the file system answers %s', async (code, reason) => {
    const space = async () => {
      throw Object.assign(new Error(code), { code });
    };
    const { outcome, series } = await scrape(await stacks(), {}, { ...realDisk, space });
    expect(outcome).toMatchObject({ state: 'down', reason, success: true });
    expect(series.get('appsmith_volume_up')).toBe(0);
  });
});

describe('the count of the folders', () => {
  it('is made once and told again, with its age', async () => {
    const dir = await stacks({ 'logs/a': BLOCK });
    let asked = 0;
    const facts: Disk['facts'] = (path) => {
      asked++;
      return realDisk.facts(path);
    };
    const { series, target } = await scrape(dir, {}, { ...realDisk, facts });
    const once = asked;
    const again = await scrapeText(target);
    expect(asked).toBe(once);
    expect(again.series.get(bytes('logs'))).toBe(series.get(bytes('logs')));
    expect(again.series.get('appsmith_volume_walk_age_seconds')).toBeGreaterThan(0);
  });

  it('is shared by scrapes that come while it runs, and none waits for it long', async () => {
    const dir = await stacks({ 'logs/a': BLOCK });
    let walks = 0;
    let go = () => {};
    const slow = new Promise<void>((resolve) => {
      go = resolve;
    });
    const folder: Disk['folder'] = async (path) => {
      if (path.endsWith('logs')) {
        walks++;
        await slow;
      }
      return realDisk.folder(path);
    };
    const target = targetOf(volumeOn({ ...realDisk, folder }), {}, undefined, { stacksDir: dir });
    onTestFinished(() => target.close());
    const first = await scrapeText(target, 400);
    expect(first.result.outcomes[0]).toMatchObject({ state: 'up', success: true });
    expect(first.series.has(bytes('logs'))).toBe(false);
    go();
    const second = await scrapeText(target);
    expect(second.series.get(count('logs'))).toBe(1);
    expect(walks).toBe(1);
  });

  it('ends at its limits and says so', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `logs/${i}.log`);
    const dir = await stacks({
      ...Object.fromEntries(names.map((name) => [name, BLOCK])),
      'ssl/a/b/c/d': BLOCK,
      'data/backup/x': BLOCK,
    });
    const files = new Files(dir, realDisk, new Gate());
    const { signal } = new AbortController();
    const limits = { ...LIMITS, entries: 10, depth: 2 };
    const { folders } = await walk(files, planOf(undefined), signal, limits);
    expect(folders.get('logs')).toMatchObject({ complete: false, files: 10 });
    expect(folders.get('ssl')).toMatchObject({ complete: false, files: 0 });
    expect(folders.get('data/backup')).toMatchObject({ complete: true, files: 1 });
    const none = await walk(files, planOf(undefined), signal, { ...LIMITS, milliseconds: 0 });
    expect([...none.folders.keys()]).toEqual([]);
  });

  it('ends when the exporter stops', async () => {
    const dir = await stacks({ 'logs/a': BLOCK });
    const stop = new AbortController();
    const facts: Disk['facts'] = async (path) => {
      stop.abort(new DOMException('stop', 'AbortError'));
      return realDisk.facts(path);
    };
    const files = new Files(dir, { ...realDisk, facts }, new Gate());
    await expect(walk(files, planOf(undefined), stop.signal)).rejects.toThrow('stop');
  });
});

describe('mounts', () => {
  const list = [
    '22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro',
    '30 22 0:40 / /appsmith-stacks ro,relatime - nfs4 fs-1.efs:/ rw,vers=4.1,hard',
    '31 22 0:41 / /with\\040blank rw - xfs /dev/b ro,noquota',
    '32 22 0:42 / /appsmith rw - tmpfs tmpfs rw',
  ].join('\n');

  it.each([
    ['/appsmith-stacks', { type: 'nfs4', readOnly: false }],
    ['/appsmith-stacks/logs', { type: 'nfs4', readOnly: false }],
    ['/with blank/a', { type: 'xfs', readOnly: true }],
    ['/appsmith', { type: 'tmpfs', readOnly: false }],
    ['/srv/stacks', { type: 'ext4', readOnly: false }],
  ])('knows what holds %s', (path, mount) => {
    expect(mountOf(path, list)).toEqual(mount);
  });

  it('knows nothing from a list that is none', () => {
    expect(mountOf('/a', 'garbage\n - \n')).toBe(undefined);
  });

  it.skipIf(!isRoot)(
    'sees a real file system that is full, and one that is read-only',
    async () => {
      const dir = await stacks();
      const options = ['-t', 'tmpfs', '-o', 'size=1m,nr_inodes=64', 'appsmith-test', dir];
      const mounted = await run('mount', options).then(
        () => true,
        () => false,
      );
      if (!mounted) return process.stderr.write('no mount is permitted here: skipped\n');
      try {
        await writeFile(join(dir, 'a'), BLOCK.repeat(250));
        const { series } = await scrape(dir);
        expect(series.get('appsmith_volume_size_bytes')).toBe(1_048_576);
        expect(series.get('appsmith_volume_available_bytes')).toBe(24_576);
        expect(series.get('appsmith_volume_inodes')).toBe(64);
        expect(series.get('appsmith_volume_info{filesystem="tmpfs"}')).toBe(1);
        expect(series.get('appsmith_volume_read_only')).toBe(0);
        await run('mount', ['-o', 'remount,ro', dir]);
        expect((await scrape(dir)).series.get('appsmith_volume_read_only')).toBe(1);
      } finally {
        await run('umount', [dir]);
      }
      return true;
    },
  );
});
