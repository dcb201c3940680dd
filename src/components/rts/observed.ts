// What the bundle knows about RTS.
import type { Observed } from '../../observe/index.ts';
import { rtsAlerts } from './alerts.ts';
import { rtsMetrics } from './metrics.ts';
import { rtsRows } from './panels.ts';
import { rtsProofs } from './proofs.ts';

export const rts: Observed = {
  component: 'rts',
  title: 'RTS',
  dependsOn: [],
  metrics: Object.values(rtsMetrics),
  alerts: rtsAlerts,
  rows: rtsRows,
  proofs: rtsProofs,
};
