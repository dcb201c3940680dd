// Which names a query may use: those of the catalogue, those Prometheus makes itself, and recorded ones.
import type { MetricDef } from '../metrics/index.ts';
import { kindOf, labelsOf, partsOf, type Recorded, type Series, seriesOf } from './series.ts';
import type { Labels } from './shape.ts';

export interface CheckOptions {
  /** Recorded names that exist; without it, every interpolated one is taken at its word. */
  readonly recorded?: Iterable<Recorded>;
  /** Further names that may be used, with any label. */
  readonly names?: readonly string[];
  /** Labels that every scraped series has besides `job` and `instance`. */
  readonly labels?: readonly string[];
  /** Variables of the dashboard (`job` for `$job`); without it a `$` is an error outside strings. */
  readonly grafana?: readonly string[];
}

/** What is known of a name. */
export interface Known {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'unknown';
  readonly may: Labels;
  readonly must: readonly string[];
}

export interface Complaint {
  readonly kind: 'unknown-metric' | 'wrong-part' | 'bare-name';
  readonly message: string;
}

const TARGET = ['job', 'instance'];
const OF_ALERTS = new Set(['ALERTS', 'ALERTS_FOR_STATE']);

export class Names {
  readonly #defs: ReadonlyMap<string, MetricDef>;
  readonly #series: ReadonlyMap<string, Series>;
  readonly #recorded: ReadonlyMap<string, Recorded> | undefined;
  readonly #options: CheckOptions;

  constructor(catalogue: Iterable<MetricDef>, options: CheckOptions) {
    const defs = [...catalogue];
    this.#defs = new Map(defs.map((def) => [def.name, def]));
    const series = defs.flatMap((def) => partsOf(def).map((part) => seriesOf(def, part)));
    this.#series = new Map(series.map((one) => [one.name, one]));
    this.#recorded =
      options.recorded && new Map([...options.recorded].map((one) => [one.name, one]));
    this.#options = options;
  }

  /** A name that a template was given as a definition. */
  given(target: Series | Recorded): Known | Complaint {
    if ('def' in target) return this.#part(target);
    if (this.#recorded && !this.#recorded.has(target.name)) return unknown(target.name);
    return ofRule(target);
  }

  /** A name written as text; `template` where a definition should have been given. */
  typed(name: string, template: boolean): Known | Complaint {
    const free = this.#free(name);
    if (free) return free;
    const series = this.#series.get(name);
    const rule = this.#recorded?.get(name);
    const known = series ?? rule;
    if (known && template) {
      return { kind: 'bare-name', message: `use the definition of ${name}, not its name` };
    }
    if (series) return this.#scraped(series);
    return rule ? ofRule(rule) : this.#suffixed(name);
  }

  #part(series: Series): Known | Complaint {
    if (!this.#defs.has(series.def.name)) return unknown(series.def.name);
    return partsOf(series.def).includes(series.part) ? this.#scraped(series) : wrongPart(series);
  }

  #scraped(series: Series): Known {
    const { name, part } = series;
    const must = part === 'bucket' ? [...TARGET, 'le'] : TARGET;
    return { name, kind: kindOf(series), may: this.#labels(labelsOf(series)), must };
  }

  #labels(own: readonly string[]): ReadonlySet<string> {
    return new Set([...own, ...TARGET, ...(this.#options.labels ?? [])]);
  }

  #free(name: string): Known | undefined {
    if (name === 'up' || name.startsWith('scrape_')) {
      return { name, kind: 'gauge', may: this.#labels([]), must: TARGET };
    }
    const open = OF_ALERTS.has(name) || this.#options.names?.includes(name);
    return open ? { name, kind: 'unknown', may: 'any', must: [] } : undefined;
  }

  /** A part that its family does not have, or a family's bare name. */
  #suffixed(name: string): Complaint {
    const whole = this.#defs.get(name);
    if (whole) return wrongPart(seriesOf(whole, 'value'));
    const [, base = '', part] = /^(.+)_(bucket|sum|count)$/.exec(name) ?? [];
    const def = this.#defs.get(base);
    return def ? wrongPart(seriesOf(def, part as 'bucket' | 'sum' | 'count')) : unknown(name);
  }
}

const ofRule = ({ name, kind, labels }: Recorded): Known => ({
  name,
  kind,
  may: new Set(labels),
  must: [],
});

const unknown = (name: string): Complaint => ({
  kind: 'unknown-metric',
  message: `${name} is not in the catalogue`,
});

function wrongPart({ def, name }: Series): Complaint {
  const has = partsOf(def).map((part) => seriesOf(def, part).name);
  const message = `there is no ${name}: the ${def.type} ${def.name} has ${has.join(', ')}`;
  return { kind: 'wrong-part', message };
}
