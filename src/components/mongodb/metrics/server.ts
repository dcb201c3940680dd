// Metrics of the server as a whole: what it is, its connections, operations, latencies, network, memory.
import { type Catalogue, counter, gauge, info } from '../../../metrics/index.ts';

export const serverMetrics = {
  up: gauge({
    name: 'mongodb_up',
    help: 'Whether MongoDB answered a ping over its (authenticated) connection (1) or not (0).',
    source: 'ping',
  }),
  ping: gauge({
    name: 'mongodb_ping_duration_seconds',
    help: 'Time until the ping’s answer; a scrape that has to connect first includes that.',
    source: 'ping',
    unit: 'seconds',
  }),
  commandAvailable: gauge({
    name: 'mongodb_command_available',
    help: 'Whether MongoDB answered the command (1), or refused it for want of rights, because it does not offer it or because it took too long (0); what it would tell is absent then.',
    source: 'each command’s answer',
    labels: ['command'],
  }),
  info: info({
    name: 'mongodb_info',
    help: 'What answered: version, storage engine and edition as the server names them.',
    source: 'buildInfo.{version,modules,ferretdb.version}, serverStatus.storageEngine.name',
    labels: ['version', 'storage_engine', 'edition'],
  }),
  uptime: gauge({
    name: 'mongodb_instance_uptime_seconds',
    help: 'Time since the server started.',
    source: 'serverStatus.uptimeMillis',
    unit: 'seconds',
  }),
  connections: gauge({
    name: 'mongodb_connections',
    help: 'Incoming connections: current (open), active (with a request running), available (still free).',
    source: 'serverStatus.connections.{current,active,available}',
    labels: ['state'],
  }),
  connectionsMax: gauge({
    name: 'mongodb_connections_max',
    help: 'Most incoming connections the server allows.',
    source: 'serverStatus.connections: current + available',
  }),
  connectionsCreated: counter({
    name: 'mongodb_connections_metrics_created_total',
    help: 'Incoming connections accepted since the start.',
    source: 'serverStatus.connections.totalCreated',
  }),
  connectionsRejected: counter({
    name: 'mongodb_connections_rejected_total',
    help: 'Incoming connections refused because the limit was reached (6.3 and later).',
    source: 'serverStatus.connections.rejected',
  }),
  opCounters: counter({
    name: 'mongodb_op_counters_total',
    help: 'Operations received since the start, by type.',
    source: 'serverStatus.opcounters',
    labels: ['type'],
  }),
  opCountersRepl: counter({
    name: 'mongodb_op_counters_repl_total',
    help: 'Operations applied by replication since the start, by type.',
    source: 'serverStatus.opcountersRepl',
    labels: ['type'],
  }),
  latencyOps: counter({
    name: 'mongodb_op_latencies_ops_total',
    help: 'Operations whose latency was measured, by kind.',
    source: 'serverStatus.opLatencies.*.ops',
    labels: ['type'],
  }),
  latencySeconds: counter({
    name: 'mongodb_op_latencies_latency_seconds_total',
    help: 'Total time that operations took, by kind; divide by the operations for the mean.',
    source: 'serverStatus.opLatencies.*.latency (microseconds)',
    unit: 'seconds',
    labels: ['type'],
  }),
  asserts: counter({
    name: 'mongodb_asserts_total',
    help: 'Assertions raised since the start, by type; user ones are clients’ errors.',
    source: 'serverStatus.asserts',
    labels: ['type'],
  }),
  networkBytes: counter({
    name: 'mongodb_network_bytes_total',
    help: 'Bytes received and sent by the server, after decompression.',
    source: 'serverStatus.network.{bytesIn,bytesOut}',
    unit: 'bytes',
    labels: ['state'],
  }),
  networkRequests: counter({
    name: 'mongodb_network_metrics_num_requests_total',
    help: 'Requests received by the server.',
    source: 'serverStatus.network.numRequests',
  }),
  memory: gauge({
    name: 'mongodb_memory_bytes',
    help: 'Memory of the server’s process: resident and virtual.',
    source: 'serverStatus.mem.{resident,virtual} (MiB)',
    unit: 'bytes',
    labels: ['type'],
  }),
  pageFaults: counter({
    name: 'mongodb_extra_info_page_faults_total',
    help: 'Page faults of the server’s process that needed the disk.',
    source: 'serverStatus.extra_info.page_faults',
  }),
} satisfies Catalogue;
