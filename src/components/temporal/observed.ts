// What the bundle knows about Temporal.
import type { Observed } from '../../observe/index.ts';
import { temporalAlerts } from './alerts.ts';
import { temporalMetrics } from './metrics.ts';
import { temporalRows } from './panels.ts';
import { temporalProofs } from './proofs.ts';

export const temporal: Observed = {
  component: 'temporal',
  title: 'Temporal',
  dependsOn: ['postgres'],
  metrics: Object.values(temporalMetrics),
  alerts: temporalAlerts,
  rows: temporalRows,
  proofs: temporalProofs,
};
