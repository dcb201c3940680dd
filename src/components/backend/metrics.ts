// What may be exposed about Appsmith's backend: the exporter's own findings here, translated families beside it.
import { type Catalogue, gauge, info } from '../../metrics/index.ts';
import { jvmMeters } from './jvm.ts';
import { appsmithMeters } from './meters.ts';
import { serverMeters } from './server.ts';
import { sqlMeters } from './sql.ts';

/** Read by the exporter itself: they exist whether or not the actuator is open. */
export const ownMetrics = {
  up: gauge({
    name: 'appsmith_up',
    help: 'Whether Appsmith’s backend says that it is healthy (1) or not, or cannot be asked (0).',
    source: 'GET /api/v1/health: `responseMeta.success`, or `status`',
  }),
  healthDuration: gauge({
    name: 'appsmith_health_check_duration_seconds',
    help: 'Time from asking the backend for its health to the answer’s head.',
    source: 'GET /api/v1/health',
    unit: 'seconds',
  }),
  healthStatus: gauge({
    name: 'appsmith_health_check_http_status_code',
    help: 'HTTP status code of the health check’s answer; no series if there was no answer.',
    source: 'GET /api/v1/health',
  }),
  partUp: gauge({
    name: 'appsmith_health_component_up',
    help: 'Whether the backend’s health check says that this part is up (1) or not (0); only where its answer names parts.',
    source: 'GET /api/v1/health: `components.<part>.status`, or the store that a timeout names',
    labels: ['part'],
  }),
  info: info({
    name: 'appsmith_info',
    help: 'Version, commit and edition (community or business) of Appsmith’s image.',
    source: 'GET /info: `version`, `commitSha`, repository of `commitUrl`',
    labels: ['version', 'commit', 'edition'],
  }),
  imageBuilt: gauge({
    name: 'appsmith_image_built_timestamp_seconds',
    help: 'When Appsmith’s image was built, in seconds since the epoch.',
    source: 'GET /info: `imageBuiltAt`',
    unit: 'seconds',
  }),
  poolMax: gauge({
    name: 'appsmith_backend_mongodb_pool_max_connections',
    help: 'Most connections that the backend’s MongoDB driver opens to one server; mongodb_driver_pool_size is the current number.',
    source: '`maxPoolSize` of APPSMITH_DB_URL, 100 if it does not say',
  }),
  actuatorState: gauge({
    name: 'appsmith_backend_actuator_state',
    help: '1 for the state in which the backend’s actuator was found, 0 for the others.',
    source: 'GET /actuator/prometheus: status and content type',
    labels: ['state'],
  }),
} satisfies Catalogue;

/** Translated from the actuator: there only where it is open. */
export const foreignMetrics = {
  ...appsmithMeters,
  ...serverMeters,
  ...jvmMeters,
  ...sqlMeters,
} satisfies Catalogue;

export const backendMetrics = { ...ownMetrics, ...foreignMetrics } satisfies Catalogue;
