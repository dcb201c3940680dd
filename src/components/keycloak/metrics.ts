// What may be exposed about Keycloak, the login server of Appsmith's business edition.
import { type Catalogue, gauge } from '../../metrics/index.ts';
import { foreignMetrics } from './foreign.ts';

/** Read by the exporter itself: they exist whether or not Keycloak's own metrics are on. */
export const ownMetrics = {
  up: gauge({
    name: 'appsmith_keycloak_up',
    help: 'Whether Keycloak serves its login page and the realm’s discovery document (1) or not (0).',
    source: 'GET <url>/ and <url>/realms/<realm>/.well-known/openid-configuration',
  }),
  probeUp: gauge({
    name: 'appsmith_keycloak_probe_up',
    help: 'Whether this page was served as it should be: login, discovery, or readiness where Keycloak tells it.',
    source: 'status and body of the answer; readiness: `status`',
    labels: ['probe'],
  }),
  probeDuration: gauge({
    name: 'appsmith_keycloak_probe_duration_seconds',
    help: 'Time from asking for this page to the answer’s head.',
    source: 'GET of the page',
    unit: 'seconds',
    labels: ['probe'],
  }),
  probeStatus: gauge({
    name: 'appsmith_keycloak_probe_http_status_code',
    help: 'HTTP status code of this page; no series if there was no answer.',
    source: 'GET of the page',
    labels: ['probe'],
  }),
  checkUp: gauge({
    name: 'appsmith_keycloak_ready_check_up',
    help: 'Whether this check of Keycloak’s readiness is up; only where health is switched on.',
    source: 'GET <management>/health/ready: `checks[].status`',
    labels: ['check'],
  }),
} satisfies Catalogue;

export { foreignMetrics };

export const keycloakMetrics = { ...ownMetrics, ...foreignMetrics } satisfies Catalogue;
