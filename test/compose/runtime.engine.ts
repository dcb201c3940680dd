// Appsmith's container on the engine: its limits and not the exporter's, and nothing at all while only the network is shared.
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { runtime } from '../../src/components/runtime/index.ts';
import { scrapeText, targetOf } from '../support/component.ts';
import { docker, eventually, inspect, needEngine } from './support/engine.ts';
import { EXPORTER } from './support/images.ts';
import { Project, tutorial } from './support/project.ts';

const MIB = 1_048_576;
/** None that anything else here has: the add-on gives the exporter 160 MiB. */
const LIMITS = '    mem_limit: 777m\n    cpus: 1.5\n';
/** As Appsmith starts its backend; Node under Java's name, since the image has no Java. */
const JAVA = ['--', '-Dserver.port=8080', '-jar', 'server.jar'];
const IDLE = 'setInterval(() => {}, 1000)';

let project: Project;
const value = async (query: string) => (await project.query(query))[0]?.value[1];

async function up(...files: string[]): Promise<void> {
  project = new Project(tutorial(LIMITS));
  project.files = ['compose.yml', 'no-grafana.yml', ...files];
  await project.compose('up', '-d');
  await project.until('appsmith_component_up{component="runtime"} == 1', (all) => all.length === 1);
}

describe.runIf(needEngine())('Appsmith’s container', () => {
  afterEach(async () => {
    if (!process.env.COMPOSE_TEST_KEEP) await project.remove();
  });

  it('is not taken for the exporter’s own, whose network it shares', async () => {
    await up();
    const own = await project.container('appsmith-exporter');
    expect(own.HostConfig.Memory).toBe(160 * MIB);
    expect(await value('appsmith_runtime_info{platform="docker"}')).toBe('1');
    expect(await value('appsmith_heap_dumps{cause="out_of_memory"}')).toBe('0');
    expect(await project.query('{__name__=~"appsmith_container_.+"}')).toEqual([]);
  });

  it('is read with runtime.yml, through restarts as well', async () => {
    await up('runtime.yml');
    const limit = `appsmith_container_memory_limit_bytes == ${777 * MIB}`;
    await project.until(limit, (all) => all.length === 1);
    expect(await value('appsmith_container_cpu_limit_cores')).toBe('1.5');
    expect(await value('appsmith_container_oom_kills_total')).toBe('0');
    const used = await memoryOf(await project.id('appsmith'));
    expect(Number(await value('appsmith_container_memory_usage_bytes')) / used).toBeCloseTo(1, 0);
    await docker(['restart', await project.id('appsmith')]);
    const anew = 'changes(appsmith_exporter_process_start_time_seconds[3m]) == 1';
    await project.until(`${anew} and on () ${limit}`, (all) => all.length === 1, 120);
  });

  it('is found from the host by the backend’s process', async (context) => {
    project = new Project();
    const id = await start({ memory: '333m', args: JAVA });
    const { State } = await inspect(id);
    // An engine in a machine of its own shows no processes here.
    const visible = await eventually('it runs', 10, async () => cgroupOf(State.Pid).includes(id));
    if (!visible) return context.skip();
    const other = await start({ memory: '222m', args: ['--', 'something', 'else'] });
    expect(other).not.toBe(id);
    const target = targetOf(runtime);
    onTestFinished(() => target.close());
    const { series } = await scrapeText(target);
    expect(series.get('appsmith_container_memory_limit_bytes')).toBe(333 * MIB);
    expect(series.get('appsmith_runtime_info{platform="docker"}')).toBe(1);
    expect(series.get('appsmith_container_pids')).toBeGreaterThan(1);
    // Nobody but its own user and root may look into it.
    if (process.getuid?.() === 0)
      expect(series.get('appsmith_backend_open_fds')).toBeGreaterThan(2);
  });

  it('is counted when the kernel kills in it', async () => {
    project = new Project();
    const eat = 'const all = []; setInterval(() => all.push(Buffer.alloc(16 << 20, 1)), 20)';
    const spawn = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(eat)}])`;
    const id = await start({ memory: '120m', args: JAVA, script: `${spawn}; ${IDLE}` });
    const { State } = await inspect(id);
    if (!cgroupOf(State.Pid).includes(id)) return;
    const target = targetOf(runtime);
    onTestFinished(() => target.close());
    await eventually('a kill is counted', 60, async () => {
      const { series } = await scrapeText(target);
      return (series.get('appsmith_container_oom_kills_total') ?? 0) > 0 ? true : undefined;
    });
  });
});

async function start(options: { memory: string; args: readonly string[]; script?: string }) {
  const { memory, args, script = IDLE } = options;
  const child = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(IDLE)}, ...${JSON.stringify(args)}], { argv0: 'java' }); ${script}`;
  const limits = ['--memory', memory, '--memory-swap', memory, '--network', 'none'];
  const run = ['run', '-d', '--rm', ...limits, '--entrypoint', '/usr/local/bin/node'];
  const id = (await docker([...run, EXPORTER, '-e', child])).trim();
  onTestFinished(async () => void (await docker(['rm', '-f', id]).catch(() => undefined)));
  return id;
}

function cgroupOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cgroup`, 'utf8');
  } catch {
    return '';
  }
}

async function memoryOf(id: string): Promise<number> {
  const text = await docker(['stats', '--no-stream', '--format', '{{.MemUsage}}', id]);
  const [, number = '0', unit = ''] = /^([\d.]+)(\w+)/.exec(text) ?? [];
  return Number(number) * ({ KiB: 1024, MiB: MIB, GiB: 1024 * MIB }[unit] ?? Number.NaN);
}
