// Spells what stands before a sample's value, once for as long as a series comes again at its place.
import type { MetricDef } from './definition.ts';
import { escapeLabel } from './escape.ts';

type Values = Readonly<Record<string, string | undefined>>;
/** The label that tells the parts of a distribution apart; empty for what has none. */
export type Bound = '' | 'le' | 'quantile';

/** A series as it was last time: its labels in their order, and its part of a distribution. */
interface Known {
  readonly values: readonly (string | undefined)[];
  readonly suffix: string;
  readonly bound: Bound;
  readonly at: number;
  readonly head: string;
}

/** Series remembered of one metric: more than any component of ours has. */
const MOST_KNOWN = 1024;
const known = new WeakMap<MetricDef, Known[]>();

/**
 * `name_suffix{a="b"} `, which is also what tells a series from another. From scrape to scrape the series of a
 * family mostly are the same in the same order: then the string of the last time is given.
 * @param place how many series the family has so far
 * @param at the bound itself
 */
export function headOf(
  def: MetricDef,
  place: number,
  labels: Values,
  suffix: string,
  bound: Bound,
  at: number,
): string {
  let all = known.get(def);
  if (!all) {
    all = [];
    known.set(def, all);
  }
  const before = all[place];
  const isPart = before?.suffix === suffix && before.bound === bound && before.at === at;
  if (before && isPart && hasValues(def, before.values, labels)) return before.head;
  const values = def.labels.map((name) => labels[name]);
  const head = spell(def, values, suffix, bound === '' ? '' : `${bound}="${canonical(at)}"`);
  // Places are taken in order, so that there are no holes.
  if (place < MOST_KNOWN && place <= all.length) all[place] = { values, suffix, bound, at, head };
  return head;
}

function hasValues(def: MetricDef, values: Known['values'], labels: Values): boolean {
  for (let i = 0; i < values.length; i++) if (labels[def.labels[i]!] !== values[i]) return false;
  return true;
}

function spell(def: MetricDef, values: Known['values'], suffix: string, last: string): string {
  const pairs: string[] = [];
  for (const [i, name] of def.labels.entries()) {
    const value = values[i] ?? '';
    if (value !== '') pairs.push(`${name}="${escapeLabel(value)}"`);
  }
  if (last !== '') pairs.push(last);
  return `${def.name}${suffix}${pairs.length > 0 ? `{${pairs.join()}}` : ''} `;
}

/**
 * A bound or quantile as Go's clients and OpenMetrics spell it: always with a point or an exponent
 * (`5` → `5.0`, `1000000` → `1e+06`).
 */
export function canonical(bound: number): string {
  if (bound === Infinity) return '+Inf';
  const [mantissa, power] = bound.toExponential().split('e') as [string, string];
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 6) {
    return `${mantissa}e${power[0]}${power.slice(1).padStart(2, '0')}`;
  }
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}
