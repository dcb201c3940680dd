// Spells what stands before a sample's value, once for as long as a series comes again at its place.
import type { MetricDef } from './definition.ts';
import { escapeLabel } from './escape.ts';

/** What makes a series: labels, and for a part of a distribution its suffix and its bound. */
export interface Identity {
  readonly labels: Readonly<Record<string, string | undefined>>;
  readonly suffix: string;
  /** `le` or `quantile`, or empty. */
  readonly bound: '' | 'le' | 'quantile';
  readonly at: number;
}

interface Known extends Omit<Identity, 'labels'> {
  readonly values: readonly (string | undefined)[];
  readonly head: string;
}

/** Series remembered of one metric: more than any component of ours has. */
const MOST_KNOWN = 1024;
const known = new WeakMap<MetricDef, Known[]>();

/**
 * `name_suffix{a="b"} `, which is also what tells a series from another. From scrape to scrape the series of a
 * family mostly are the same in the same order: then the string of the last time is given.
 * @param place how many series the family has so far
 */
export function headOf(def: MetricDef, place: number, identity: Identity): string {
  let all = known.get(def);
  if (!all) {
    all = [];
    known.set(def, all);
  }
  const before = all[place];
  if (before && isSame(def, before, identity)) return before.head;
  const { labels, suffix, bound, at } = identity;
  const head = spell(def, identity);
  // Places are taken in order, so that there are no holes.
  if (place < MOST_KNOWN && place <= all.length) {
    all[place] = { values: def.labels.map((name) => labels[name]), suffix, bound, at, head };
  }
  return head;
}

function isSame(def: MetricDef, before: Known, { labels, suffix, bound, at }: Identity): boolean {
  if (before.suffix !== suffix || before.bound !== bound || before.at !== at) return false;
  const { values } = before;
  for (let i = 0; i < values.length; i++) if (labels[def.labels[i]!] !== values[i]) return false;
  return true;
}

function spell(def: MetricDef, { labels, suffix, bound, at }: Identity): string {
  const pairs: string[] = [];
  for (const name of def.labels) {
    const value = labels[name];
    if (value !== undefined && value !== '') pairs.push(`${name}="${escapeLabel(value)}"`);
  }
  if (bound !== '') pairs.push(`${bound}="${canonical(at)}"`);
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
