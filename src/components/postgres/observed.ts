// What the bundle knows about PostgreSQL.
import type { Observed } from '../../observe/index.ts';
import { postgresAlerts } from './alerts.ts';
import { postgresMetrics } from './metrics.ts';
import { postgresRows } from './panels.ts';
import { postgresProofs } from './proofs.ts';

export const postgres: Observed = {
  component: 'postgres',
  title: 'PostgreSQL',
  dependsOn: [],
  metrics: Object.values(postgresMetrics),
  alerts: postgresAlerts,
  rows: postgresRows,
  proofs: postgresProofs,
};
