// What to tell a person about the actuator, with the exact lines that change it.
import { SHIPPED_BUCKETS_TEXT } from '../../metrics/index.ts';
import type { Note } from '../../scrape/component.ts';

export const EXPOSURE_LINE = 'MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE=prometheus,metrics';
export const PASSWORD_LINE = 'APPSMITH_INTERNAL_PASSWORD=<a long random one>';
export const BUCKET_LINES = [
  `MANAGEMENT_METRICS_DISTRIBUTION_SLO_HTTP_SERVER_REQUESTS=${SHIPPED_BUCKETS_TEXT}`,
  `MANAGEMENT_METRICS_DISTRIBUTION_SLO_APPSMITH_TOTAL_PLUGIN_EXECUTION=${SHIPPED_BUCKETS_TEXT}`,
] as const;

const WHERE =
  'in the environment of Appsmith’s container, or as lines of /appsmith-stacks/configuration/docker.env, and restart it once';
const ALL = `set ${WHERE}:\n${[EXPOSURE_LINE, PASSWORD_LINE, ...BUCKET_LINES].join('\n')}`;
const LOST = 'JVM, HTTP and query metrics are missing, everything else works';

export const NOTES = {
  passwordMissing: {
    level: 'info',
    code: 'actuator-password-missing',
    text: `the backend’s actuator demands a password and none is known: ${LOST}`,
    remedy: ALL,
  },
  unauthorized: {
    level: 'warning',
    code: 'actuator-unauthorized',
    text: `the backend’s actuator refuses the password that the exporter has: ${LOST}`,
    remedy:
      'give the exporter the APPSMITH_INTERNAL_PASSWORD of Appsmith’s own container (or as APPSMITH_EXPORTER_INTERNAL_PASSWORD)',
  },
  notExposed: {
    level: 'info',
    code: 'actuator-not-exposed',
    text: `the backend accepts the password but does not expose its metrics: ${LOST}`,
    remedy: `set ${WHERE}:\n${[EXPOSURE_LINE, ...BUCKET_LINES].join('\n')}`,
  },
  jsonOnly: {
    level: 'info',
    code: 'actuator-json-only',
    text: 'only /actuator/metrics is exposed: its JSON is converted, with fewer labels and without buckets',
    remedy: `set ${WHERE}:\n${[EXPOSURE_LINE, ...BUCKET_LINES].join('\n')}`,
  },
  webPage: {
    level: 'warning',
    code: 'actuator-web-page',
    text: `the address answers /actuator/prometheus with Appsmith’s web page, so it is the front door’s, which does not lead there: ${LOST}`,
    remedy:
      'set APPSMITH_EXPORTER_BACKEND_URL to the backend’s own port, http://<Appsmith’s container>:8080',
  },
  emptyPassword: {
    level: 'warning',
    code: 'actuator-open-to-all',
    text: 'the backend’s actuator takes an empty password (GHSA-xfc5-796c-7hr9): whoever reaches its port reads it',
    remedy: `upgrade Appsmith, and set ${WHERE}:\n${PASSWORD_LINE}`,
  },
  incomplete: {
    level: 'warning',
    code: 'actuator-json-incomplete',
    text: 'the scrape’s time was over before all of /actuator/metrics was read: some families are missing',
    remedy: `expose /actuator/prometheus, which is one request: set ${WHERE}:\n${EXPOSURE_LINE}`,
  },
} as const satisfies Record<string, Note>;

/** Buckets are off for these families. */
export function histogramsOff(families: readonly string[]): Note {
  return {
    level: 'info',
    code: 'histograms-off',
    text: `no buckets for ${families.join(' and ')}: averages and maxima only, no percentiles`,
    remedy: `set ${WHERE}:\n${BUCKET_LINES.join('\n')}`,
  };
}
