// What the bundle knows about the proxy.
import type { Observed } from '../../observe/index.ts';
import { caddyAlerts } from './alerts.ts';
import { caddyMetrics } from './metrics.ts';
import { caddyRows } from './panels.ts';
import { caddyProofs } from './proofs.ts';
import { caddyRecords } from './records.ts';

export const caddy: Observed = {
  component: 'caddy',
  title: 'Proxy',
  // What users get from it is what these give it; without an alert of its own that it is down: see alerts.ts.
  dependsOn: ['appsmith', 'mongodb', 'redis', 'rts'],
  metrics: Object.values(caddyMetrics),
  alerts: caddyAlerts,
  records: caddyRecords,
  rows: caddyRows,
  proofs: caddyProofs,
};
