// What a dashboard panel is: its queries, unit, what it shows, what is normal and which alerts it belongs to.
import type { Expression } from '../promql/index.ts';
import type { Alert } from './alert.ts';
import type { Unit } from './unit.ts';

/** The dashboards, by purpose; the Runbooks and SLO dashboards are made from alerts alone. */
export type DashboardName =
  | 'overview'
  | 'backend'
  | 'queries'
  | 'stores'
  | 'edge'
  | 'users'
  | 'capacity'
  | 'identity'
  | 'slo'
  | 'exporter';

export type PanelKind =
  | 'timeseries'
  | 'stat'
  | 'gauge'
  | 'bargauge'
  | 'table'
  | 'heatmap'
  | 'state-timeline';

export interface Query {
  readonly expr: Expression;
  /** `{{plugin}}`; empty for a panel of one series, which is named after the panel. */
  readonly legend: string;
  /** Only the newest value: stats and tables. */
  readonly instant?: boolean;
  /** In a table: lines are in this order, the highest first; the value itself is not shown. */
  readonly order?: true;
}

export interface Panel {
  /** Unique within its dashboard: the panel's id is hashed from it. */
  readonly title: string;
  readonly kind: PanelKind;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** What it shows, a sentence. */
  readonly shows: string;
  /** What is normal. */
  readonly normal: string;
  /** What to do if it is not, where no alert's runbook says so. */
  readonly act?: string;
  /** Their thresholds are drawn and their runbooks linked. */
  readonly alerts?: readonly Alert[];
  /** Alerts on what is missing to 1 of this share: their thresholds colour it, too. */
  readonly restOf?: readonly Alert[];
  /** The `component` without which it shows that it is not part of this deployment; by default its own. */
  readonly component?: string;
  /** What the panel says instead of values while nothing is there, other than `not part of this deployment`. */
  readonly empty?: string;
  /** Of 24 columns: 4, 6, 8 (the default), 12 or 24. */
  readonly width?: 4 | 6 | 8 | 12 | 24;
  /** In grid rows of some 30 pixels; 8 unless said, 4 for stats. */
  readonly height?: number;
  readonly stacked?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Digits behind the point. */
  readonly decimals?: number;
  /** Names for values: `{ 1: 'up', 0: 'down' }`; good, bad or neutral colours. */
  readonly mappings?: readonly {
    readonly value: number;
    readonly text: string;
    readonly mood: 'good' | 'bad' | 'warn' | 'neutral';
  }[];
}

/** A row of one dashboard; rows of the same title are one row, in the order of the components. */
export interface Row {
  readonly dashboard: DashboardName;
  readonly title: string;
  readonly panels: readonly Panel[];
  /** Closed until somebody opens it: details. */
  readonly collapsed?: boolean;
}

export const query = (expr: Expression, legend = '', instant = false): Query => ({
  expr,
  legend,
  ...(instant && { instant }),
});
