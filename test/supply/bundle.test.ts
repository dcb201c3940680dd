// The production code in one file, and in one folder: the same bytes each time, nothing of this machine in it, and it runs alone.
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMongoWire } from '../../src/demo/mongo-wire/index.ts';
import { refusedUrl } from '../support/http.ts';
import { lockedPackages, root, run } from './run.ts';

const MAX_BYTES = 6_000_000;

const dir = mkdtempSync(join(tmpdir(), 'exporter-bundle-'));
const alone = join(dir, 'alone');
const [first, second] = [join(dir, 'first', 'exporter.mjs'), join(dir, 'second', 'exporter.mjs')];
const bin = join(alone, 'exporter.mjs');

beforeAll(async () => {
  await Promise.all([first, second].map((file) => run(['scripts/bundle.mjs', file])));
  mkdirSync(alone);
  renameSync(second, bin);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const startWith = (env: Readonly<Record<string, string>>, ...args: string[]) =>
  promisify(execFile)(process.execPath, [bin, ...args], {
    cwd: alone,
    maxBuffer: 1 << 24,
    env: { PATH: process.env.PATH ?? '', ...env },
  });
const start = (...args: string[]) => startWith({}, ...args);

describe('the bundle in one folder', () => {
  const folder = join(dir, 'split');
  beforeAll(() => run(['scripts/bundle.mjs', '--split', join(folder, 'exporter.mjs')]));

  /** A file and what it imports before it runs, with what those import. */
  const loaded = (file: string, all = new Set<string>()): Set<string> => {
    if (all.has(file)) return all;
    all.add(file);
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, next] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) loaded(next!, all);
    return all;
  };

  it('runs from there', async () => {
    const node = promisify(execFile)(process.execPath, ['exporter.mjs', '--version'], {
      cwd: folder,
    });
    expect((await node).stdout).toMatch(/^appsmith-exporter \d/);
  });

  it('reads a small part of itself for a health check', () => {
    const command = readdirSync(folder).find((name) => name.startsWith('healthcheck-'))!;
    const files = [...loaded('exporter.mjs', loaded(command))];
    const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    expect(files.length).toBeGreaterThan(3);
    expect(bytes).toBeLessThan(statSync(bin).size / 5);
  });
});

describe('the bundle', () => {
  it('is the same bytes each time', () => {
    expect(readFileSync(first).equals(readFileSync(bin))).toBe(true);
  });

  it('holds no path of the machine that built it', () => {
    const text = readFileSync(bin, 'utf8');
    for (const path of [root, dir, `${homedir()}/`, `/home/${userInfo().username}/`]) {
      expect(text.includes(path), path).toBe(false);
    }
    expect(text).not.toContain('file:///');
    expect(text).not.toContain('sourceMappingURL=');
  });

  it('is executable and not larger than it has reason to be', () => {
    const { mode, size } = statSync(bin);
    expect(mode & 0o111).toBe(0o111);
    expect(size).toBeLessThan(MAX_BYTES);
  });

  it('is plain ASCII: a single other character doubles what V8 keeps of the text', () => {
    const bytes = readFileSync(bin);
    expect(bytes.findIndex((byte) => byte > 0x7f)).toBe(-1);
  });

  it('names its version from an empty folder', async () => {
    expect((await start('--version')).stdout).toMatch(/^appsmith-exporter \d+\.\d+\.\d+ \(/);
  });

  it('scrapes with every driver from an empty folder', async () => {
    const { stdout } = await start('demo', '--once', '--actuator', 'open');
    for (const component of [
      'backend',
      'caddy',
      'keycloak',
      'temporal',
      'mongodb',
      'redis',
      'rts',
      'supervisord',
      'usage',
      'runtime',
      'postgres',
      'upgrade',
    ]) {
      expect(stdout).toContain(`appsmith_component_up{component="${component}"} 1\n`);
    }
  });

  it('prepares a password of SCRAM-SHA-256 that needs Unicode’s tables', async () => {
    // A ligature, a soft hyphen, a Roman numeral: prepared they are `fiIX`, as the server stores it.
    const written = encodeURIComponent('\ufb01\u00ad\u2168');
    const mongo = await startMongoWire({ user: 'appsmith', password: 'fiIX' });
    const url = `mongodb://appsmith:${written}@127.0.0.1:${mongo.port}/appsmith?directConnection=true`;
    const nothing = await refusedUrl();
    const flags = ['backend.url', 'backend.public-url', 'rts.url', 'supervisord.url'];
    const args = ['serve', '--once', ...flags.map((flag) => `--${flag}=${nothing}`)];
    const env = { APPSMITH_DB_URL: url };
    const result = await startWith(env, ...args).catch((error: unknown) => error);
    await mongo.stop();
    expect(result).toMatchObject({
      stdout: expect.stringContaining('appsmith_component_up{component="mongodb"} 1\n'),
    });
  });

  it('serves once from an empty folder, and says that nothing is there', async () => {
    const url = await refusedUrl();
    const flags = ['backend.url', 'backend.public-url', 'rts.url', 'supervisord.url'];
    const args = ['serve', '--once', ...flags.map((flag) => `--${flag}=${url}`)];
    const result = await start(...args).catch((error: unknown) => error);
    expect(result).toMatchObject({ code: 1, stdout: expect.stringMatching(/^appsmith_up 0$/m) });
  });

  it('comes with the licence of every package inside', () => {
    const text = readFileSync(join(dir, 'first', 'THIRD_PARTY_NOTICES.txt'), 'utf8');
    const [before, ...parts] = text.split(/^(\S+) \d\S* \(.+\)\n\n=+\n/m);
    const texts = new Map(parts.flatMap((part, i) => (i % 2 ? [] : [[part, parts[i + 1]!]])));
    expect(before).toBe('');
    expect([...texts.keys()]).toEqual(
      expect.arrayContaining(['express', 'ioredis', 'mongodb', 'bson', 'pino', 'prom-client']),
    );
    const locked = lockedPackages();
    expect([...texts.keys()].filter((name) => !locked.has(name))).toEqual([]);
    const bare = [...texts].filter(([, licence]) => !/copyright|licen[cs]e/i.test(licence));
    expect(bare.map(([name]) => name)).toEqual([]);
  });
});
