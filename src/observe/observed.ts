// Everything that the bundle knows about one component, collected from its build-time files.
import type { MetricDef } from '../metrics/index.ts';
import type { Alert } from './alert.ts';
import type { Row } from './panel.ts';
import type { Proof } from './proof.ts';
import type { Alias, RecordingRule } from './record.ts';

export interface Observed {
  /** The value of the `component` label of its alerts, mostly the folder's name. */
  readonly component: string;
  /** For people: `MongoDB`. */
  readonly title: string;
  /** Components without which this one cannot be well: their being down silences its alerts. */
  readonly dependsOn: readonly string[];
  readonly metrics: readonly MetricDef[];
  readonly alerts: readonly Alert[];
  readonly records?: readonly RecordingRule[];
  readonly aliases?: readonly Alias[];
  readonly rows: readonly Row[];
  readonly proofs: readonly Proof[];
}
