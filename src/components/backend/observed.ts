// What the bundle knows about the backend, and about the queries that it runs for users.
import type { Observed } from '../../observe/index.ts';
import { httpAlerts } from './alerts/http.ts';
import { memoryAlerts } from './alerts/memory.ts';
import { poolAlerts } from './alerts/pools.ts';
import { processAlerts } from './alerts/process.ts';
import { queriesAlerts } from './alerts/queries.ts';
import { backendMetrics } from './metrics.ts';
import { backendRows } from './panels/index.ts';
import { queriesRows } from './panels/queries.ts';
import { httpProofs } from './proofs/http.ts';
import { memoryProofs } from './proofs/memory.ts';
import { poolProofs } from './proofs/pools.ts';
import { processProofs } from './proofs/process.ts';
import { queriesProofs } from './proofs/queries.ts';
import { backendRecords, queriesAliases, queriesRecords } from './records.ts';

export const backend: Observed = {
  component: 'backend',
  title: 'Backend & JVM',
  dependsOn: ['appsmith', 'mongodb', 'redis'],
  metrics: Object.values(backendMetrics),
  alerts: [...memoryAlerts, ...httpAlerts, ...processAlerts, ...poolAlerts],
  records: backendRecords,
  rows: backendRows,
  proofs: [...memoryProofs, ...httpProofs, ...processProofs, ...poolProofs],
};

export const queries: Observed = {
  component: 'queries',
  title: 'Queries & datasources',
  dependsOn: ['appsmith', 'mongodb', 'redis'],
  metrics: Object.values(backendMetrics),
  alerts: queriesAlerts,
  records: queriesRecords,
  aliases: queriesAliases,
  rows: queriesRows,
  proofs: queriesProofs,
};
