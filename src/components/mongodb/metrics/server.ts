// Metrics of the server as a whole: connections, operations, latencies, network, memory.
import { type Catalogue, gauge } from '../../../metrics/index.ts';

export const serverMetrics = {
  up: gauge({
    name: 'mongodb_up',
    help: 'Whether MongoDB answered a ping over an authenticated connection (1) or not (0).',
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
    help: 'Whether MongoDB answered the command (1) or refused it, for want of rights or because it does not know it (0); what it would tell is absent then.',
    source: 'each command’s answer',
    labels: ['command'],
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
} satisfies Catalogue;
