// What the bundle knows about Appsmith's container.
import type { Observed } from '../../observe/index.ts';
import { runtimeAlerts } from './alerts.ts';
import { runtimeMetrics } from './metrics.ts';
import { runtimeRows } from './panels.ts';
import { runtimeProofs } from './proofs.ts';

export const runtime: Observed = {
  component: 'runtime',
  title: 'Container',
  // A kernel that kills and a heap that is full have their reason in nobody else.
  dependsOn: [],
  metrics: Object.values(runtimeMetrics),
  alerts: runtimeAlerts,
  rows: runtimeRows,
  proofs: runtimeProofs,
};
