// What to tell a person about a proxy that cannot be measured, with what changes it.
import type { Note } from '../../scrape/component.ts';

export const NOTES = {
  metricsOff: {
    level: 'info',
    code: 'caddy-metrics-off',
    text: 'Caddy runs, but its configuration does not have it count requests: requests, status codes and times at the front door are missing, everything else works',
    remedy:
      'use a newer image of Appsmith, whose Caddyfile has `servers { metrics }`; until then this turns them on, up to the next restart:\ndocker compose exec appsmith curl -s -X PUT -H "Content-Type: application/json" -d "{}" http://localhost:2019/config/apps/http/servers/srv0/metrics',
  },
  noMetrics: {
    level: 'info',
    code: 'caddy-without-metrics',
    text: 'Caddy’s admin endpoint answers, but has no /metrics: it was built without them',
    remedy: 'use Appsmith’s own image, whose Caddy has them',
  },
  nginx: {
    level: 'info',
    code: 'nginx-without-metrics',
    text: 'the front door is NGINX, as in older images of Appsmith, which has no metrics here: requests, status codes and times at the front door are missing, everything else works',
    remedy:
      'upgrade Appsmith, or turn on `stub_status` in NGINX for 127.0.0.1 and set APPSMITH_EXPORTER_NGINX_STATUS_URL to its address',
  },
  upstreams: {
    level: 'info',
    code: 'caddy-upstreams-unread',
    text: 'Caddy’s list of upstreams could not be read: requests in flight by upstream are missing',
  },
} as const satisfies Record<string, Note>;
