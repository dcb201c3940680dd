// The few of Keycloak's own families that are passed through, each under a name that begins with keycloak_.
import { type Catalogue, counter, gauge, type MetricDef, summary } from '../../metrics/index.ts';

type Kind = typeof gauge;

/** A family passed through; the backend has the same ones under their bare names, so these get a prefix. */
const passed =
  (kind: Kind) =>
  <Label extends string = never>(
    upstream: string,
    help: string,
    labels: readonly Label[] = [],
    unit?: string,
  ): MetricDef<Label> =>
    kind({
      name: upstream.startsWith('keycloak_') ? upstream : `keycloak_${upstream}`,
      source: upstream,
      help,
      labels,
      foreign: true,
      ...(unit !== undefined && { unit }),
    });
const g = passed(gauge);
const c = passed(counter);
const s = passed(summary);

const MEMORY = ['area', 'id'] as const;
const REQUEST = ['method', 'outcome', 'status', 'uri'] as const;
const GC = ['action', 'cause', 'gc'] as const;
const POOL = ['datasource'] as const;
const WORKERS = ['pool_name', 'pool_type'] as const;

export const foreignMetrics = {
  memoryUsed: g('jvm_memory_used_bytes', 'Memory that Keycloak’s JVM uses.', MEMORY, 'bytes'),
  memoryMax: g(
    'jvm_memory_max_bytes',
    'Most memory that a pool of Keycloak’s JVM may use; pools without a limit have no series.',
    MEMORY,
    'bytes',
  ),
  gcPause: s(
    'jvm_gc_pause_seconds',
    'Time that garbage collection stopped Keycloak.',
    GC,
    'seconds',
  ),
  gcPauseMax: g('jvm_gc_pause_seconds_max', 'Longest recent pause of Keycloak.', GC),
  gcOverhead: g('jvm_gc_overhead', 'Share of CPU time that garbage collection of Keycloak takes.'),
  threadsLive: g('jvm_threads_live_threads', 'Threads of Keycloak.'),
  threadsStates: g('jvm_threads_states_threads', 'Threads of Keycloak by state.', ['state']),
  cpuUsage: g('process_cpu_usage', 'Share of the machine’s CPU that Keycloak takes.'),
  startTime: g(
    'process_start_time_seconds',
    'When Keycloak started, in seconds since the epoch.',
    [],
    'seconds',
  ),
  requests: s(
    'http_server_requests_seconds',
    'Time of requests to Keycloak; uri is a template.',
    REQUEST,
    'seconds',
  ),
  requestsMax: g(
    'http_server_requests_seconds_max',
    'Longest recent request to Keycloak.',
    REQUEST,
  ),
  requestsActive: g('http_server_active_requests', 'Requests that Keycloak works on, by port.', [
    'server_port',
  ]),
  poolActive: g('agroal_active_count', 'Connections to Keycloak’s database in use.', POOL),
  poolAvailable: g('agroal_available_count', 'Idle connections to Keycloak’s database.', POOL),
  poolAwaiting: g(
    'agroal_awaiting_count',
    'Threads of Keycloak that wait for a connection to its database.',
    POOL,
  ),
  poolMaxUsed: g('agroal_max_used_count', 'Most connections that were in use at once.', POOL),
  poolAcquired: c('agroal_acquire_count_total', 'Connections taken from the pool.', POOL),
  poolCreated: c('agroal_creation_count_total', 'Connections opened to the database.', POOL),
  poolLeaks: c('agroal_leak_detection_count_total', 'Connections that were not given back.', POOL),
  workersActive: g('worker_pool_active', 'Worker threads of Keycloak at work.', WORKERS),
  workersQueue: g('worker_pool_queue_size', 'Tasks that wait for a worker thread.', WORKERS),
  passwords: c(
    'keycloak_credentials_password_hashing_validations_total',
    'Passwords that Keycloak compared, by outcome: valid, invalid or error.',
    ['outcome', 'realm'],
  ),
  userEvents: c(
    'keycloak_user_events_total',
    'Events such as login, by realm and error; only where Keycloak counts them (KC_EVENT_METRICS_USER_ENABLED).',
    ['event', 'error', 'realm'],
  ),
} satisfies Catalogue;
