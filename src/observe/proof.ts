// Proofs of alerts: series that must make an alert fire at its minute, and series over which it must stay silent.
import type { MetricDef } from '../metrics/index.ts';
import { type Series, seriesOf } from '../promql/index.ts';
import type { Alert } from './alert.ts';

/** One line of promtool's input: a series and its values, one a minute (`0+60x30`, `1x10 _x5 stale`). */
export interface InputSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: string;
}

/** What the alert must look like when it fires. */
export interface Firing {
  /** The first minute, from the start, at which it fires; one minute before it must not. */
  readonly at: `${number}m`;
  /** Its labels besides alertname, severity and component; job and instance are the proof's own unless said. */
  readonly labels?: Readonly<Record<string, string>>;
  /** `{value}` as its texts write it. */
  readonly value: string;
}

export interface Proof {
  readonly alert: Alert;
  /** Says what happens: `heap at 90 % for 20 minutes`. */
  readonly name: string;
  readonly series: readonly InputSeries[];
  /** Absent: the alert must not fire at any minute of the span. */
  readonly fires?: Firing | readonly Firing[];
  /** How long to look at a silent one, in minutes; 120 unless said. */
  readonly minutes?: number;
}

/** The job and instance of every proof's series unless they say others. */
export const TARGET = { job: 'appsmith', instance: 'appsmith' } as const;

export const fires = (
  alert: Alert,
  name: string,
  series: readonly InputSeries[],
  firing: Firing | readonly Firing[],
): Proof => ({ alert, name, series, fires: firing });

export const silent = (
  alert: Alert,
  name: string,
  series: readonly InputSeries[],
  minutes?: number,
): Proof => ({ alert, name, series, ...(minutes !== undefined && { minutes }) });

/** Values of one series; labels besides job and instance must be the metric's own. Throws on others. */
export function input(
  what: MetricDef | Series | 'up',
  labels: Readonly<Record<string, string>>,
  values: string,
): InputSeries {
  if (what === 'up') return { name: 'up', labels: { ...TARGET, ...labels }, values };
  const { def, name } = 'def' in what ? what : seriesOf(what, 'value');
  for (const label of Object.keys(labels)) {
    if (!def.labels.includes(label) && !['job', 'instance', 'le', 'quantile'].includes(label)) {
      throw new Error(`${name} has no label ${label}`);
    }
  }
  return { name, labels: { ...TARGET, ...labels }, values };
}
