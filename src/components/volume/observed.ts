// What the bundle knows about the stacks volume.
import type { Observed } from '../../observe/index.ts';
import { volumeAlerts } from './alerts.ts';
import { volumeMetrics } from './metrics.ts';
import { volumeRows } from './panels.ts';
import { volumeProofs } from './proofs.ts';
import { volumeRecords } from './records.ts';

export const volume: Observed = {
  component: 'volume',
  title: 'Volume',
  dependsOn: [],
  metrics: Object.values(volumeMetrics),
  alerts: volumeAlerts,
  records: volumeRecords,
  rows: volumeRows,
  proofs: volumeProofs,
};
