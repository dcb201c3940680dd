// What may be exposed about Appsmith's cloud services, from which a self-hosted Appsmith gets licences and templates.
import { type Catalogue, gauge } from '../../metrics/index.ts';

const SOURCE = 'GET /api/v1/ip of the cloud services';
const CACHED = 'Asked anew every five minutes at most, and repeated in between.';

export const cloudServicesMetrics = {
  up: gauge({
    name: 'appsmith_cloud_services_up',
    help: `Whether Appsmith’s cloud services answer, on the way that Appsmith takes (1), or not (0). ${CACHED}`,
    source: `${SOURCE}: any answer below 500`,
  }),
  status: gauge({
    name: 'appsmith_cloud_services_status_code',
    help: `HTTP status of the answer. ${CACHED}`,
    source: SOURCE,
  }),
  duration: gauge({
    name: 'appsmith_cloud_services_duration_seconds',
    help: `Time from the first step, over a new connection and through the proxy if there is one, to the answer’s head. ${CACHED}`,
    source: SOURCE,
    unit: 'seconds',
  }),
  proxied: gauge({
    name: 'appsmith_cloud_services_proxied',
    help: 'Whether they are asked through a proxy (1) or directly (0).',
    source: 'HTTPS_PROXY and NO_PROXY',
  }),
  asked: gauge({
    name: 'appsmith_cloud_services_asked_timestamp_seconds',
    help: 'When they were asked last, in seconds since 1970.',
    source: 'the exporter’s clock',
    unit: 'seconds',
  }),
} satisfies Catalogue;
