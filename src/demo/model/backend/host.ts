// The machine and the process as the backend sees them: processor, files, disk, log events, executor.
import type { Counter } from '../../micrometer/meters.ts';
import type { Registry } from '../../micrometer/registry.ts';
import type { Random } from '../../random.ts';
import type { Work } from './conditions.ts';
import type { Heap } from './jvm.ts';
import type { Threads } from './jvm-meters.ts';

const CORES = 4;
const LEVELS = ['debug', 'error', 'info', 'trace', 'warn'] as const;

export class Host {
  readonly threads: Threads = { live: 74, peak: 74 };
  /** Shares of all cores, 0 to 1. */
  processCpu = 0.02;
  systemCpu = 0.05;
  load = 0.3;
  openFiles = 265;
  diskFree = 41e9;
  readonly #random: Random;
  readonly #cpuTime: Counter;
  readonly #events: Readonly<Record<(typeof LEVELS)[number], Counter>>;

  constructor(registry: Registry, random: Random) {
    this.#random = random;
    this.#cpuTime = registry.counter(
      'process.cpu.time',
      {},
      {
        unit: 'ns',
        description: 'The "cpu time" used by the Java Virtual Machine process',
      },
    );
    const description = 'Number of log events that were enabled by the effective log level';
    const event = (level: string) => registry.counter('logback.events', { level }, { description });
    this.#events = {
      debug: event('debug'),
      error: event('error'),
      info: event('info'),
      trace: event('trace'),
      warn: event('warn'),
    };
    bindExecutor(registry);
  }

  step(seconds: number, work: Work, heap: Heap, foreignCores: number): void {
    const noise = this.#random.between(0.85, 1.2);
    const cores = (work.requests * 0.011 + work.queries * 0.006) / seconds;
    const own = Math.min(CORES, (0.05 + cores) * noise + heap.overhead * 2.5);
    const all = Math.min(CORES, own + 0.12 + cores * 0.4 + foreignCores);
    this.processCpu += (own / CORES - this.processCpu) * Math.min(1, seconds / 5);
    this.systemCpu += (all / CORES - this.systemCpu) * Math.min(1, seconds / 5);
    this.load += (all - this.load) * Math.min(1, seconds / 60);
    this.#cpuTime.add(Math.round(this.processCpu * CORES * seconds * 1e9));
    const atOnce = work.busySeconds / seconds;
    this.threads.live = Math.round(Math.min(400, 74 + atOnce * 0.6));
    this.threads.peak = Math.max(this.threads.peak, this.threads.live);
    this.openFiles = Math.round(265 + Math.min(600, atOnce * 2));
    this.diskFree = Math.max(0, this.diskFree - work.requests * 900);
    this.#events.error.add(work.failures + this.#random.poisson(seconds / 1200));
    this.#events.warn.add(this.#random.poisson(seconds / 200));
    this.#events.info.add(this.#random.poisson(work.requests * 0.4));
  }

  /** @param started milliseconds since the epoch  @param now the model's clock */
  bind(registry: Registry, started: number, now: () => number): void {
    const gauge = (name: string, description: string, read: () => number, unit?: string) =>
      registry.gauge(name, read, { description, ...(unit && { unit }) });
    const jvm = 'the Java virtual machine';
    gauge('process.uptime', `The uptime of ${jvm}`, () => (now() - started) / 1000, 'seconds');
    const begin = 'Start time of the process since unix epoch.';
    gauge('process.start.time', begin, () => started / 1000, 'seconds');
    gauge(
      'process.cpu.usage',
      'The "recent cpu usage" for the Java Virtual Machine process',
      () => this.processCpu,
    );
    gauge('process.files.max', 'The maximum file descriptor count', () => 1_048_576, 'files');
    gauge('process.files.open', 'The open file descriptor count', () => this.openFiles, 'files');
    gauge('system.cpu.count', `The number of processors available to ${jvm}`, () => CORES);
    gauge(
      'system.cpu.usage',
      'The "recent cpu usage" of the system the application is running in',
      () => this.systemCpu,
    );
    gauge(
      'system.load.average.1m',
      'The sum of the number of runnable entities queued to available processors and the number of runnable entities running on the available processors averaged over a period of time',
      () => this.load,
    );
    this.#bindApplication(registry);
  }

  #bindApplication(registry: Registry): void {
    const tags = { main_application_class: 'com.appsmith.server.ServerApplication' };
    const ready = 'Time taken for the application to be ready to service requests';
    const time = (name: string, description: string, seconds: number) =>
      registry.gauge(
        `application.${name}.time`,
        () => seconds,
        { description, unit: 'seconds' },
        tags,
      );
    time('ready', ready, 24.81);
    time('started', 'Time taken to start the application', 24.779);
    const path = { path: '/opt/appsmith/backend/.' };
    const bytes = (name: string, description: string, read: () => number) =>
      registry.gauge(`disk.${name}`, read, { description, unit: 'bytes' }, path);
    bytes('free', 'Usable space for path', () => Math.round(this.diskFree));
    bytes('total', 'Total space for path', () => 63_274_217_472);
  }
}

function bindExecutor(registry: Registry): void {
  const tags = { name: 'applicationTaskExecutor' };
  const gauge = (name: string, unit: string, description: string, value: number) =>
    registry.gauge(`executor.${name}`, () => value, { description, unit }, tags);
  gauge(
    'active',
    'threads',
    'The approximate number of threads that are actively executing tasks',
    0,
  );
  gauge('pool.core', 'threads', 'The core number of threads for the pool', 8);
  gauge('pool.max', 'threads', 'The maximum allowed number of threads in the pool', 2_147_483_647);
  gauge('pool.size', 'threads', 'The current number of threads in the pool', 0);
  gauge(
    'queue.remaining',
    'tasks',
    'The number of additional elements that this queue can ideally accept without blocking',
    2_147_483_647,
  );
  gauge('queued', 'tasks', 'The approximate number of tasks that are queued for execution', 0);
  registry.counter('executor.completed', tags, {
    unit: 'tasks',
    description: 'The approximate total number of tasks that have completed execution',
  });
}
