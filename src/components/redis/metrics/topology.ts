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
  nodeFailed: gauge({
    name: 'redis_cluster_node_failed',
    help: 'Whether the masters have agreed that this node is down (1) or not (0).',
    source: 'CLUSTER NODES: the flag `fail`',
    labels: STORE,
  }),
  nodeSuspected: gauge({
    name: 'redis_cluster_node_suspected',
    help: 'Whether the node that was asked cannot reach this one (1) or can (0); the others may.',
    source: 'CLUSTER NODES: the flags `fail?` and `fail`',
    labels: STORE,
  }),
  nodeSlots: gauge({
    name: 'redis_cluster_node_slots',
    help: 'Hash slots that this node owns, as the node that was asked knows it; 0 for a replica.',
    source: 'CLUSTER NODES: slots',
    labels: STORE,
  }),
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
  masterOkReplicas: gauge({
    name: 'redis_sentinel_master_ok_slaves',
    help: 'Replicas of the master that the Sentinel reaches.',
    source: 'SENTINEL REPLICAS: those whose only flag is `slave`',
    labels: MASTER,
  }),
  masterOkSentinels: gauge({
    name: 'redis_sentinel_master_ok_sentinels',
    help: 'Sentinels of the master that the one asked reaches, itself included.',
    source: 'SENTINEL SENTINELS: those whose only flag is `sentinel`, and one',
    labels: MASTER,
  }),
  masterQuorum: gauge({
    name: 'redis_sentinel_master_ckquorum_status',
    help: 'Whether enough Sentinels are there to agree on a failure and to begin a failover (1) or not (0).',
    source: 'SENTINEL CKQUORUM',
    labels: MASTER,
  }),
  masterSentinels: gauge({
    name: 'redis_sentinel_master_sentinels',
    help: 'Sentinels that watch each master.',
    source: 'INFO sentinel: masterN sentinels',
    labels: MASTER,
  }),
} satisfies Catalogue;
