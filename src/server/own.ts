// The exporter's own metrics: prom-client keeps them, our renderer writes them.
import prom from 'prom-client';
import { type Family, familiesOf } from '../exposition/index.ts';
import { type MetricDef, SampleSet } from '../metrics/index.ts';
import type { DoorReport } from './front-door/index.ts';
import { serverMetrics as m } from './metrics.ts';
import { tellProcess } from './process.ts';

export interface BuildInfo {
  readonly version: string;
  readonly revision: string;
}

const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type PromMetric = prom.MetricObjectWithValues<prom.MetricValue<string>>;

/** One exporter's own metrics, with a registry of its own so that several can live in a process. */
export class OwnMetrics {
  readonly #registry = new prom.Registry();
  readonly #requests: prom.Counter<'handler' | 'code'>;
  readonly #duration: prom.Histogram<'handler'>;
  readonly #defs = new Map<string, MetricDef>(Object.values(m).map((def) => [def.name, def]));

  readonly #door: (() => DoorReport) | undefined;

  /** `door` tells of the web-config file, if there is one. */
  constructor({ version, revision }: BuildInfo, door?: () => DoorReport) {
    this.#door = door;
    const registers = [this.#registry];
    const build = { ...nameAndHelp(m.build), labelNames: m.build.labels, registers };
    new prom.Gauge(build).set({ version, revision, node_version: process.version }, 1);
    this.#requests = new prom.Counter({
      ...nameAndHelp(m.requests),
      labelNames: ['handler', 'code'],
      registers,
    });
    this.#duration = new prom.Histogram({
      ...nameAndHelp(m.requestDuration),
      labelNames: ['handler'],
      buckets: BUCKETS,
      registers,
    });
  }

  /** Counts one answered request. `handler` is the route's pattern, never the caller's path. */
  observe(handler: string, code: number, seconds: number): void {
    this.#requests.inc({ handler, code: String(code) });
    this.#duration.observe({ handler }, seconds);
  }

  async families(): Promise<Family[]> {
    const samples = new SampleSet();
    for (const metric of (await this.#registry.getMetricsAsJSON()) as PromMetric[]) {
      const def = this.#defs.get(metric.name);
      if (def) convert(samples, def, metric.values);
    }
    tellProcess(samples);
    this.#tellDoor(samples);
    return familiesOf(samples);
  }

  #tellDoor(samples: SampleSet): void {
    if (!this.#door) return;
    const { good, readAt, notAfter } = this.#door();
    samples.set(m.webConfigGood, good);
    samples.set(m.webConfigAt, readAt);
    if (notAfter !== undefined) samples.set(m.certificateEnd, notAfter);
  }
}

const nameAndHelp = ({ name, help }: MetricDef) => ({ name, help });

function convert(samples: SampleSet, def: MetricDef, values: PromMetric['values']): void {
  if (def.type !== 'histogram') {
    for (const { labels, value } of values) samples.set(def, value, texts(labels));
    return;
  }
  for (const [key, parts] of bySeries(values)) {
    const buckets = new Map<number, number>();
    for (const { labels, value } of parts) {
      // `+Inf` is the count, which the renderer adds.
      const bound = Number(labels.le);
      if (Number.isFinite(bound)) buckets.set(bound, value);
    }
    const part = (suffix: string) => partValue(parts, def.name + suffix);
    const whole = { buckets, count: part('_count'), sum: part('_sum') };
    samples.distribution(def, whole, JSON.parse(key) as Record<string, string>);
  }
}

/** Histogram parts by their labels without `le`. */
function bySeries(values: PromMetric['values']): Map<string, PromMetric['values']> {
  const series = new Map<string, PromMetric['values']>();
  for (const part of values) {
    const { le: _, ...labels } = texts(part.labels);
    const key = JSON.stringify(labels);
    series.set(key, [...(series.get(key) ?? []), part]);
  }
  return series;
}

function partValue(parts: PromMetric['values'], name: string): number {
  const part = parts.find((p) => (p as { metricName?: string }).metricName === name);
  return part?.value ?? 0;
}

const texts = (labels: Partial<Record<string, string | number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
