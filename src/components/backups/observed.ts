// What the bundle knows about backups.
import type { Observed } from '../../observe/index.ts';
import { backupsAlerts } from './alerts.ts';
import { backupsMetrics } from './metrics.ts';
import { backupsRows } from './panels.ts';
import { backupsProofs } from './proofs.ts';

export const backups: Observed = {
  component: 'backups',
  title: 'Backups',
  dependsOn: ['volume'],
  metrics: Object.values(backupsMetrics),
  alerts: backupsAlerts,
  rows: backupsRows,
  proofs: backupsProofs,
};
