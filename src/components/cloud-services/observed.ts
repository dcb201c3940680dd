// What the bundle knows about Appsmith's cloud services.
import type { Observed } from '../../observe/index.ts';
import { cloudServicesAlerts } from './alerts.ts';
import { cloudServicesMetrics } from './metrics.ts';
import { cloudServicesRows } from './panels.ts';
import { cloudServicesProofs } from './proofs.ts';

export const cloudServices: Observed = {
  component: 'cloud-services',
  title: 'Cloud services',
  dependsOn: [],
  metrics: Object.values(cloudServicesMetrics),
  alerts: cloudServicesAlerts,
  rows: cloudServicesRows,
  proofs: cloudServicesProofs,
};
