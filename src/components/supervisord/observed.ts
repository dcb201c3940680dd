// What the bundle knows about supervisord and the programs that it runs.
import type { Observed } from '../../observe/index.ts';
import { supervisordAlerts } from './alerts.ts';
import { supervisordMetrics } from './metrics.ts';
import { supervisordRows } from './panels.ts';
import { supervisordProofs } from './proofs.ts';

export const supervisord: Observed = {
  component: 'supervisord',
  title: 'Processes',
  // Whoever is down because its program is not running says so itself.
  dependsOn: ['appsmith', 'mongodb', 'postgres', 'redis', 'rts', 'keycloak', 'temporal'],
  metrics: Object.values(supervisordMetrics),
  alerts: supervisordAlerts,
  rows: supervisordRows,
  proofs: supervisordProofs,
};
