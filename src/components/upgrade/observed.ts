// What the bundle knows about updates.
import type { Observed } from '../../observe/index.ts';
import { upgradeAlerts } from './alerts.ts';
import { upgradeMetrics } from './metrics.ts';
import { upgradeRows } from './panels.ts';
import { upgradeProofs } from './proofs.ts';

export const upgrade: Observed = {
  component: 'upgrade',
  title: 'Upgrade',
  dependsOn: [],
  metrics: Object.values(upgradeMetrics),
  alerts: upgradeAlerts,
  rows: upgradeRows,
  proofs: upgradeProofs,
};
