// Amazon ECS: the task's metadata endpoint, version 4, tells each container of the task the figures of all of them.
import { ScrapeError } from '../../scrape/errors.ts';
import { discard, HttpClient, readText } from '../../scrape/http.ts';
import type { Usage } from './usage.ts';

const MIB = 1_048_576;
/** A machine's memory written as "no limit" is about 2⁶³. */
const UNLIMITED = 2 ** 60;
const IMAGE = /(^|\/)appsmith-(ce|ee)([:@]|$)/;

interface Container {
  readonly DockerId?: string;
  readonly Name?: string;
  readonly Image?: string;
  readonly Limits?: { readonly Memory?: number };
}

interface Task {
  readonly Containers?: readonly Container[];
  readonly Limits?: { readonly CPU?: number; readonly Memory?: number };
}

/** As Docker's engine writes them. */
interface Stats {
  readonly cpu_stats?: {
    readonly cpu_usage?: { readonly total_usage?: number };
    readonly throttling_data?: Readonly<
      Record<'periods' | 'throttled_periods' | 'throttled_time', number | undefined>
    >;
  };
  readonly memory_stats?: {
    readonly usage?: number;
    readonly limit?: number;
    readonly stats?: { readonly inactive_file?: number; readonly total_inactive_file?: number };
  };
  readonly pids_stats?: { readonly current?: number; readonly limit?: number };
}

export class EcsTask {
  readonly #http: HttpClient;
  readonly #name: string | undefined;

  /** @param name of Appsmith's container; undefined: the one with Appsmith's image */
  constructor(url: string, name: string | undefined) {
    this.#http = new HttpClient({ url, maxSockets: 1 });
    this.#name = name;
  }

  /** Undefined if the task has no such container besides this one. Throws a ScrapeError for an answer that is none. */
  async usage(signal: AbortSignal): Promise<Usage | undefined> {
    const self = await this.#get<Container>('', signal);
    const task = await this.#get<Task>('/task', signal);
    const container = this.#find(task.Containers ?? [], self.DockerId);
    if (container?.DockerId === undefined) return undefined;
    const all = await this.#get<Readonly<Record<string, Stats | null>>>('/task/stats', signal);
    const stats = all[container.DockerId];
    return stats ? usageOf(stats, container, task) : undefined;
  }

  close(): void {
    this.#http.close();
  }

  #find(containers: readonly Container[], self: string | undefined): Container | undefined {
    const is = ({ Name, Image = '' }: Container) =>
      this.#name === undefined ? IMAGE.test(Image) : Name === this.#name;
    const found = containers.filter((one) => one.DockerId !== self && is(one));
    return found.length === 1 ? found[0] : undefined;
  }

  async #get<T extends object>(path: string, signal: AbortSignal): Promise<T> {
    const response = await this.#http.request(path, { signal });
    if (response.status !== 200) {
      discard(response);
      throw new ScrapeError('http_status', `the task’s metadata answered ${response.status}`);
    }
    const text = await readText(response);
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null) return value as T;
    } catch {
      // The same as JSON of something else.
    }
    throw new ScrapeError('protocol', 'the task’s metadata is not the documented JSON');
  }
}

function usageOf(stats: Stats, container: Container, { Limits: task = {} }: Task): Usage {
  const { cpu_stats: cpu, memory_stats: memory, pids_stats: pids } = stats;
  const throttling = cpu?.throttling_data;
  const shares = [container.Limits?.Memory, task.Memory].map((mib) =>
    mib ? mib * MIB : undefined,
  );
  const limits = [...shares, memory?.limit].filter(
    (limit): limit is number => limit !== undefined && limit > 0 && limit < UNLIMITED,
  );
  return {
    source: 'ecs',
    cpuSeconds: seconds(cpu?.cpu_usage?.total_usage),
    cpuLimitCores: task.CPU && task.CPU > 0 ? task.CPU : undefined,
    periods: throttling?.periods,
    throttledPeriods: throttling?.throttled_periods,
    throttledSeconds: seconds(throttling?.throttled_time),
    memory: memory?.usage,
    inactiveFile: memory?.stats?.total_inactive_file ?? memory?.stats?.inactive_file,
    memoryLimit: limits.length > 0 ? Math.min(...limits) : undefined,
    pids: pids?.current,
    pidsLimit: pids?.limit && pids.limit < UNLIMITED ? pids.limit : undefined,
  };
}

const seconds = (nanoseconds: number | undefined): number | undefined =>
  nanoseconds === undefined ? undefined : nanoseconds / 1e9;
