// What the bundle knows about Appsmith as a whole.
import type { Observed } from '../../../observe/index.ts';
import { foreignMetrics, ownMetrics } from '../metrics.ts';
import { appsmithDown, appsmithProbeSlow, appsmithVersionSkew } from './alerts.ts';
import { burnRates } from './burn.ts';
import { appsmithRows } from './panels.ts';
import { appsmithProofs } from './proofs.ts';
import { sloRecords } from './slo.ts';

export const appsmith: Observed = {
  component: 'appsmith',
  title: 'Appsmith',
  // Its health check fails with them, and their own alerts say where to begin.
  dependsOn: ['mongodb', 'redis'],
  metrics: [...Object.values(ownMetrics), foreignMetrics.httpRequests],
  alerts: [appsmithDown, appsmithProbeSlow, appsmithVersionSkew, ...burnRates],
  records: sloRecords,
  rows: appsmithRows,
  proofs: appsmithProofs,
};
