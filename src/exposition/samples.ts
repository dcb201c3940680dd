// Families of our own samples: rendered to bytes when they are asked for.
import type { MetricDef, MetricType, SampleSet, Series } from '../metrics/index.ts';
import { formatValue } from './escape.ts';
import type { Family, Writable } from './family.ts';
import { writeText } from './text.ts';

/** Longest spelling of a number, and its newline. */
const VALUE_BYTES = 32;

/** Turns a scrape's own samples into families, in the order in which they were first set. */
export function familiesOf(samples: SampleSet): Family[] {
  const families: Family[] = [];
  for (const [def, series] of samples.families()) families.push(new OwnFamily(def, series));
  return families;
}

class OwnFamily implements Family, Writable {
  readonly #def: MetricDef;
  readonly #series: Series;

  constructor(def: MetricDef, series: Series) {
    this.#def = def;
    this.#series = series;
  }

  get source(): MetricDef {
    return this.#def;
  }

  get name(): string {
    return this.#def.name;
  }

  get type(): MetricType {
    return this.#def.type;
  }

  get help(): string {
    return this.#def.help;
  }

  get unit(): string | undefined {
    return this.#def.unit;
  }

  get series(): number {
    return this.#series.size;
  }

  lines(): readonly [Writable] {
    return [this];
  }

  get bytes(): number {
    let units = 0;
    for (const head of this.#series.heads) units += head.length;
    return 3 * units + VALUE_BYTES * this.#series.size;
  }

  write(into: Buffer, at: number): number {
    const { heads, values } = this.#series;
    let end = at;
    for (let i = 0; i < heads.length; i++) {
      end = writeText(into, end, heads[i]!);
      end = writeText(into, end, formatValue(values[i]!));
      end = writeText(into, end, '\n');
    }
    return end;
  }
}
