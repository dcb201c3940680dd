// Auto-heal's log, read on from where the last look ended: growth, rotation in all its kinds, garbage.
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { supervisord } from '../../../src/components/supervisord/index.ts';
import { LogFollower } from '../../../src/components/supervisord/log-follower.ts';
import { scrapeText, targetOf } from '../../support/component.ts';
import { answer, refusedUrl, upstream } from '../../support/http.ts';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'heal-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A followed file and the lines that came out of it so far. */
function followed() {
  const file = join(folder(), 'a.log');
  const lines: string[] = [];
  const follower = new LogFollower(file, (line) => lines.push(line));
  return { file, lines, follower, look: () => follower.look() };
}

describe('a log that is followed', () => {
  it('gives what is new, and nothing of what was there before', async () => {
    const { file, lines, look } = followed();
    writeFileSync(file, 'old\nolder\n');
    expect(await look()).toBe(true);
    expect(lines).toEqual([]);
    appendFileSync(file, 'one\ntwo\nhal');
    await look();
    await look();
    expect(lines).toEqual(['one', 'two']);
    appendFileSync(file, 'f\n');
    await look();
    expect(lines).toEqual(['one', 'two', 'half']);
  });

  it('gives everything of a file that came while it was watched', async () => {
    const { file, lines, look } = followed();
    expect(await look()).toBe(false);
    writeFileSync(file, 'one\n');
    expect(await look()).toBe(true);
    expect(lines).toEqual(['one']);
  });

  it('survives a rotation: the rest of the old file, then the new one', async () => {
    const { file, lines, look } = followed();
    writeFileSync(file, 'old\n');
    await look();
    appendFileSync(file, 'one\n');
    renameSync(file, `${file}.1`);
    writeFileSync(file, 'two\n');
    await look();
    expect(lines).toEqual(['one', 'two']);
    renameSync(file, `${file}.2`);
    expect(await look()).toBe(true);
    writeFileSync(file, 'three\n');
    await look();
    expect(lines).toEqual(['one', 'two', 'three']);
  });

  it('survives a rotation after which the old file is gone', async () => {
    const { file, lines, look } = followed();
    writeFileSync(file, 'old\n');
    await look();
    const other = `${file}.new`;
    writeFileSync(other, 'one\n');
    renameSync(other, file);
    await look();
    expect(lines).toEqual(['one']);
  });

  it('survives a copy and a truncation, also when it has grown past the old place', async () => {
    const { file, lines, look } = followed();
    writeFileSync(file, 'old\n');
    await look();
    copyFileSync(file, `${file}.1`);
    truncateSync(file);
    appendFileSync(file, 'a\n');
    await look();
    expect(lines).toEqual(['a']);
    truncateSync(file);
    appendFileSync(file, 'b\nand much more than there was before\n');
    await look();
    expect(lines).toEqual(['a', 'b', 'and much more than there was before']);
  });

  it('is read in steps, and to its end', async () => {
    const { file, lines, look } = followed();
    writeFileSync(file, '');
    await look();
    appendFileSync(file, 'line\n'.repeat(500_000));
    await look();
    expect(lines.length).toBeLessThan(250_000);
    for (let i = 0; i < 3; i++) await look();
    expect(lines).toHaveLength(500_000);
    expect(new Set(lines)).toEqual(new Set(['line']));
  });

  it('may hold anything', async () => {
    const { file, lines, look } = followed();
    writeFileSync(file, '');
    await look();
    appendFileSync(file, Buffer.from([0, 255, 254, 10, 13, 10]));
    appendFileSync(file, 'x'.repeat(200_000));
    appendFileSync(file, '\nend\n');
    await look();
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toBe('end');
  });

  it('is nothing where it is a pipe or a folder', async () => {
    const { file, look } = followed();
    execFileSync('mkfifo', [file]);
    expect(await look()).toBe(false);
    rmSync(file);
    mkdirSync(file);
    expect(await look()).toBe(false);
  });
});

const COUNTER = 'appsmith_auto_heal_restarts_total';
const AT = 'TIMESTAMP=2026-11-21 10:00:00';

describe('auto-heal', () => {
  async function watched(url?: string) {
    const stacksDir = folder();
    const logs = join(stacksDir, 'logs', 'cron');
    mkdirSync(logs, { recursive: true });
    const settings = { url: url ?? (await refusedUrl()), password: 'p' };
    const target = targetOf(supervisord, settings, 'env', { stacksDir });
    onTestFinished(() => target.close());
    const restarts = async () => (await scrapeText(target)).series.get(COUNTER);
    return { file: join(logs, 'auto_heal.log'), restarts };
  }

  it('is absent where it writes no log', async () => {
    const { restarts } = await watched();
    expect(await restarts()).toBeUndefined();
  });

  it('is counted from 0 on, once for each restart, whether supervisord answers or not', async () => {
    const { file, restarts } = await watched();
    writeFileSync(file, `${AT} backend is unresponsive\n`);
    expect(await restarts()).toBe(0);
    appendFileSync(
      file,
      [
        'auto heal check',
        `+ echo '${AT} backend is unresponsive'`,
        `${AT} backend is unresponsive`,
        'backend: stopped',
        'backend: started',
        `${AT} backend is responsive`,
        `${AT} backend is unresponsive`,
        '',
      ].join('\n'),
    );
    expect(await restarts()).toBe(2);
    expect(await restarts()).toBe(2);
    renameSync(file, `${file}.1`);
    writeFileSync(file, `${AT} backend is unresponsive\n`);
    expect(await restarts()).toBe(3);
  });

  it('is counted for each collector, and not where there is no volume', async () => {
    const url = await upstream(answer(200, 'text/xml', ''));
    const target = targetOf(supervisord, { url, password: 'p' });
    onTestFinished(() => target.close());
    expect((await scrapeText(target)).series.has(COUNTER)).toBe(false);
  });
});
