// Starts a real Prometheus with a given scrape configuration, and asks it what it has seen.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { need } from './need.ts';
import { httpStatus, type Peer, startPeer, until } from './process.ts';

export interface PrometheusOptions {
  /** Entries of `scrape_configs`. */
  readonly scrapeConfigs: readonly Record<string, unknown>[];
  /** The rest of the configuration: `global`, `rule_files`, `alerting`, … */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly args?: readonly string[];
  /** Another engine than the one in PATH. */
  readonly binary?: string;
}

export interface Target {
  readonly job: string;
  readonly url: string;
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
}

/** One element of an instant vector. */
export interface Point {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Prometheus extends Peer {
  /** An instant query. */
  query(expression: string): Promise<Point[]>;
  targets(): Promise<Target[]>;
  /** Waits until every target has been scraped at least once, well or badly. */
  scraped(): Promise<Target[]>;
  /**
   * How many samples of a job's last scrapes were a series that the same scrape had already brought: must be 0.
   * Compares the samples scraped with the series stored, since Prometheus counts duplicates within one
   * scrape (in {@link DUPLICATES}) only from 2.52 on.
   */
  duplicates(job: string): Promise<number>;
  /** The sum of one of its own metrics, e.g. {@link DUPLICATES}; 0 where it has no series. */
  own(metric: string): Promise<number>;
}

/** Counts samples that came twice for one time: must stay 0; see {@link Prometheus.duplicates}. */
export const DUPLICATES = 'prometheus_target_scrapes_sample_duplicate_timestamp_total';

export const needPrometheus = (): boolean => need('prometheus', 'apt-get install prometheus');

/** Starts it on a free port with an empty database; scrapes every second unless `config.global` says otherwise. */
export async function startPrometheus(options: PrometheusOptions): Promise<Prometheus> {
  const peer = await startPeer('prometheus', (port, dir) => {
    const file = join(dir, 'prometheus.yml');
    const global = { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' };
    // JSON is YAML.
    const config = { global, ...options.config, scrape_configs: options.scrapeConfigs };
    writeFileSync(file, JSON.stringify(config));
    const url = `http://127.0.0.1:${port}`;
    return {
      command: options.binary ?? 'prometheus',
      args: [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(dir, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        ...(options.args ?? []),
      ],
      ready: async () => (await httpStatus(`${url}/-/ready`)) === 200,
      url,
    };
  });
  return { ...peer, ...questions(peer.url) };
}

function questions(url: string): Omit<Prometheus, keyof Peer> {
  const targets = async () => {
    const data = (await api(url, '/api/v1/targets?state=active')) as { activeTargets: RawTarget[] };
    return data.activeTargets.map(toTarget);
  };
  const scraped = async () => {
    let seen: Target[] = [];
    const all = async () => {
      seen = await targets();
      return seen.length > 0 && seen.every((target) => target.health !== 'unknown');
    };
    await until(all, () => `not all targets were scraped: ${JSON.stringify(seen)}`, 30_000);
    return seen;
  };
  const query = async (expression: string) => {
    const path = `/api/v1/query?query=${encodeURIComponent(expression)}`;
    const data = (await api(url, path)) as { result: RawPoint[] };
    return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  };
  const duplicates = async (job: string) => {
    const stored = `count by (instance) ({job="${job}",__name__!~"up|scrape_.*"})`;
    const points = await query(
      `scrape_samples_post_metric_relabeling{job="${job}"} - on (instance) ${stored}`,
    );
    return points.reduce((sum, { value }) => sum + value, 0);
  };
  return { query, targets, scraped, duplicates, own: (metric) => ownMetric(url, metric) };
}

interface RawPoint {
  metric: Record<string, string>;
  value: [number, string];
}

interface RawTarget {
  labels: Record<string, string>;
  scrapeUrl: string;
  health: Target['health'];
  lastError: string;
}

function toTarget(raw: RawTarget): Target {
  const job = raw.labels.job ?? '';
  return { job, url: raw.scrapeUrl, health: raw.health, lastError: raw.lastError };
}

async function api(url: string, path: string): Promise<unknown> {
  const response = await fetch(url + path);
  const body = (await response.json()) as { status: string; error?: string; data: unknown };
  if (body.status !== 'success') throw new Error(`Prometheus: ${body.error} (${path})`);
  return body.data;
}

async function ownMetric(url: string, metric: string): Promise<number> {
  const body = await (await fetch(`${url}/metrics`)).text();
  const lines = body.split('\n').filter((line) => /^[^{ ]*/.exec(line)?.[0] === metric);
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
