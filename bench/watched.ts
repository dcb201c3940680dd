// Exporters as processes: scraped over HTTP in turn, their CPU time and memory read from /proc (Linux only).
import { existsSync, readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { resolve } from 'node:path';
import { components } from '../src/components/index.ts';
import { findTool } from '../test/peers/need.ts';
import { httpStatus, type Peer, startPeer } from '../test/peers/process.ts';
import { median } from './measure.ts';
import { PASSWORD, type Upstreams } from './upstreams.ts';

/** Of the kernel's clock that /proc counts in; 100 Hz wherever Linux runs Node. */
const MS_PER_TICK = 10;

/** One exporter that runs, and how it is scraped. */
export class Watched {
  readonly peer: Peer;
  readonly #paths: readonly string[];
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #rounds: number[] = [];

  /** `paths` are asked one after the other, and count as one scrape. */
  constructor(
    peer: Peer,
    paths: readonly string[],
    headers: Readonly<Record<string, string>> = {},
  ) {
    this.peer = peer;
    this.#paths = paths;
    this.#headers = headers;
  }

  async scrape(): Promise<void> {
    for (const path of this.#paths) await this.#get(this.peer.url + path);
  }

  /** A round of scrapes, of which the mean counts. */
  async round(scrapes: number): Promise<void> {
    const before = this.#cpuMs();
    for (let i = 0; i < scrapes; i++) await this.scrape();
    this.#rounds.push((this.#cpuMs() - before) / scrapes);
  }

  /** Median over the rounds, in milliseconds of CPU (user and system, all threads) a scrape. */
  get cpuMs(): number {
    return median(this.#rounds);
  }

  /** Resident memory now, in MB of 2²⁰ bytes. */
  get residentMb(): number {
    const status = readFileSync(`/proc/${this.peer.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    await this.peer.stop();
  }

  #cpuMs(): number {
    const stat = readFileSync(`/proc/${this.peer.pid}/stat`, 'utf8');
    // Counted from behind the command's name, which may hold spaces: utime and stime.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  }

  #get(url: string): Promise<void> {
    return new Promise((done, fail) => {
      get(url, { agent: this.#agent, headers: this.#headers }, (response) => {
        if (response.statusCode !== 200) fail(new Error(`${url} answered ${response.statusCode}`));
        response.on('data', () => {});
        response.once('end', done);
        response.once('error', fail);
      }).once('error', fail);
    });
  }
}

/** What the peers' exporters look at as well: the parts that the figure of a scrape's cost is about. */
export const PARTS = ['backend', 'rts', 'mongodb', 'redis'] as const;

/** The built exporter, started as a user starts the bin, watching these parts alone. */
export async function startExporter(
  upstreams: Upstreams,
  headers: Readonly<Record<string, string>> = {},
  parts: readonly string[] = PARTS,
): Promise<Watched> {
  return startWith(envOf(upstreams), headers, offBut(parts));
}

/** Flags that leave these parts alone. */
export function offBut(parts: readonly string[]): string[] {
  const off = components.filter(({ name }) => !parts.includes(name));
  return off.map(({ name }) => `--no-collector.${name}`);
}

/** The built exporter with this environment. */
export async function startWith(
  env: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Promise<Watched> {
  const main = resolve('dist/main.js');
  if (!existsSync(main)) throw new Error('build first: npm run build');
  const args = (port: number) => [`--web.listen-address=127.0.0.1:${port}`, ...flags];
  return new Watched(await startBinary('exporter', main, args, env), ['/metrics'], headers);
}

/** What an exporter must be told of them. */
export function envOf({ spring, mongo, redis, supervisord, rtsUrl }: Upstreams) {
  return {
    APPSMITH_EXPORTER_STACKS_DIR: '/nonexistent',
    APPSMITH_EXPORTER_BACKEND_URL: spring.url,
    APPSMITH_EXPORTER_PUBLIC_URL: spring.url,
    APPSMITH_INTERNAL_PASSWORD: PASSWORD,
    APPSMITH_EXPORTER_RTS_URL: rtsUrl,
    APPSMITH_DB_URL: `mongodb://127.0.0.1:${mongo.port}/appsmith`,
    APPSMITH_REDIS_URL: redis.url,
    APPSMITH_EXPORTER_SUPERVISOR_URL: supervisord.url,
    APPSMITH_SUPERVISOR_USER: supervisord.user,
    APPSMITH_SUPERVISOR_PASSWORD: supervisord.password,
  };
}

/** Debian's exporters for the same parts: redis_exporter, and blackbox_exporter with three probes; undefined without them. */
export async function startDebianPeers({
  redis,
  spring,
  rtsUrl,
}: Upstreams): Promise<readonly Watched[] | undefined> {
  const redisTool = findTool('prometheus-redis-exporter');
  const probeTool = findTool('prometheus-blackbox-exporter');
  if (!redisTool || !probeTool) return undefined;
  const listen = (port: number) => `--web.listen-address=127.0.0.1:${port}`;
  const redisArgs = (port: number) => [listen(port), `--redis.addr=${redis.url}`];
  const config = '--config.file=/etc/prometheus/blackbox.yml';
  const probe = (url: string) => `/probe?module=http_2xx&target=${encodeURIComponent(url)}`;
  const probed = [
    `${spring.url}/api/v1/health`,
    `${rtsUrl}/rts-api/v1/health-check`,
    `${spring.url}/api/v1/applications/1`,
  ];
  return [
    new Watched(await startBinary('redis-exporter', redisTool, redisArgs), ['/metrics']),
    new Watched(
      await startBinary('blackbox', probeTool, (port) => [listen(port), config]),
      probed.map(probe),
    ),
  ];
}

/** Any program that serves HTTP on the port that `args` are made for. */
export function startBinary(
  name: string,
  command: string,
  args: (port: number) => readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Peer> {
  return startPeer(name, (port) => {
    const url = `http://127.0.0.1:${port}`;
    const ready = async () => (await httpStatus(url)) === 200;
    return { command, args: args(port), env, ready, url, stopSignal: 'SIGTERM' };
  });
}
