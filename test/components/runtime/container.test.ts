// Appsmith's container: found beside us, on the host, by its engine or by name, in both versions; never the exporter's own.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runtime } from '../../../src/components/runtime/index.ts';
import { scrapeText, targetOf } from '../../support/component.ts';
import { JAVA, MONGOD, Tree } from './tree.ts';

const OURS = 'a'.repeat(64);
const THEIRS = 'b'.repeat(64);

async function scrapeOf(values: Record<string, string>) {
  const target = targetOf(runtime, values);
  onTestFinished(() => target.close());
  return { target, ...(await scraped(target)) };
}

async function scraped(target: ReturnType<typeof targetOf>) {
  const { result, series } = await scrapeText(target);
  const outcome = result.outcomes[0]!;
  const container = [...series.keys()].filter((name) => name.startsWith('appsmith_container_'));
  return { outcome, series, container, codes: outcome.notes.map(({ code }) => code) };
}

/** A host with version 2 and a container of an engine that lets systemd keep its cgroups. */
function host(): Tree {
  const tree = new Tree();
  tree.self('0::/system.slice/appsmith-exporter.service', [['cgroup2', '/', 'cg', 'nsdelegate']]);
  tree.process(1, ['/sbin/init'], '0::/init.scope');
  tree.v2('cg/system.slice/appsmith-exporter.service', { 'memory.current': '1' });
  return tree;
}

const scope = (id: string) => `0::/system.slice/docker-${id}.scope`;

const FIGURES = {
  appsmith_container_cpu_usage_seconds_total: 81.25,
  appsmith_container_cpu_limit_cores: 1.5,
  appsmith_container_cpu_periods_total: 4000,
  appsmith_container_cpu_throttled_periods_total: 100,
  appsmith_container_cpu_throttled_seconds_total: 2.5,
  appsmith_container_memory_usage_bytes: 3221225472,
  appsmith_container_memory_working_set_bytes: 2684354560,
  appsmith_container_memory_limit_bytes: 4294967296,
  appsmith_container_oom_kills_total: 1,
  appsmith_container_pids: 412,
};

const figures = (series: ReadonlyMap<string, number>) =>
  Object.fromEntries(Object.keys(FIGURES).map((name) => [name, series.get(name)]));

describe('Appsmith’s container', () => {
  it('is found from the host by the backend’s process, and read to the last figure', async () => {
    const tree = host();
    tree.process(77, JAVA, scope(THEIRS));
    tree.v2(`cg/system.slice/docker-${THEIRS}.scope`);
    mkdirSync(join(tree.procfs, '77/fd/3'), { recursive: true });
    const { outcome, series, codes } = await scrapeOf({ procfs: tree.procfs });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(figures(series)).toEqual(FIGURES);
    expect(series.get('appsmith_container_pids_limit')).toBeUndefined();
    expect(series.get('appsmith_container_info{source="cgroup_v2"}')).toBe(1);
    expect(series.get('appsmith_runtime_info{platform="docker"}')).toBe(1);
    expect(series.get('appsmith_backend_open_fds')).toBe(1);
    expect(codes).toEqual([]);
  });

  it('is found in version 1 as well, where each controller has a folder', async () => {
    const tree = new Tree();
    const path = `/docker/${THEIRS}`;
    const lines = ['memory', 'cpu,cpuacct', 'pids'].map((name, i) => `${i + 2}:${name}:${path}`);
    tree.self('4:memory:/\n', [
      ['cgroup', '/', 'cg/memory', 'memory'],
      ['cgroup', '/', 'cg/cpu,cpuacct', 'cpu,cpuacct'],
      ['cgroup', '/', 'cg/pids', 'pids'],
    ]);
    tree.process(77, JAVA, `${lines.join('\n')}\n0::${path}\n`);
    tree.v1((name) => (name.startsWith('cpu') ? 'cg/cpu,cpuacct' : `cg/${name}`) + path);
    const { series } = await scrapeOf({ procfs: tree.procfs });
    expect(figures(series)).toEqual(FIGURES);
    expect(series.get('appsmith_container_info{source="cgroup_v1"}')).toBe(1);
  });

  it('is the exporter’s own where both are in one, and Appsmith’s processes are seen to be', async () => {
    const tree = new Tree();
    tree.self('0::/', [['cgroup2', '/', 'cg', 'nsdelegate']]);
    tree.process(77, JAVA, '0::/');
    tree.v2('cg');
    expect(figures((await scrapeOf({ procfs: tree.procfs })).series)).toEqual(FIGURES);
  });

  it('is found by MongoDB on the stacks volume while Java is gone', async () => {
    const tree = host();
    tree.process(60, MONGOD, scope(THEIRS));
    tree.v2(`cg/system.slice/docker-${THEIRS}.scope`);
    const { series } = await scrapeOf({ procfs: tree.procfs });
    expect(figures(series)).toEqual(FIGURES);
    expect(series.get('appsmith_backend_open_fds')).toBeUndefined();
  });

  it('is found by the engine’s files: it owns the network that we share, and the hierarchy is mounted', async () => {
    const tree = new Tree();
    const mounts = [
      ['cgroup2', `/docker/${OURS}`, 'own', ''],
      ['cgroup2', '/', 'host', ''],
    ] as const;
    tree.self(`0::/docker/${OURS}`, mounts, hostnameOf(THEIRS));
    tree.v2('own', { 'memory.current': '1' });
    tree.v2(`host/docker/${THEIRS}`);
    expect(figures((await scrapeOf({ procfs: tree.procfs })).series)).toEqual(FIGURES);
  });

  it('has no limit where the kernel writes none, and no throttling then', async () => {
    const tree = new Tree();
    tree.v2('cg', {
      'cpu.max': 'max 100000',
      'memory.max': 'max',
      'cpu.stat': 'usage_usec 5\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0',
    });
    const { container } = await scrapeOf({ procfs: tree.procfs, cgroup: join(tree.dir, 'cg') });
    expect(container.filter((name) => /limit|throttled|periods/.test(name))).toEqual([]);
    const old = new Tree();
    const none = {
      'cpu/cpu.cfs_quota_us': '-1',
      'memory/memory.limit_in_bytes': '9223372036854771712',
    };
    old.v1((name) => `cg/${name}/docker/x`, {
      ...none,
      'cpu/cpu.stat': 'nr_periods 0\nnr_throttled 0',
    });
    const named = join(old.dir, 'cg/memory/docker/x');
    const second = await scrapeOf({ procfs: old.procfs, cgroup: named });
    expect(second.series.get('appsmith_container_memory_usage_bytes')).toBe(3221225472);
    expect(second.container.filter((name) => /limit|throttled|periods/.test(name))).toEqual([]);
  });

  it('is looked for again when it was made anew', async () => {
    const tree = host();
    const first = `cg/system.slice/docker-${THEIRS}.scope`;
    tree.process(77, JAVA, scope(THEIRS));
    tree.v2(first);
    const { target, series } = await scrapeOf({ procfs: tree.procfs });
    expect(series.get('appsmith_container_pids')).toBe(412);
    rmSync(join(tree.dir, first), { recursive: true });
    rmSync(join(tree.procfs, '77'), { recursive: true });
    tree.process(99, JAVA, scope('c'.repeat(64)));
    tree.v2(`cg/system.slice/docker-${'c'.repeat(64)}.scope`, { 'pids.current': '5' });
    expect((await scraped(target)).series.get('appsmith_container_pids')).toBe(5);
  });
});

const hostnameOf = (id: string) =>
  `99 20 254:0 /var/lib/docker/containers/${id}/hostname /etc/hostname ro,relatime - ext4 /dev/vda rw\n`;

describe('where Appsmith’s container cannot be told, nothing is', () => {
  async function nothing(values: Record<string, string>, code: string) {
    const { outcome, container, codes } = await scrapeOf(values);
    expect(outcome).toMatchObject({ state: 'up', success: true });
    expect(container).toEqual([]);
    expect(codes).toEqual([code]);
  }

  it('a sidecar that shares the network alone', async () => {
    const tree = new Tree();
    tree.self('0::/', [['cgroup2', '/', 'cg', '']], hostnameOf(THEIRS));
    tree.process(1, ['/usr/local/bin/node', '/app/appsmith-exporter.mjs'], '0::/');
    tree.v2('cg');
    await nothing({ procfs: tree.procfs }, 'container-unseen');
  });

  it('a container of its own, on an engine that shows it the paths', async () => {
    const tree = new Tree();
    tree.self(`0::/docker/${OURS}`, [['cgroup2', '/', 'cg', '']], hostnameOf(OURS));
    tree.v2(`cg/docker/${OURS}`);
    await nothing({ procfs: tree.procfs }, 'container-unseen');
  });

  it('version 1: the other’s path is known, but only our own folder is mounted', async () => {
    const tree = new Tree();
    const own = `/docker/${OURS}`;
    tree.self(`4:memory:${own}\n`, [['cgroup', own, 'cg/memory', 'memory']], hostnameOf(THEIRS));
    tree.v1((name) => `cg/${name}`);
    await nothing({ procfs: tree.procfs }, 'container-unseen');
  });

  it('processes are shared, but their cgroup is above our namespace', async () => {
    const tree = new Tree();
    tree.self('0::/', [['cgroup2', '/', 'cg', '']]);
    tree.process(77, JAVA, `0::/../cri-containerd-${THEIRS}.scope`);
    tree.v2('cg');
    tree.v2(`cri-containerd-${THEIRS}.scope`);
    await nothing({ procfs: tree.procfs }, 'container-unseen');
  });

  it('installed without a container: the machine’s root is none', async () => {
    const tree = new Tree();
    tree.self('4:memory:/\n5:pids:/\n', [
      ['cgroup', '/', 'cg/memory', 'memory'],
      ['cgroup', '/', 'cg/pids', 'pids'],
    ]);
    tree.process(77, JAVA, '4:memory:/\n5:pids:/\n');
    tree.write('cg/memory/memory.usage_in_bytes', '99\n');
    await nothing({ procfs: tree.procfs }, 'container-unseen');
  });

  it('two Appsmiths on one host', async () => {
    const tree = host();
    for (const [pid, id] of [
      [77, THEIRS],
      [78, OURS],
    ] as const) {
      tree.process(pid, JAVA, scope(id));
      tree.v2(`cg/system.slice/docker-${id}.scope`);
    }
    await nothing({ procfs: tree.procfs }, 'container-several');
  });

  it.each([
    ['somebody else’s Java', ['java', '-jar', 'server.jar']],
    [
      'an engine’s client that names the volume',
      ['docker', 'run', '-v', 'x:/appsmith-stacks/data/mongodb'],
    ],
  ])('%s', async (_what, args) => {
    const tree = host();
    tree.process(77, args, scope(THEIRS));
    tree.v2(`cg/system.slice/docker-${THEIRS}.scope`);
    await nothing({ procfs: tree.procfs }, 'container-unseen');
  });

  it('the named folder is the exporter’s own', async () => {
    const tree = new Tree();
    tree.self('0::/', [['cgroup2', '/', 'cg', '']]);
    tree.v2('cg', { 'cgroup.procs': `${process.pid}` });
    await nothing({ procfs: tree.procfs, cgroup: join(tree.dir, 'cg') }, 'container-own');
  });

  it('the named folder is not there', async () => {
    const tree = new Tree();
    await nothing({ procfs: tree.procfs, cgroup: join(tree.dir, 'gone') }, 'container-unseen');
  });

  it.each(['', 'garbage', '0:', '0::relative', '\0\0'])('files full of %j', async (garbage) => {
    const tree = host();
    tree.write('proc/self/mountinfo', garbage);
    tree.process(77, JAVA, garbage);
    await nothing({ procfs: tree.procfs }, 'container-unseen');
    for (const name of ['memory.current', 'pids.current', 'cpu.stat', 'cpu.max', 'memory.events']) {
      tree.write(`odd/${name}`, garbage);
    }
    await nothing({ procfs: tree.procfs, cgroup: join(tree.dir, 'odd') }, 'container-unseen');
  });

  it('no processes at all can be seen', async () => {
    const { outcome, container } = await scrapeOf({ procfs: '/nowhere/at/all' });
    expect(outcome).toMatchObject({ state: 'up' });
    expect(container).toEqual([]);
  });
});
