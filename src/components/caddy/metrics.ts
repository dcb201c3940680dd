// What may be exposed about Appsmith's proxy: Caddy's own metrics, translated, and NGINX's few where an old image has it.
import { type Catalogue, counter, gauge, histogram, info } from '../../metrics/index.ts';

const foreign = true;
const HANDLER = ['server', 'handler'] as const;

/** Read by the exporter itself. */
export const ownMetrics = {
  up: gauge({
    name: 'appsmith_caddy_up',
    help: 'Whether Caddy’s admin endpoint answered (1) or not (0); 0 as well where NGINX is in its place.',
    source: 'GET /metrics of the admin endpoint: any answer of Caddy’s',
  }),
  info: info({
    name: 'appsmith_proxy_info',
    help: 'What stands at Appsmith’s front door, caddy or nginx, and its version; a Caddy built with plugins, as Appsmith’s is, does not tell it.',
    source: 'go_build_info of Caddy; header Server of NGINX',
    labels: ['proxy', 'version'],
  }),
  metricsOn: gauge({
    name: 'appsmith_caddy_http_metrics_enabled',
    help: 'Whether Caddy counts HTTP requests (1) or its configuration leaves that off (0).',
    source: 'caddy_http_* are there; else GET /config/apps/http of the admin endpoint',
  }),
  upstreamRequests: gauge({
    name: 'appsmith_caddy_upstream_requests_in_flight',
    help: 'Requests that Caddy has passed on to a part of Appsmith and that are not answered yet.',
    source: 'GET /reverse_proxy/upstreams of the admin endpoint: `num_requests`',
    labels: ['upstream'],
  }),
} satisfies Catalogue;

/** Translated from Caddy's exposition. */
export const caddyFamilies = {
  requests: counter({
    name: 'caddy_http_requests_total',
    help: 'Requests that a handler has finished. Each handler on the way counts a request: look at one of them.',
    source: 'caddy_http_requests_total, without host',
    labels: HANDLER,
    foreign,
  }),
  errors: counter({
    name: 'caddy_http_request_errors_total',
    help: 'Requests that ended in an error of Caddy’s own, a 404 of its own among them.',
    source: 'caddy_http_request_errors_total, without host',
    labels: HANDLER,
    foreign,
  }),
  inFlight: gauge({
    name: 'caddy_http_requests_in_flight',
    help: 'Requests that a handler works on now.',
    source: 'caddy_http_requests_in_flight, without host',
    labels: HANDLER,
    foreign,
  }),
  duration: histogram({
    name: 'caddy_http_request_duration_seconds',
    help: 'Time of requests through Caddy by status code. Caddy before 2.8 leaves out what ended in an error of its own, 502 among them.',
    source: 'caddy_http_request_duration_seconds, without host',
    unit: 'seconds',
    labels: [...HANDLER, 'method', 'code'],
    foreign,
  }),
  upstreamHealthy: gauge({
    name: 'caddy_reverse_proxy_upstreams_healthy',
    help: 'Whether Caddy’s health checks call an upstream healthy; without health checks, as in Appsmith, it is 1 whatever happens.',
    source: 'caddy_reverse_proxy_upstreams_healthy',
    labels: ['upstream'],
    foreign,
  }),
  reloadSuccess: gauge({
    name: 'caddy_config_last_reload_successful',
    help: 'Whether Caddy took the last configuration that it was given; since Caddy 2.9.',
    source: 'caddy_config_last_reload_successful',
    foreign,
  }),
  reloadTime: gauge({
    name: 'caddy_config_last_reload_success_timestamp_seconds',
    help: 'When Caddy took a configuration last, in seconds since 1970; since Caddy 2.9.',
    source: 'caddy_config_last_reload_success_timestamp_seconds',
    unit: 'seconds',
    foreign,
  }),
} satisfies Catalogue;

const nginx = (name: string, what: string, help: string) =>
  gauge({ name: `nginx_connections_${name}`, source: `stub_status: ${what}`, help, foreign });

/** From `stub_status`, by the names of NGINX's own exporter. */
export const nginxFamilies = {
  nginxUp: gauge({
    name: 'nginx_up',
    help: 'Whether NGINX’s status page could be read (1) or not (0); only where its address is set.',
    source: 'stub_status',
  }),
  accepted: counter({
    name: 'nginx_connections_accepted',
    help: 'Connections that NGINX accepted.',
    source: 'stub_status: `accepts`',
    foreign,
  }),
  handled: counter({
    name: 'nginx_connections_handled',
    help: 'Connections that NGINX handled; fewer than it accepted where a limit was reached.',
    source: 'stub_status: `handled`',
    foreign,
  }),
  httpRequests: counter({
    name: 'nginx_http_requests_total',
    help: 'Requests to NGINX; it does not tell their status.',
    source: 'stub_status: `requests`',
  }),
  active: nginx('active', '`Active connections`', 'Connections that are open now.'),
  reading: nginx('reading', '`Reading`', 'Connections on which a request is arriving.'),
  writing: nginx('writing', '`Writing`', 'Connections on which an answer is due or on its way.'),
  waiting: nginx('waiting', '`Waiting`', 'Connections that are kept open for the next request.'),
} satisfies Catalogue;

export const caddyMetrics = {
  ...ownMetrics,
  ...caddyFamilies,
  ...nginxFamilies,
} satisfies Catalogue;
