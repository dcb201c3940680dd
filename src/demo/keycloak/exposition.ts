// Keycloak's own metrics of the embedded Appsmith, written as its generation of Micrometer writes them.
import type { KeycloakProcess } from './process.ts';

type Series = readonly [labels: Readonly<Record<string, string>>, value: number];

interface Timed {
  readonly method: string;
  readonly outcome: string;
  readonly status: string;
  readonly uri: string;
  readonly count: number;
  readonly mean: number;
}

/** Text 0.0.4, with the comma behind the last label. */
export function keycloakExposition(process: KeycloakProcess): string {
  return [...gauges(process), ...counters(process), ...requests(process), ''].join('\n');
}

function gauges(process: KeycloakProcess): string[] {
  const { heap, users } = process;
  const busy = Math.round(users / 40);
  const memory = (area: string, id: string, value: number): Series => [{ area, id }, value];
  const pool: Series[0] = { datasource: 'default' };
  const states = { runnable: 8, blocked: 0, waiting: 9, 'timed-waiting': 12 };
  return [
    ...family('jvm_memory_used_bytes', 'gauge', [
      memory('heap', 'G1 Eden Space', heap.eden),
      memory('heap', 'G1 Old Gen', heap.old),
      memory('nonheap', 'Metaspace', 145_934_192),
    ]),
    ...family('jvm_memory_max_bytes', 'gauge', [
      memory('heap', 'G1 Eden Space', -1),
      memory('heap', 'G1 Old Gen', 536_870_912),
      memory('nonheap', 'Metaspace', 268_435_456),
    ]),
    ...family('jvm_threads_live_threads', 'gauge', [[{}, 29]]),
    ...family(
      'jvm_threads_states_threads',
      'gauge',
      Object.entries(states).map(([state, n]): Series => [{ state }, n]),
    ),
    ...family('jvm_gc_overhead', 'gauge', [[{}, 0.002 + users / 100_000]]),
    ...family('process_cpu_usage', 'gauge', [[{}, 0.004 + users / 5000]]),
    ...family('process_start_time_seconds', 'gauge', [[{}, process.started]]),
    ...family('agroal_active_count', 'gauge', [[pool, busy]]),
    ...family('agroal_available_count', 'gauge', [[pool, Math.max(3, 10 - busy)]]),
    ...family('agroal_awaiting_count', 'gauge', [[pool, 0]]),
    ...family('agroal_max_used_count', 'gauge', [[pool, busy + 2]]),
    ...family('http_server_active_requests', 'gauge', [
      [{ server_port: '8081', url_scheme: 'http' }, busy],
    ]),
  ];
}

function counters({ logins, wrong, heap }: KeycloakProcess): string[] {
  const password = (outcome: string, n: number): Series => [
    { algorithm: 'argon2', hashing_strength: 'Argon2id-1.3', outcome, realm: 'master' },
    Math.floor(n),
  ];
  const pool: Series[0] = { datasource: 'default' };
  const event = (name: string, error: string, n: number): Series => [
    { client_id: 'appsmith', error, event: name, idp: '', realm: 'master' },
    Math.floor(n),
  ];
  const pause = {
    action: 'end of minor GC',
    cause: 'G1 Evacuation Pause',
    gc: 'G1 Young Generation',
  };
  return [
    ...family('keycloak_credentials_password_hashing_validations_total', 'counter', [
      password('valid', logins),
      password('invalid', wrong),
    ]),
    ...family('keycloak_user_events_total', 'counter', [
      event('login', '', logins),
      event('login', 'invalid_user_credentials', wrong),
    ]),
    ...family('agroal_acquire_count_total', 'counter', [[pool, Math.floor(logins * 6)]]),
    ...family('agroal_creation_count_total', 'counter', [[pool, 10]]),
    ...family('agroal_leak_detection_count_total', 'counter', [[pool, 0]]),
    ...summary('jvm_gc_pause_seconds', [[pause, heap.collections, heap.collections * 0.021]]),
  ];
}

function requests({ logins, wrong, uptime }: KeycloakProcess): string[] {
  const token = '/realms/{realm}/protocol/{protocol}/token';
  const page = '/realms/{realm}/protocol/{protocol}/auth';
  const probes = Math.floor(uptime / 15);
  const all: Timed[] = [
    timed('POST', '200', token, logins, 0.31),
    timed('POST', '400', token, wrong, 0.33),
    timed('GET', '200', page, logins * 1.1, 0.045),
    timed('GET', '200', '/realms/{realm}/.well-known/{alias}', probes, 0.006),
    timed('GET', '302', 'root', probes, 0.002),
  ];
  const series = all.map(
    ({ count, mean, ...labels }): Distribution => [labels, count, count * mean],
  );
  const longest = all.map(({ count: _, mean, ...labels }): Series => [labels, mean * 1.6]);
  return [
    ...summary('http_server_requests_seconds', series),
    ...family('http_server_requests_seconds_max', 'gauge', longest),
  ];
}

const OUTCOMES: Readonly<Record<string, string>> = {
  2: 'SUCCESS',
  3: 'REDIRECTION',
  4: 'CLIENT_ERROR',
};

function timed(method: string, status: string, uri: string, count: number, mean: number): Timed {
  const outcome = OUTCOMES[status[0]!]!;
  return { method, outcome, status, uri, count: Math.floor(count), mean };
}

type Distribution = readonly [labels: Series[0], count: number, sum: number];

function family(name: string, type: string, series: readonly Series[]): string[] {
  const lines = series.map(([labels, value]) => `${name}${braces(labels)} ${value}`);
  return [`# HELP ${name} `, `# TYPE ${name} ${type}`, ...lines];
}

function summary(name: string, series: readonly Distribution[]): string[] {
  const lines = series.flatMap(([labels, count, sum]) => [
    `${name}_count${braces(labels)} ${count}`,
    `${name}_sum${braces(labels)} ${sum}`,
  ]);
  return [`# HELP ${name} `, `# TYPE ${name} summary`, ...lines];
}

function braces(labels: Series[0]): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}",`);
  return pairs.length === 0 ? '' : `{${pairs.join('')}}`;
}
