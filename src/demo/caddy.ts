// Caddy's admin endpoint: its metrics as a Caddy with plugins writes them, and its list of upstreams.
import { type Handler, listen, pathOf } from './listen.ts';
import type { AppsmithModel } from './model/appsmith.ts';
import { type Answers, BOUNDS, type ProxyModel } from './model/proxy.ts';
import type { StartPart } from './parts.ts';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores';
/** On port 80 Caddy counts a request in each route that it passes. */
const HANDLERS = ['subroute', 'vars'];
const UPSTREAMS = ['127.0.0.1:8080', '127.0.0.1:8091', '127.0.0.1:9001'];
const NAME = 'caddy_http_request_duration_seconds';

export function caddyHandler(model: AppsmithModel): Handler {
  return (request) => {
    const path = pathOf(request);
    const { proxy, knobs } = model;
    if (path === '/metrics')
      return { status: 200, type: TEXT, body: exposition(proxy, knobs.proxyMetricsOff) };
    if (path === '/reverse_proxy/upstreams') return json(upstreams(proxy));
    if (path === '/config/apps/http')
      return json({ servers: { srv0: {} }, ...(!knobs.proxyMetricsOff && { metrics: {} }) });
    return { status: 404, type: 'text/plain; charset=utf-8', body: '404 page not found\n' };
  };
}

const json = (value: unknown) => ({
  status: 200,
  type: 'application/json',
  body: `${JSON.stringify(value)}\n`,
});

function upstreams({ waiting }: ProxyModel) {
  return UPSTREAMS.map((address, i) => ({
    address,
    num_requests: i === 0 ? waiting : 0,
    fails: 0,
  }));
}

function exposition(proxy: ProxyModel, off: boolean): string {
  return [
    ...family('caddy_config_last_reload_success_timestamp_seconds', 'gauge', [
      ` ${proxy.started / 1000}`,
    ]),
    ...family('caddy_config_last_reload_successful', 'gauge', [' 1']),
    ...(off ? [] : counted(proxy)),
    ...family(
      'caddy_reverse_proxy_upstreams_healthy',
      'gauge',
      UPSTREAMS.map((address) => `{upstream="${address}"} 1`),
    ),
    ...family('go_build_info', 'gauge', ['{checksum="",path="caddy",version="(devel)"} 1']),
    ...family('go_goroutines', 'gauge', [' 31']),
    '',
  ].join('\n');
}

function counted(proxy: ProxyModel): string[] {
  const { answers, requests, errors, waiting } = proxy;
  const each = (value: number) =>
    HANDLERS.map((handler) => `{handler="${handler}",server="srv0"} ${value}`);
  const lines = HANDLERS.flatMap((handler) => answers.flatMap((one) => histogram(handler, one)));
  return [
    ...family(NAME, 'histogram', lines),
    ...(errors > 0 ? family('caddy_http_request_errors_total', 'counter', each(errors)) : []),
    ...family('caddy_http_requests_in_flight', 'gauge', each(waiting)),
    ...family('caddy_http_requests_total', 'counter', each(requests)),
  ];
}

function family(name: string, type: string, lines: readonly string[]): string[] {
  return [
    `# HELP ${name} As Caddy has it.`,
    `# TYPE ${name} ${type}`,
    ...lines.map((line) => name + line),
  ];
}

function histogram(handler: string, { method, code, buckets, count, sum }: Answers): string[] {
  const labels = `code="${code}",handler="${handler}",method="${method}",server="srv0"`;
  let below = 0;
  const bounded = BOUNDS.map((bound, i) => {
    below += buckets[i]!;
    return `_bucket{${labels},le="${bound}"} ${below}`;
  });
  return [
    ...bounded,
    `_bucket{${labels},le="+Inf"} ${count}`,
    `_sum{${labels}} ${sum}`,
    `_count{${labels}} ${count}`,
  ];
}

/** Its own port, because 2019 may be taken. */
export const startCaddy: StartPart = async ({ model }) => {
  const server = await listen(caddyHandler(model));
  return {
    env: { APPSMITH_EXPORTER_CADDY_URL: server.url },
    settle: () => (model.knobs.proxyDown ? server.pause() : server.resume()),
    stop: () => server.stop(),
  };
};
