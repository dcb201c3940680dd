// Redis: what a cluster node and a Sentinel say about the whole.
import { type Catalogue, counter, gauge } from '../../../metrics/index.ts';
import { isWord, STORE } from './field.ts';

const clusterGauge = (name: string, field: string, help: string) =>
  gauge({ name, help, source: `CLUSTER INFO: ${field}`, labels: STORE });

export const clusterMetrics = {
  state: clusterGauge(
    'redis_cluster_state',
    'cluster_state',
    'Whether the cluster serves commands as this node sees it (1) or not (0).',
  ),
  slotsAssigned: clusterGauge(
    'redis_cluster_slots_assigned',
    'cluster_slots_assigned',
    'Hash slots that some node owns; 16384 if all is well.',
  ),
  slotsOk: clusterGauge(
    'redis_cluster_slots_ok',
    'cluster_slots_ok',
    'Hash slots whose node is reachable.',
  ),
  slotsPfail: clusterGauge(
    'redis_cluster_slots_pfail',
    'cluster_slots_pfail',
    'Hash slots whose node this node cannot reach.',
  ),
  slotsFail: clusterGauge(
    'redis_cluster_slots_fail',
    'cluster_slots_fail',
    'Hash slots whose node is known to be down.',
  ),
  knownNodes: clusterGauge(
    'redis_cluster_known_nodes',
    'cluster_known_nodes',
    'Nodes that this node knows, those in handshake included.',
  ),
  size: clusterGauge('redis_cluster_size', 'cluster_size', 'Masters that own at least one slot.'),
  messagesSent: counter({
    name: 'redis_cluster_messages_sent_total',
    help: 'Messages sent on the cluster bus.',
    source: 'CLUSTER INFO: cluster_stats_messages_sent',
    labels: STORE,
  }),
  messagesReceived: counter({
    name: 'redis_cluster_messages_received_total',
    help: 'Messages received on the cluster bus.',
    source: 'CLUSTER INFO: cluster_stats_messages_received',
    labels: STORE,
  }),
} satisfies Catalogue;

/** `cluster_state:ok`, a word among numbers. */
export const clusterStateOk = isWord('ok');

const MASTER = [...STORE, 'master_name', 'master_address'] as const;
const sentinelGauge = (name: string, field: string, help: string) =>
  gauge({ name, help, source: `INFO sentinel: ${field}`, labels: STORE });

export const sentinelMetrics = {
  masters: sentinelGauge(
    'redis_sentinel_masters',
    'sentinel_masters',
    'Masters that the Sentinel watches.',
  ),
  tilt: sentinelGauge(
    'redis_sentinel_tilt',
    'sentinel_tilt',
    'Whether the Sentinel distrusts its own clock and does nothing (1) or not (0).',
  ),
  runningScripts: sentinelGauge(
    'redis_sentinel_running_scripts',
    'sentinel_running_scripts',
    'Scripts that the Sentinel runs now.',
  ),
  scriptsQueue: sentinelGauge(
    'redis_sentinel_scripts_queue_length',
    'sentinel_scripts_queue_length',
    'Scripts that wait to be run.',
  ),
  masterStatus: gauge({
    name: 'redis_sentinel_master_status',
    help: 'Always 1; the state of each master as the Sentinel sees it is a label: ok, sdown, odown.',
    source: 'INFO sentinel: masterN status',
    labels: [...MASTER, 'master_status'],
  }),
  masterReplicas: gauge({
    name: 'redis_sentinel_master_slaves',
    help: 'Replicas of each master.',
    source: 'INFO sentinel: masterN slaves',
    labels: MASTER,
  }),
  masterSentinels: gauge({
    name: 'redis_sentinel_master_sentinels',
    help: 'Sentinels that watch each master.',
    source: 'INFO sentinel: masterN sentinels',
    labels: MASTER,
  }),
} satisfies Catalogue;
