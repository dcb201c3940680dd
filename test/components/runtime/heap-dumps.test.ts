// Heap dumps on the stacks volume: counted by cause, thread dumps left out, and a volume that hangs or is not there.
import { mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runtime } from '../../../src/components/runtime/index.ts';
import { scrapeText, targetOf } from '../../support/component.ts';
import { Tree } from './tree.ts';

async function scrapeOf(tree: Tree, name?: string) {
  const site = { stacksDir: join(tree.dir, 'stacks'), ...(name !== undefined && { name }) };
  const target = targetOf(runtime, { procfs: tree.procfs }, 'env', site);
  onTestFinished(() => target.close());
  const { result, series } = await scrapeText(target);
  return { outcome: result.outcomes[0]!, series };
}

const of = (cause: string) => [
  `appsmith_heap_dumps{cause="${cause}"}`,
  `appsmith_heap_dump_bytes{cause="${cause}"}`,
  `appsmith_heap_dump_newest_timestamp_seconds{cause="${cause}"}`,
];

describe('heap dumps', () => {
  it('are counted by what wrote them, as Appsmith’s scripts and Java name them', async () => {
    const tree = new Tree();
    const dump = (path: string, size: number, at: number) =>
      utimesSync(tree.write(`stacks/heap_dumps/${path}`, 'x'.repeat(size)), at, at);
    dump('java_pid77.hprof', 100, 1_700_000_000);
    dump('java_pid912.hprof', 50, 1_700_000_600);
    dump('processdumps/host/2026_11_21_09_00_00.log', 10, 1_700_000_100);
    dump('ad-hoc/host/heap-profile/2026_11_21_10_00_00.log', 7, 1_700_000_200);
    dump('ad-hoc/host/thread-profile/2026_11_21_10_00_00.log', 5, 1_700_000_300);
    dump('preStop/host/2026_11_21_10_00_00.log', 5, 1_700_000_300);
    symlinkSync('/etc/hostname', join(tree.dir, 'stacks/heap_dumps/link.hprof'));
    const { series } = await scrapeOf(tree);
    const values = (cause: string) => of(cause).map((name) => series.get(name));
    expect(values('out_of_memory')).toEqual([2, 150, 1_700_000_600]);
    expect(values('shutdown')).toEqual([1, 10, 1_700_000_100]);
    expect(values('by_hand')).toEqual([1, 7, 1_700_000_200]);
  });

  it('are none while the folder is empty, without a time', async () => {
    const tree = new Tree();
    mkdirSync(join(tree.dir, 'stacks/heap_dumps'), { recursive: true });
    const { series } = await scrapeOf(tree);
    expect(of('out_of_memory').map((name) => series.get(name))).toEqual([0, 0, undefined]);
  });

  it('are absent where the folder is missing', async () => {
    const { series, outcome } = await scrapeOf(new Tree());
    expect(outcome).toMatchObject({ state: 'up', success: true });
    expect([...series.keys()].filter((name) => name.includes('heap_dump'))).toEqual([]);
  });

  it('of a named target are told, and nothing of what runs here', async () => {
    const tree = new Tree();
    tree.write('stacks/heap_dumps/java_pid1.hprof', 'x');
    const { series, outcome } = await scrapeOf(tree, 'berlin');
    expect(outcome.state).toBe('up');
    expect(series.get(of('out_of_memory')[0]!)).toBe(1);
    expect([...series.keys()].filter((name) => name.includes('runtime_info'))).toEqual([]);
  });

  it('a named target without a stacks folder is somewhere else', () => {
    const target = targetOf(runtime, {}, 'env', { name: 'berlin' });
    expect(target.members?.[0]?.absent?.why).toBe('it is on another machine');
  });
});
