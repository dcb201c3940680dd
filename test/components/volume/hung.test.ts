// A file system that hangs: nobody waits for it, one thread is all it costs, and it is seen when it is back.
import { lookup } from 'node:dns/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXIT } from '../../../src/commands/exit-codes.ts';
import { volume, volumeOn } from '../../../src/components/volume/index.ts';
import { ownSurroundings } from '../../../src/lifeline/index.ts';
import { type Disk, realDisk } from '../../../src/scrape/files/index.ts';
import { needFuse, startFuse } from '../../peers/fuse.ts';
import { until } from '../../peers/process.ts';
import { build, startServe } from '../../support/built.ts';
import { scrapeText, targetOf } from '../../support/component.ts';

const up = 'appsmith_component_up{component="volume"}';

describe.runIf(needFuse())('a real mount that hangs', () => {
  it('costs no scrape more than a moment, and comes back', async () => {
    const mount = await startFuse();
    onTestFinished(() => mount.stop());
    const target = targetOf(volume, { count_every: 0 }, undefined, { stacksDir: mount.path });
    onTestFinished(() => target.close());

    const well = await scrapeText(target);
    expect(well.result.outcomes[0]).toMatchObject({
      state: 'up',
      success: true,
      reason: undefined,
    });
    expect(well.series.get('appsmith_volume_size_bytes')).toBe(4_096_000);
    expect(well.series.get('appsmith_volume_available_bytes')).toBe(1_024_000);
    expect(well.series.get('appsmith_volume_inodes_free')).toBe(90);
    expect(well.series.get('appsmith_volume_folder_bytes{folder="logs"}')).toBe(12_288);
    expect(well.series.get('appsmith_volume_info{filesystem="fuse"}')).toBe(1);

    mount.signal('SIGSTOP');
    const first = await scrapeText(target, 300);
    expect(first.result.outcomes[0]).toMatchObject({ state: 'down', reason: 'timeout' });
    expect(first.series.get('appsmith_volume_up')).toBe(0);
    // The call that hangs is known as such by and by; from then on no scrape waits at all.
    await until(async () => {
      const { result } = await scrapeText(target, 5000);
      return result.outcomes[0]!.seconds < 0.05 && result.outcomes[0]!.reason === 'timeout';
    }, 'every scrape waits');
    const { result, series } = await scrapeText(target, 5000);
    expect(result.outcomes[0]).toMatchObject({ state: 'down', reason: 'timeout' });
    expect(result.outcomes[0]!.seconds).toBeLessThan(0.05);
    expect(series.get(up)).toBe(0);
    // The pool has threads left for others.
    expect((await lookup('localhost')).address).toBeTruthy();

    mount.signal('SIGCONT');
    await until(
      async () => (await scrapeText(target)).series.get(up) === 1,
      'it did not come back',
    );
  }, 20_000);
});

describe.runIf(needFuse())('the exporter on a mount that hangs', () => {
  it('still answers, and still ends when it is asked to', async () => {
    const mount = await startFuse();
    onTestFinished(() => mount.stop());
    const built = await build();
    onTestFinished(() => built.remove());
    const others = ['backend', 'mongodb', 'redis', 'rts', 'edge'];
    const serving = await startServe(
      built,
      { APPSMITH_EXPORTER_STACKS_DIR: mount.path, APPSMITH_DB_URL: 'mongodb://127.0.0.1:1/a' },
      others.map((name) => `--no-collector.${name}`),
    );
    const metrics = async () => (await fetch(`${serving.url}/metrics`)).text();
    await until(async () => /^appsmith_volume_up 1$/m.test(await metrics()), 'it is not up');
    mount.signal('SIGSTOP');
    await until(async () => /^appsmith_volume_up 0$/m.test(await metrics()), 'it is not down');
    const begun = performance.now();
    expect(await metrics()).toMatch(/^appsmith_component_up\{component="volume"\} 0$/m);
    expect(performance.now() - begun).toBeLessThan(1000);
    await serving.stop();
    expect(serving.log()).toContain('msg=stopped');
  }, 30_000);
});

describe.runIf(needFuse())('an exporter that starts on a mount that hangs', () => {
  it('listens all the same, says why it knows so little, and sees the volume when it is back', async () => {
    const mount = await startFuse();
    onTestFinished(() => mount.stop());
    const built = await build();
    onTestFinished(() => built.remove());
    mount.signal('SIGSTOP');
    const serving = await startServe(built, { APPSMITH_EXPORTER_STACKS_DIR: mount.path });
    const metrics = async () => (await fetch(`${serving.url}/metrics`)).text();
    expect(await metrics()).toMatch(/^appsmith_component_up\{component="volume"\} 0$/m);
    expect(serving.log()).toContain('code=docker-env-hangs');
    mount.signal('SIGCONT');
    if (ownSurroundings(mount.path)) {
      // In a container a restart costs nothing and reads Appsmith's settings.
      expect(await serving.ended).toBe(EXIT.CUT_OFF);
      expect(serving.log()).toContain('the volume answers again');
      return;
    }
    await until(async () => /^appsmith_volume_up 1$/m.test(await metrics()), 'it is not up');
    await serving.stop();
  }, 30_000);
});

/** A disk of which one question never ends until it is told to. */
function hangingDisk(): { disk: Disk; asked: () => number; end: () => void } {
  const ends: (() => void)[] = [];
  let asked = 0;
  const disk: Disk = {
    ...realDisk,
    space: async (path) => {
      asked++;
      await new Promise<void>((resolve) => ends.push(resolve));
      return realDisk.space(path);
    },
  };
  const end = () => {
    for (const one of ends) one();
  };
  return { disk, asked: () => asked, end };
}

describe('a disk that never answers', () => {
  it('is asked one question only, however many scrapes there are', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'volume-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const { disk, asked, end } = hangingDisk();
    const target = targetOf(volumeOn(disk), {}, undefined, { stacksDir: dir });
    for (let i = 0; i < 5; i++) {
      const { result } = await scrapeText(target, 20);
      expect(result.outcomes[0]).toMatchObject({ state: 'down', reason: 'timeout' });
    }
    expect(asked()).toBe(1);
    end();
    await target.close();
  });
});
