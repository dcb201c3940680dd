// Everything that may be exposed about Redis: the parts of the catalogue under one roof.
import {
  keyspaceMetrics,
  ownMetrics,
  replicaMetrics,
  slowMetrics,
  statisticMetrics,
} from './metrics/detail.ts';
import type { FieldDef } from './metrics/field.ts';
import { memoryMetrics } from './metrics/memory.ts';
import { aofMetrics, replicationMetrics } from './metrics/persistence.ts';
import { serverMetrics } from './metrics/server.ts';
import { clusterMetrics, sentinelMetrics } from './metrics/topology.ts';

/** Short names are unique within a part; here each part's names get a prefix. */
export const redisMetrics = {
  ...prefixed('', ownMetrics),
  ...prefixed('server', serverMetrics),
  ...prefixed('memory', memoryMetrics),
  ...prefixed('aof', aofMetrics),
  ...prefixed('replication', replicationMetrics),
  ...prefixed('statistic', statisticMetrics),
  ...prefixed('db', keyspaceMetrics),
  ...prefixed('replica', replicaMetrics),
  ...prefixed('slow', slowMetrics),
  ...prefixed('cluster', clusterMetrics),
  ...prefixed('sentinel', sentinelMetrics),
};

/** The metrics that are read straight from a field of INFO. */
export const infoFields: readonly FieldDef[] = [
  serverMetrics,
  memoryMetrics,
  aofMetrics,
  replicationMetrics,
].flatMap((part) => Object.values<FieldDef>(part));

type Prefixed<P extends string, T> = {
  [K in keyof T & string as P extends '' ? K : `${P}${Capitalize<K>}`]: T[K];
};

function prefixed<P extends string, T extends object>(prefix: P, part: T): Prefixed<P, T> {
  const entries = Object.entries(part).map(([key, def]) => {
    return [prefix === '' ? key : prefix + key[0]?.toUpperCase() + key.slice(1), def];
  });
  return Object.fromEntries(entries) as Prefixed<P, T>;
}
