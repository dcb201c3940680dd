// The room's front door: alerts, panels, recording rules and proofs as a component declares them.
export { type Alert, alert, type Runbook, type Severity } from './alert.ts';
export { histogramOf, type Load } from './buckets.ts';
export {
  above,
  atLeast,
  atMost,
  type Burn,
  below,
  type Comparison,
  type Condition,
  differs,
  equals,
  exists,
  type Threshold,
  threshold,
  tiedBy,
} from './condition.ts';
export {
  budgetOf,
  burning,
  FASTEST_BURN,
  OBJECTIVES,
  type Objective,
  type ObjectiveName,
  SLOW_SECONDS,
} from './objective.ts';
export type { Observed } from './observed.ts';
export {
  type DashboardName,
  type Panel,
  type PanelKind,
  type Query,
  query,
  type Row,
} from './panel.ts';
export {
  type Firing,
  fires,
  type InputSeries,
  input,
  type Proof,
  silent,
  TARGET,
} from './proof.ts';
export type { Alias, RecordingRule } from './record.ts';
export { spoken, type Unit } from './unit.ts';
