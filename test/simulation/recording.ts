// What simulated scrapes gave: a column of values for every series that the rules look at.
import { type Family, linesOf } from '../../src/exposition/index.ts';
import { notation } from './notation.ts';

/** Labels that Prometheus adds to what it scrapes. */
export const TARGET = { job: 'appsmith', instance: 'appsmith' } as const;
const TARGET_LABELS = Object.entries(TARGET)
  .map(([name, value]) => `${name}="${value}"`)
  .join(',');

/** Seconds since the epoch as a value: promtool's time begins at 0, the model's does not. */
const TIMESTAMP = /_(timestamp|start_time)_seconds(\{|$)/;

export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** A recording as data. */
export interface Columns {
  readonly length: number;
  readonly columns: readonly (readonly [
    series: string,
    values: readonly (number | null | undefined)[],
  ])[];
}

export class Recording {
  /** Scrapes so far. */
  length = 0;
  readonly #columns = new Map<string, (number | undefined)[]>();
  readonly #needed: ReadonlySet<string>;
  readonly #originSeconds: number;

  /** @param needed names of samples  @param originSeconds what is time 0 in the engine, since the epoch */
  constructor(needed: ReadonlySet<string>, originSeconds: number) {
    this.#needed = needed;
    this.#originSeconds = originSeconds;
  }

  /** One successful scrape. */
  add(families: readonly Family[]): void {
    this.#put(`up{${TARGET_LABELS}}`, 1);
    for (const family of families) if (this.#isNeeded(family)) this.#read(family);
    this.length++;
  }

  /** A scrape that failed: the target is down, everything else vanishes. */
  fail(): void {
    this.#put(`up{${TARGET_LABELS}}`, 0);
    this.length++;
  }

  /** Goes on where this one ends: what another exporter saw of the same Appsmith afterwards. */
  append({ length, columns }: Columns): void {
    for (const [series, values] of columns) {
      const column = this.#column(series);
      for (const value of values) column.push(value ?? undefined);
    }
    this.length += length;
  }

  /** As it can be written down; null where a series was not there. */
  toColumns(): Columns {
    return { length: this.length, columns: [...this.#columns] };
  }

  /** For promtool's `input_series`. */
  inputSeries(): InputSeries[] {
    return [...this.#columns].map(([series, values]) => {
      const missing = this.length - values.length;
      const all = missing > 0 ? [...values, ...new Array<undefined>(missing)] : values;
      return { series, values: notation(all) };
    });
  }

  /** Names that were seen at least once. */
  get names(): ReadonlySet<string> {
    return new Set([...this.#columns.keys()].map((series) => series.slice(0, series.indexOf('{'))));
  }

  get series(): number {
    return this.#columns.size;
  }

  #isNeeded({ name, type }: Family): boolean {
    if (this.#needed.has(name)) return true;
    if (type !== 'histogram' && type !== 'summary') return false;
    return ['_bucket', '_sum', '_count'].some((suffix) => this.#needed.has(name + suffix));
  }

  #read(family: Family): void {
    for (const line of linesOf(family, 'text').split('\n')) {
      if (line === '') continue;
      const space = line.lastIndexOf(' ');
      const brace = line.indexOf('{');
      const name = line.slice(0, brace < 0 ? space : brace);
      if (!this.#needed.has(name)) continue;
      const labels = brace < 0 ? '}' : `,${line.slice(brace + 1, space)}`;
      const value = Number(line.slice(space + 1).replace('Inf', 'Infinity'));
      this.#put(`${name}{${TARGET_LABELS}${labels}`, value);
    }
  }

  /** The series' values, filled up to now. */
  #column(series: string): (number | undefined)[] {
    let column = this.#columns.get(series);
    if (!column) {
      column = [];
      this.#columns.set(series, column);
    }
    while (column.length < this.length) column.push(undefined);
    return column;
  }

  #put(series: string, value: number): void {
    this.#column(series).push(TIMESTAMP.test(series) ? value - this.#originSeconds : value);
  }
}
