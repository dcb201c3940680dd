// A machine's /proc and /sys/fs/cgroup in a temporary folder: processes, mounts, and cgroups of either version.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export const JAVA = ['/opt/java/bin/java', '-Xmx1g', '-Dserver.port=8080', '-jar', 'server.jar'];
export const MONGOD = ['mongod', '--dbpath', '/appsmith-stacks/data/mongodb'];

export class Tree {
  readonly dir = mkdtempSync(join(tmpdir(), 'runtime-tree-'));
  readonly procfs = join(this.dir, 'proc');

  constructor() {
    onTestFinished(() => rmSync(this.dir, { recursive: true, force: true }));
    mkdirSync(this.procfs);
  }

  write(path: string, text: string): string {
    const full = join(this.dir, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  }

  /** The process that looks: its own cgroup, and the mounts as [type, root, where below the tree, options]. */
  self(
    cgroup: string,
    mounts: readonly (readonly [type: string, root: string, at: string, options: string])[],
    more = '',
  ): void {
    this.write('proc/self/cgroup', cgroup);
    const lines = mounts.map(
      ([type, root, at, options], i) =>
        `${30 + i} 20 0:${i} ${root} ${join(this.dir, at)} ro,nosuid shared:9 - ${type} ${type} rw,${options}`,
    );
    this.write('proc/self/mountinfo', `${lines.join('\n')}\n${more}`);
  }

  process(pid: number, args: readonly string[], cgroup: string): void {
    this.write(`proc/${pid}/cmdline`, `${args.join('\0')}\0`);
    this.write(`proc/${pid}/cgroup`, cgroup);
  }

  /** A cgroup of version 2 as a kernel writes it. */
  v2(at: string, files: Readonly<Record<string, string>> = {}): void {
    for (const [name, text] of Object.entries({ ...V2, ...files })) {
      this.write(join(at, name), `${text}\n`);
    }
  }

  /** The same of version 1: a folder below each controller. */
  v1(at: (controller: string) => string, files: Readonly<Record<string, string>> = {}): void {
    for (const [path, text] of Object.entries({ ...V1, ...files })) {
      const [controller = '', name = ''] = path.split('/');
      this.write(join(at(controller), name), `${text}\n`);
    }
  }
}

export const V2 = {
  'cgroup.controllers': 'cpu memory pids',
  'cgroup.procs': '1\n77',
  'cpu.max': '150000 100000',
  'cpu.stat':
    'usage_usec 81250000\nuser_usec 60000000\nsystem_usec 21250000\nnr_periods 4000\nnr_throttled 100\nthrottled_usec 2500000',
  'memory.current': '3221225472',
  'memory.max': '4294967296',
  'memory.stat': 'anon 2000000000\nfile 900000000\ninactive_file 536870912\nactive_file 1',
  'memory.events': 'low 0\nhigh 0\nmax 12\noom 1\noom_kill 1\noom_group_kill 0',
  'pids.current': '412',
  'pids.max': 'max',
};

export const V1 = {
  'cpu/cpu.cfs_quota_us': '150000',
  'cpu/cpu.cfs_period_us': '100000',
  'cpu/cpu.stat': 'nr_periods 4000\nnr_throttled 100\nthrottled_time 2500000000',
  'cpuacct/cpuacct.usage': '81250000000',
  'memory/cgroup.procs': '1\n77',
  'memory/memory.usage_in_bytes': '3221225472',
  'memory/memory.limit_in_bytes': '4294967296',
  'memory/memory.stat': 'cache 9\ninactive_file 1\ntotal_inactive_file 536870912',
  'memory/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 1',
  'pids/pids.current': '412',
  'pids/pids.max': 'max',
};
