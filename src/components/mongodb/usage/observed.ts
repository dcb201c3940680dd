// What the bundle knows about usage. It has no alert: few users, or none at night, are no fault, and what would make
// people vanish (Appsmith, MongoDB, sessions in Redis) has alerts of its own that say so sooner.
import type { Observed } from '../../../observe/index.ts';
import { usageMetrics } from './metrics.ts';
import { usageRows } from './panels.ts';

export const usage: Observed = {
  component: 'usage',
  title: 'Users & apps',
  dependsOn: ['mongodb'],
  metrics: Object.values(usageMetrics),
  alerts: [],
  rows: usageRows,
  proofs: [],
};
