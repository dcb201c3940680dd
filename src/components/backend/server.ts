// Micrometer's meters of the backend as a server: HTTP, logs, executors, disk, start, and its clients' pools.
import { type Catalogue, counter, gauge } from '../../metrics/index.ts';
import { bucketed, maxOf, timer } from './timer.ts';

const foreign = true;

const httpRequests = bucketed({
  name: 'http_server_requests_seconds',
  help: 'Time of requests to the backend; a failed query is a 200 here. uri is a template, ids are {id}.',
  source: 'http.server.requests',
  labels: ['method', 'status', 'outcome', 'uri', 'error', 'exception', 'error_code'],
});
const mongodbCommands = timer({
  name: 'mongodb_driver_commands_seconds',
  help: 'Time of MongoDB commands as the backend’s driver sees it.',
  source: 'mongodb.driver.commands, without cluster_id',
  labels: ['command', 'collection', 'database', 'server_address', 'status'],
});
const lettuceCompletion = timer({
  name: 'lettuce_command_completion_seconds',
  help: 'Time until a Redis command of the backend was complete.',
  source: 'lettuce.command.completion, without local',
  labels: ['command', 'remote'],
});
const lettuceFirstResponse = timer({
  name: 'lettuce_command_firstresponse_seconds',
  help: 'Time until a Redis command of the backend had its first response.',
  source: 'lettuce.command.firstresponse, without local',
  labels: ['command', 'remote'],
});

const pool = (what: string, help: string) =>
  gauge({
    name: `mongodb_driver_pool_${what}`,
    help,
    source: `mongodb.driver.pool.${what}, summed over cluster_id`,
    labels: ['server_address'],
    foreign,
  });

const executor = (name: string, source: string, help: string) =>
  gauge({
    name: `executor_${name}`,
    source: `executor.${source}`,
    help,
    labels: ['name'],
    foreign,
  });

const disk = (name: string, source: string, help: string) =>
  gauge({ name: `disk_${name}_bytes`, source, help, labels: ['path'], foreign });

const startup = (what: string, help: string) =>
  gauge({
    name: `application_${what}_time_seconds`,
    help,
    source: `application.${what}.time`,
    labels: ['main_application_class'],
    foreign,
  });

const provider = (state: string, help: string) =>
  gauge({
    name: `reactor_netty_connection_provider_${state}_connections`,
    help,
    source: `reactor.netty.connection.provider.${state}.connections, summed over id and remote.address`,
    labels: ['name'],
    foreign,
  });

const buffers = (what: string, help: string) =>
  gauge({
    name: `reactor_netty_bytebuf_allocator_${what}_memory`,
    help,
    source: `reactor.netty.bytebuf.allocator.${what}.memory, in bytes, summed over id`,
    labels: ['type'],
    foreign,
  });

export const serverMeters = {
  httpRequests,
  httpRequestsMax: maxOf(httpRequests),
  logEvents: counter({
    name: 'logback_events_total',
    help: 'Lines that the backend logged, by level.',
    source: 'logback.events',
    labels: ['level'],
    foreign,
  }),
  executorActive: executor('active_threads', 'active', 'Threads at work.'),
  executorCompleted: counter({
    name: 'executor_completed_tasks_total',
    help: 'Tasks that an executor has completed.',
    source: 'executor.completed',
    labels: ['name'],
    foreign,
  }),
  executorCore: executor('pool_core_threads', 'pool.core', 'Threads kept when idle.'),
  executorMax: executor('pool_max_threads', 'pool.max', 'Most threads allowed.'),
  executorSize: executor('pool_size_threads', 'pool.size', 'Threads there are.'),
  executorQueued: executor('queued_tasks', 'queued', 'Tasks that wait.'),
  executorRemaining: executor('queue_remaining_tasks', 'queue.remaining', 'Free places for tasks.'),
  diskFree: disk('free', 'disk.free', 'Free space where the backend runs.'),
  diskTotal: disk('total', 'disk.total', 'Size of the file system where the backend runs.'),
  applicationReady: startup('ready', 'Time from the start until the backend took requests.'),
  applicationStarted: startup('started', 'Time that the backend’s start took.'),
  mongodbCommands,
  mongodbCommandsMax: maxOf(mongodbCommands),
  mongodbPoolSize: pool(
    'size',
    'Connections that the driver has now, idle ones included; not its limit.',
  ),
  mongodbPoolCheckedOut: pool('checkedout', 'Connections of the driver in use.'),
  mongodbPoolWaiting: pool('waitqueuesize', 'Operations that wait for a connection of the driver.'),
  mongodbPoolFailed: counter({
    name: 'mongodb_driver_pool_checkoutfailed_total',
    help: 'Attempts to get a connection from the driver’s pool that failed.',
    source: 'mongodb.driver.pool.checkoutfailed, without cluster_id',
    labels: ['server_address'],
    foreign,
  }),
  lettuceCompletion,
  lettuceCompletionMax: maxOf(lettuceCompletion),
  lettuceFirstResponse,
  lettuceFirstResponseMax: maxOf(lettuceFirstResponse),
  providerActive: provider('active', 'Outgoing connections in use, by pool.'),
  providerIdle: provider('idle', 'Outgoing connections that are idle, by pool.'),
  providerPending: provider('pending', 'Requests that wait for an outgoing connection, by pool.'),
  providerTotal: provider('total', 'Outgoing connections, by pool.'),
  eventLoopPending: gauge({
    name: 'reactor_netty_eventloop_pending_tasks',
    help: 'Tasks that wait for one of the server’s event loops.',
    source: 'reactor.netty.eventloop.pending.tasks',
    labels: ['name'],
    foreign,
  }),
  directMemory: buffers(
    'used_direct',
    'Bytes outside the heap that Netty’s allocator has reserved.',
  ),
  heapMemory: buffers('used_heap', 'Bytes of heap that Netty’s allocator has reserved.'),
} satisfies Catalogue;
