// What may be exposed about RTS, Appsmith's Node process for Git, AST and real-time collaboration.
import { type Catalogue, gauge } from '../../metrics/index.ts';

export const rtsMetrics = {
  up: gauge({
    name: 'appsmith_rts_up',
    help: 'Whether RTS says that it is healthy (1) or not (0).',
    source: 'GET /rts-api/v1/health-check: `success`',
  }),
  duration: gauge({
    name: 'appsmith_rts_health_check_duration_seconds',
    help: 'Time from asking RTS for its health to the answer’s head.',
    source: 'GET /rts-api/v1/health-check',
    unit: 'seconds',
  }),
} satisfies Catalogue;
