// The meters that Micrometer offers, as far as Appsmith and its libraries use them.
import { WindowedMax } from './max.ts';

export type Tags = Readonly<Record<string, string>>;

/** Says the time in milliseconds; maxima need it to forget. */
export type Now = () => number;

/** Counts events and adds up their durations (seconds) or sizes (bytes). */
export class Timer {
  count = 0;
  total = 0;
  readonly #max: WindowedMax;
  readonly #now: Now;
  /** Upper bounds in seconds, rising; undefined where no histogram is configured. */
  readonly bounds: readonly number[] | undefined;
  /** Events per bound, not cumulative. */
  readonly #buckets: Float64Array | undefined;

  constructor(now: Now, bounds?: readonly number[]) {
    this.#now = now;
    this.#max = new WindowedMax(now());
    this.bounds = bounds;
    this.#buckets = bounds && new Float64Array(bounds.length);
  }

  record(value: number): void {
    this.count++;
    this.total += value;
    this.#max.record(value, this.#now());
    if (!this.bounds || !this.#buckets) return;
    const bucket = this.bounds.findIndex((bound) => value <= bound);
    if (bucket >= 0) this.#buckets[bucket]!++;
  }

  /** Records `count` alike events at once, of which one took `max`: for what happens too often to draw singly. */
  recordMany(count: number, mean: number, max: number): void {
    if (count <= 0) return;
    this.count += count;
    this.total += count * mean;
    this.#max.record(max, this.#now());
  }

  max(): number {
    return this.#max.read(this.#now());
  }

  /** Cumulative counts, one for each bound. */
  cumulative(): number[] {
    let sum = 0;
    return Array.from(this.#buckets ?? [], (events) => {
      sum += events;
      return sum;
    });
  }
}

/** Tasks under way: what an Observation shows as `<name>.active`. */
export class LongTaskTimer {
  active = 0;
  /** Seconds that those under way have taken so far, together. */
  duration = 0;
  longest = 0;
}

export class Counter {
  value = 0;

  add(amount = 1): void {
    this.value += amount;
  }
}

/** Reads its value when it is asked. */
export interface Gauge {
  read(): number;
}
