// What the bundle knows about Keycloak.
import type { Observed } from '../../observe/index.ts';
import { keycloakAlerts } from './alerts.ts';
import { keycloakMetrics } from './metrics.ts';
import { keycloakRows } from './panels.ts';
import { keycloakProofs } from './proofs.ts';

export const keycloak: Observed = {
  component: 'keycloak',
  title: 'Keycloak',
  dependsOn: ['postgres'],
  metrics: Object.values(keycloakMetrics),
  alerts: keycloakAlerts,
  rows: keycloakRows,
  proofs: keycloakProofs,
};
