// The on-call's home: one screen, put together from what the components know. It has no alerts of its own.
import { backendMetrics } from '../../components/backend/metrics.ts';
import { mongodbMetrics } from '../../components/mongodb/metrics.ts';
import { supervisordMetrics } from '../../components/supervisord/metrics.ts';
import type { Observed } from '../../observe/index.ts';
import { selfMetrics } from '../../scrape/self.ts';
import { hurtRow } from './hurt.ts';
import { limitsRow } from './limits.ts';
import { upRow } from './up.ts';

export const overview: Observed = {
  component: 'overview',
  title: 'Overview',
  dependsOn: [],
  metrics: [backendMetrics, mongodbMetrics, supervisordMetrics, selfMetrics].flatMap((one) =>
    Object.values(one),
  ),
  alerts: [],
  rows: [upRow, hurtRow, limitsRow],
  proofs: [],
};
