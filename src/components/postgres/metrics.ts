// What may be exposed about PostgreSQL: named as postgres_exporter does where that follows the naming rules.
import { databaseMetrics } from './metrics/databases.ts';
import { serverMetrics } from './metrics/server.ts';
import { writingMetrics } from './metrics/writing.ts';

/**
 * Counters end in `_total` also where postgres_exporter leaves it out, and `pg_stat_activity_count`, which looks like
 * a part of a histogram, is `pg_stat_activity_connections` here.
 */
export const postgresMetrics = { ...serverMetrics, ...databaseMetrics, ...writingMetrics };
