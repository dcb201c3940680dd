// INFO as samples: pure, driven by the catalogue; a field that is not there gives no series.
import type { Labels, SampleSet } from '../../metrics/index.ts';
import { type Info, numberOf, parsePairs } from './info.ts';
import { keyspaceMetrics, ownMetrics, replicaMetrics } from './metrics/detail.ts';
import type { StoreLabel } from './metrics/field.ts';
import { sentinelMetrics } from './metrics/topology.ts';
import { infoFields } from './metrics.ts';
import { addStatistics } from './statistics.ts';

export type StoreLabels = Labels<StoreLabel>;

/** Maps a whole INFO. Counters of commands and errors are bounded; see {@link addStatistics}. */
export function addInfo(samples: SampleSet, info: Info, store: StoreLabels): void {
  addInstance(samples, info, store);
  samples.set(ownMetrics.maxClients, numberOf(info.fields.get('maxclients')), store);
  for (const def of infoFields) {
    const text = firstOf(info.fields, def.fields);
    if (text !== undefined) samples.set(def, def.read(text), store);
  }
  addKeyspace(samples, info, store);
  addReplicas(samples, info, store);
  addStatistics(samples, info, store);
  addSentinel(samples, info, store);
}

/** The value of the first of these fields that is there. */
function firstOf(fields: Info['fields'], names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = fields.get(name);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Software names itself by `<name>_version`: Redis, Valkey (which claims a Redis version too), Pika, KeyDB, Dragonfly. */
const SOFTWARE = ['valkey', 'pika', 'keydb', 'dragonfly', 'garnet', 'kvrocks', 'redis'];

function addInstance(samples: SampleSet, { fields }: Info, store: StoreLabels): void {
  if (fields.size === 0) return;
  const software = SOFTWARE.find((name) => fields.has(`${name}_version`));
  samples.info(ownMetrics.instance, {
    ...store,
    role: fields.get('role'),
    redis_version: fields.get('redis_version'),
    software,
    software_version: fields.get(`${software}_version`),
    redis_mode: fields.get('redis_mode') ?? fields.get('server_mode'),
    os: fields.get('os'),
    maxmemory_policy: fields.get('maxmemory_policy'),
    tcp_port: fields.get('tcp_port'),
    run_id: fields.get('run_id'),
  });
}

function addKeyspace(samples: SampleSet, info: Info, store: StoreLabels): void {
  for (const [field, value] of info.sections.get('keyspace') ?? []) {
    if (!/^db\d+$/.test(field)) continue;
    const pairs = parsePairs(value);
    const labels = { ...store, db: field };
    samples.set(keyspaceMetrics.keys, numberOf(pairs.get('keys')), labels);
    samples.set(keyspaceMetrics.expiring, numberOf(pairs.get('expires')), labels);
    const ttl = numberOf(pairs.get('avg_ttl'));
    // Redis says 0 both for "none expires" and for "not sampled yet": neither is a time to live.
    samples.set(keyspaceMetrics.avgTtl, ttl ? ttl / 1000 : undefined, labels);
  }
}

function addReplicas(samples: SampleSet, { fields }: Info, store: StoreLabels): void {
  // All fields are looked at: no pair is made of each.
  fields.forEach((value, field) => {
    if (!/^(slave|replica)\d+$/.test(field)) return;
    const pairs = parsePairs(value);
    const labels = {
      ...store,
      slave_ip: pairs.get('ip'),
      slave_port: pairs.get('port'),
      slave_state: pairs.get('state'),
    };
    samples.set(replicaMetrics.offset, numberOf(pairs.get('offset')), labels);
    samples.set(replicaMetrics.lag, numberOf(pairs.get('lag')), labels);
  });
}

/** A Sentinel's own section: it is asked beside the master that it names. */
export function addSentinel(samples: SampleSet, info: Info, store: StoreLabels): void {
  const m = sentinelMetrics;
  samples.set(m.masters, numberOf(info.fields.get('sentinel_masters')), store);
  samples.set(m.tilt, numberOf(info.fields.get('sentinel_tilt')), store);
  samples.set(m.runningScripts, numberOf(info.fields.get('sentinel_running_scripts')), store);
  samples.set(m.scriptsQueue, numberOf(info.fields.get('sentinel_scripts_queue_length')), store);
  for (const [field, value] of info.sections.get('sentinel') ?? []) {
    if (!/^master\d+$/.test(field)) continue;
    const pairs = parsePairs(value);
    const labels = {
      ...store,
      master_name: pairs.get('name'),
      master_address: pairs.get('address'),
    };
    samples.info(m.masterStatus, { ...labels, master_status: pairs.get('status') });
    samples.set(m.masterReplicas, numberOf(pairs.get('slaves')), labels);
    samples.set(m.masterSentinels, numberOf(pairs.get('sentinels')), labels);
  }
}
