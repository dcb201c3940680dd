// Everything that may be exposed about MongoDB. Names are those of mongodb_exporter's compatible mode,
// without its `mongod_`, where they are sound: base units, no `total` as a label's value, no clash in OpenMetrics.
import type { Catalogue } from '../../metrics/index.ts';
import { databaseMetrics } from './metrics/database.ts';
import { replicationMetrics } from './metrics/replication.ts';
import { serverMetrics } from './metrics/server.ts';
import { wiredTigerMetrics } from './metrics/wiredtiger.ts';
import { workMetrics } from './metrics/work.ts';

export const mongodbMetrics = {
  ...serverMetrics,
  ...workMetrics,
  ...wiredTigerMetrics,
  ...replicationMetrics,
  ...databaseMetrics,
} satisfies Catalogue;
