// A registry of meters by name and tags: what the backend's process holds, gone when it restarts.
import { labelPairs } from './labels.ts';
import { Counter, type Gauge, LongTaskTimer, type Now, type Tags, Timer } from './meters.ts';

export type Kind = 'timer' | 'summary' | 'active' | 'counter' | 'gauge' | 'info';

interface MeterOf {
  timer: Timer;
  summary: Timer;
  active: LongTaskTimer;
  counter: Counter;
  gauge: Gauge;
  info: Gauge;
}

export interface Described {
  readonly description?: string;
  /** Micrometer's base unit: `bytes`, `threads`, … */
  readonly unit?: string;
}

/** All meters of one name. */
export interface MeterGroup<K extends Kind = Kind> extends Described {
  readonly name: string;
  readonly kind: K;
  readonly meters: Map<string, MeterEntry<MeterOf[K]>>;
  /** By key, as the client writes them; gone when a meter joins. */
  sorted: readonly MeterEntry<MeterOf[K]>[] | undefined;
}

export interface MeterEntry<M> {
  readonly tags: Tags;
  /** The tags as an exposition writes them, without braces: they never change. */
  readonly labels: string;
  readonly meter: M;
}

/** Buckets in seconds by Micrometer name, as `management.metrics.distribution.slo` sets them. */
export type Slo = Readonly<Record<string, readonly number[]>>;

export class Registry {
  readonly #groups = new Map<string, MeterGroup>();
  readonly #now: Now;
  readonly #slo: Slo;

  constructor(now: Now, slo: Slo = {}) {
    this.#now = now;
    this.#slo = slo;
  }

  timer(name: string, tags: Tags = {}, described: Described = {}): Timer {
    return this.#meter('timer', name, tags, described, () => new Timer(this.#now, this.#slo[name]));
  }

  /** A distribution of something else than time. */
  summary(name: string, tags: Tags = {}, described: Described = {}): Timer {
    return this.#meter('summary', name, tags, described, () => new Timer(this.#now));
  }

  active(name: string, tags: Tags = {}): LongTaskTimer {
    return this.#meter('active', name, tags, {}, () => new LongTaskTimer());
  }

  counter(name: string, tags: Tags = {}, described: Described = {}): Counter {
    return this.#meter('counter', name, tags, described, () => new Counter());
  }

  gauge(name: string, read: () => number, described: Described = {}, tags: Tags = {}): void {
    this.#meter('gauge', name, tags, described, () => ({ read }));
  }

  info(name: string, tags: Tags, described: Described): void {
    this.#meter('info', name, tags, described, () => ({ read: () => 1 }));
  }

  /** By Micrometer name. */
  group(name: string): MeterGroup | undefined {
    return this.#groups.get(name);
  }

  groups(): Iterable<MeterGroup> {
    return this.#groups.values();
  }

  #meter<K extends Kind>(
    kind: K,
    name: string,
    tags: Tags,
    described: Described,
    create: () => MeterOf[K],
  ): MeterOf[K] {
    let group = this.#groups.get(name) as MeterGroup<K> | undefined;
    if (!group) {
      group = { name, kind, ...described, meters: new Map(), sorted: undefined };
      this.#groups.set(name, group as unknown as MeterGroup);
    }
    const key = keyOf(tags);
    let entry = group.meters.get(key);
    if (!entry) {
      entry = { tags, labels: labelPairs(tags), meter: create() };
      group.meters.set(key, entry);
      group.sorted = undefined;
    }
    return entry.meter;
  }
}

function keyOf(tags: Tags): string {
  let key = '';
  for (const name of Object.keys(tags).sort()) key += `${name}\u0000${tags[name]}\u0000`;
  return key;
}
