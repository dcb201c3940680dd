// What the bundle knows about MongoDB.
import type { Observed } from '../../observe/index.ts';
import { mongodbAlerts } from './alerts/index.ts';
import { mongodbMetrics } from './metrics.ts';
import { mongodbRows } from './panels/index.ts';
import { mongodbProofs } from './proofs/index.ts';
import { mongodbAliases } from './records.ts';

export const mongodb: Observed = {
  component: 'mongodb',
  title: 'MongoDB',
  dependsOn: [],
  metrics: Object.values(mongodbMetrics),
  alerts: mongodbAlerts,
  aliases: mongodbAliases,
  rows: mongodbRows,
  proofs: mongodbProofs,
};
