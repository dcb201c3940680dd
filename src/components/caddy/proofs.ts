// Proofs of the proxy's alerts, on a Caddy that gives its errors a code and on one before 2.8 that does not.
import { fires, type InputSeries, input, type Proof, silent } from '../../observe/index.ts';
import { series } from '../../promql/index.ts';
import { caddyUpstreamUnhealthy, edge5xxRatio } from './alerts.ts';
import { caddyMetrics as m } from './metrics.ts';

const AT = { server: 'srv0', handler: 'subroute' };
const { count } = series(m.duration);

/** Requests a minute by code; `none` are those that get no code before 2.8. */
type Load = Readonly<Record<string, number>>;

/** What a handler counts under a load. */
function handled(load: Load, at = AT): InputSeries[] {
  const total = Object.values(load).reduce((sum, one) => sum + one, 0);
  const rising = (perMinute: number) => `0+${Number(perMinute.toFixed(6))}x120`;
  return [
    input(m.requests, at, rising(total)),
    ...Object.entries(load)
      .filter(([code]) => code !== 'none')
      .map(([code, perMinute]) => input(count, { ...at, method: 'GET', code }, rising(perMinute))),
  ];
}

/** As on Appsmith's port 80: the handlers on the way count the same requests, one of them twice. */
const flat = (load: Load): InputSeries[] => [
  ...handled(load),
  ...handled(load, { server: 'srv0', handler: 'vars' }),
  ...handled(Object.fromEntries(Object.entries(load).map(([code, n]) => [code, n * 2])), {
    server: 'srv0',
    handler: 'headers',
  }),
];

const unhealthy: readonly Proof[] = [
  fires(
    caddyUpstreamUnhealthy,
    '10.5 % of 200 a minute end in 502',
    handled({ 200: 179, 502: 21 }),
    {
      at: '9m',
      value: '10.5%',
    },
  ),
  fires(
    caddyUpstreamUnhealthy,
    '503 and 504 count as well, and each request once whatever its handlers',
    flat({ 200: 179, 503: 11, 504: 10 }),
    { at: '9m', value: '10.5%' },
  ),
  fires(
    caddyUpstreamUnhealthy,
    'a little traffic: 21 requests in five minutes',
    handled({ 200: 2.2, 502: 2 }),
    { at: '13m', value: '47.62%' },
  ),
  fires(
    caddyUpstreamUnhealthy,
    'few failures: 5.25 in five minutes',
    handled({ 200: 3.95, 502: 1.05 }),
    { at: '13m', value: '21%' },
  ),
  fires(
    caddyUpstreamUnhealthy,
    'a Caddyfile without subroutes: its busiest handler',
    [
      ...handled({ 200: 179, 502: 21 }, { server: 'srv0', handler: 'reverse_proxy' }),
      ...handled({ 200: 1 }, { server: 'srv0', handler: 'static_response' }),
    ],
    { at: '9m', value: '10.5%' },
  ),
  silent(caddyUpstreamUnhealthy, 'just under', handled({ 200: 181, 502: 19 })),
  silent(caddyUpstreamUnhealthy, 'too little traffic', handled({ 200: 1.8, 502: 2 })),
  silent(caddyUpstreamUnhealthy, 'too few failures', handled({ 200: 3.4, 502: 0.95 })),
  silent(
    caddyUpstreamUnhealthy,
    'the backend’s own 500 is another alert’s',
    handled({ 200: 50, 500: 50 }),
  ),
  silent(caddyUpstreamUnhealthy, 'no requests at all', handled({ 200: 0, 502: 0 })),
  silent(caddyUpstreamUnhealthy, 'all fail for three minutes, then a restart', [
    input(m.requests, AT, '0+60x20 1260 1320 0+60x95'),
    input(count, { ...AT, method: 'GET', code: '200' }, '0+60x20 1200x1 0+60x95'),
    input(count, { ...AT, method: 'GET', code: '502' }, '0x20 60 120 _x95'),
  ]),
  silent(caddyUpstreamUnhealthy, 'Caddy calls an upstream unhealthy, and nobody notices', [
    ...handled({ 200: 100 }),
    input(m.upstreamHealthy, { upstream: '127.0.0.1:8091' }, '0x120'),
  ]),
  silent(caddyUpstreamUnhealthy, 'NGINX, which tells no codes', [
    input(m.nginxUp, {}, '1x120'),
    input(m.httpRequests, {}, '0+60x120'),
  ]),
];

const failed: readonly Proof[] = [
  fires(edge5xxRatio, '5.25 % of 200 a minute', handled({ 200: 189.5, 500: 10.5 }), {
    at: '13m',
    value: '5.25%',
  }),
  fires(
    edge5xxRatio,
    'before Caddy 2.8: errors without a code, each request counted once',
    flat({ 200: 189.5, none: 10.5 }),
    { at: '13m', value: '5.25%' },
  ),
  fires(edge5xxRatio, 'before Caddy 2.8: nothing but errors', handled({ none: 100 }), {
    at: '13m',
    value: '100%',
  }),
  fires(
    edge5xxRatio,
    'a little traffic: 21 requests in five minutes',
    handled({ 200: 2.2, 500: 2 }),
    {
      at: '17m',
      value: '47.62%',
    },
  ),
  fires(edge5xxRatio, 'few failures: 5.25 in five minutes', handled({ 200: 8.95, 500: 1.05 }), {
    at: '17m',
    value: '10.5%',
  }),
  silent(edge5xxRatio, 'just under', handled({ 200: 190.5, 500: 9.5 })),
  silent(edge5xxRatio, 'just under, before Caddy 2.8', handled({ 200: 190.5, none: 9.5 })),
  silent(edge5xxRatio, 'too little traffic', handled({ 200: 1.8, 500: 2 })),
  silent(edge5xxRatio, 'too few failures', handled({ 200: 8.1, 500: 0.95 })),
  silent(
    edge5xxRatio,
    'missing files, and people who do not wait',
    handled({ 200: 50, 404: 30, 499: 20 }),
  ),
  silent(edge5xxRatio, 'no requests at all', handled({ 200: 0 })),
  silent(edge5xxRatio, 'Caddy counts nothing', [
    input(m.up, {}, '1x120'),
    input(m.metricsOn, {}, '0x120'),
  ]),
  silent(edge5xxRatio, 'all fail for five minutes, then a restart', [
    input(m.requests, AT, '0+60x20 1260+60x3 0+60x95'),
    input(count, { ...AT, method: 'GET', code: '200' }, '0+60x20 1200x3 0+60x95'),
    input(count, { ...AT, method: 'GET', code: '500' }, '0x20 60+60x3 _x95'),
  ]),
];

export const caddyProofs: readonly Proof[] = [...unhealthy, ...failed];
