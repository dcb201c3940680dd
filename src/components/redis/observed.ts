// What the bundle knows about Redis.
import type { Observed } from '../../observe/index.ts';
import { redisAlerts } from './alerts/index.ts';
import { redisMetrics } from './metrics.ts';
import { redisRows } from './panels/index.ts';
import { redisProofs } from './proofs/index.ts';

export const redis: Observed = {
  component: 'redis',
  title: 'Redis',
  dependsOn: [],
  metrics: Object.values(redisMetrics),
  alerts: redisAlerts,
  rows: redisRows,
  proofs: redisProofs,
};
