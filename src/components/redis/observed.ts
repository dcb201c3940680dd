// What the bundle knows about Redis, and about the one that Git in memory may have to itself.
import type { Observed } from '../../observe/index.ts';
import { gitRedisAlerts } from './alerts/git.ts';
import { redisAlerts } from './alerts/index.ts';
import { redisMetrics } from './metrics.ts';
import { redisRows } from './panels/index.ts';
import { gitRedisProofs } from './proofs/git.ts';
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

/** The same metrics and panels under the label `store="git"`, alerts of its own. */
export const gitRedis: Observed = {
  component: 'git-redis',
  title: 'Git Redis',
  // Nor does anything depend on it: without it Git fails, and nothing else.
  dependsOn: [],
  metrics: [],
  alerts: gitRedisAlerts,
  rows: [],
  proofs: gitRedisProofs,
};
