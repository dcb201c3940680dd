// What the bundle knows about the front door.
import type { Observed } from '../../observe/index.ts';
import { edgeAlerts } from './alerts.ts';
import { edgeMetrics } from './metrics.ts';
import { edgeRows } from './panels.ts';
import { edgeProofs } from './proofs.ts';

export const edge: Observed = {
  component: 'edge',
  title: 'Front door',
  // With the backend down its API does not answer here either.
  dependsOn: ['appsmith', 'caddy'],
  metrics: Object.values(edgeMetrics),
  alerts: edgeAlerts,
  rows: edgeRows,
  proofs: edgeProofs,
};
