// What the bundle knows about the exporter itself.
import type { Observed } from '../../observe/index.ts';
import { selfMetrics } from '../../scrape/self.ts';
import { serverMetrics } from '../../server/metrics.ts';
import { exporterAlerts } from './alerts.ts';
import { exporterRows } from './panels.ts';
import { exporterProofs } from './proofs.ts';

export const exporter: Observed = {
  component: 'exporter',
  title: 'Exporter',
  dependsOn: [],
  metrics: [...Object.values(selfMetrics), ...Object.values(serverMetrics)],
  alerts: exporterAlerts,
  rows: exporterRows,
  proofs: exporterProofs,
};
