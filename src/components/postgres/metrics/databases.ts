// Each database: its size, transactions, cache hits, deadlocks and temporary files.
import { type Catalogue, counter, gauge } from '../../../metrics/index.ts';

const DATABASE = ['datname'] as const;

const ofDatabase = (column: string, name: string, help: string, unit?: string) =>
  counter({
    name: `pg_stat_database_${name}_total`,
    help: `${help} postgres_exporter has it without _total.`,
    source: `pg_stat_database: ${column}`,
    labels: DATABASE,
    ...(unit !== undefined && { unit }),
  });

export const databaseMetrics = {
  size: gauge({
    name: 'pg_database_size_bytes',
    help: 'Space that a database takes on disk.',
    source: 'pg_database_size()',
    labels: DATABASE,
    unit: 'bytes',
  }),
  committed: ofDatabase('xact_commit', 'xact_commit', 'Transactions committed.'),
  rolledBack: ofDatabase('xact_rollback', 'xact_rollback', 'Transactions rolled back.'),
  deadlocks: ofDatabase('deadlocks', 'deadlocks', 'Deadlocks that the server found and broke.'),
  conflicts: ofDatabase(
    'conflicts',
    'conflicts',
    'Queries cancelled because they stood in the way of recovery; on standbys only.',
  ),
  blocksHit: ofDatabase('blks_hit', 'blks_hit', 'Blocks found in PostgreSQL’s own cache.'),
  blocksRead: ofDatabase('blks_read', 'blks_read', 'Blocks read from the system.'),
  tempBytes: ofDatabase(
    'temp_bytes',
    'temp_bytes',
    'Data written to temporary files: queries that did not fit into work_mem.',
    'bytes',
  ),
} satisfies Catalogue;
