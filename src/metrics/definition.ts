// What a metric is: its name, type, unit, labels, help and the upstream field it is read from.

/** The OpenMetrics types we expose; text 0.0.4 renders `info` as gauge and `unknown` as untyped. */
export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'unknown';

/** A metric family as the catalogue knows it. `Label` is the union of its label names. */
export interface MetricDef<Label extends string = string> {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  /** Base unit, also the name's suffix (`seconds`, `bytes`, `ratio`); absent for plain counts. */
  readonly unit?: string;
  readonly labels: readonly Label[];
  /** The upstream's own field or metric, e.g. `serverStatus.connections.current`. */
  readonly source: string;
  /** True where the family arrives as exposition text from upstream and is translated, not built. */
  readonly foreign?: true;
}

/** The metrics of one component, by the short name its code uses. */
export type Catalogue = Readonly<Record<string, MetricDef>>;

export interface MetricOptions<Label extends string> {
  name: string;
  help: string;
  source: string;
  unit?: string;
  labels?: readonly Label[];
  foreign?: true;
}

type Define = <Label extends string = never>(options: MetricOptions<Label>) => MetricDef<Label>;

const NAME = /^[a-z][a-z0-9_]*$/;
const HISTOGRAM_SUFFIX = /_(sum|count|bucket)$/;

/**
 * Checks one definition against the Prometheus naming rules; throws with the name and the rule.
 * Foreign families keep the name that their community's dashboards use, so only the alphabet is checked.
 */
function validate(def: MetricDef): void {
  const fail = (rule: string): never => {
    throw new Error(`metric ${def.name}: ${rule}`);
  };
  if (!NAME.test(def.name)) fail('names are snake_case');
  if (def.help.trim() === '') fail('needs a help text');
  for (const label of def.labels) if (!NAME.test(label)) fail(`label ${label} is not snake_case`);
  if (def.foreign) return;
  if ((def.type === 'counter') !== def.name.endsWith('_total')) {
    fail('_total is the suffix of every counter and of nothing else');
  }
  if (HISTOGRAM_SUFFIX.test(def.name)) fail('_sum, _count and _bucket belong to histograms');
  const base = def.name.replace(/_total$/, '');
  if (def.unit && !base.endsWith(`_${def.unit}`)) fail(`the unit ${def.unit} must end the name`);
  if (def.type === 'info' && !def.name.endsWith('_info')) fail('an info metric ends in _info');
}

const define =
  (type: MetricType): Define =>
  (options) => {
    const def = { ...options, type, labels: options.labels ?? [] };
    validate(def);
    return def;
  };

/** A value that only rises and restarts at 0; its name ends in `_total`. */
export const counter: Define = define('counter');
/** A value that can fall. */
export const gauge: Define = define('gauge');
/** Buckets, sum and count. */
export const histogram: Define = define('histogram');
/** Sum and count, perhaps quantiles. */
export const summary: Define = define('summary');
/** Always 1; what it says is in its labels. */
export const info: Define = define('info');
