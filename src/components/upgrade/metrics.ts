// What may be exposed about updates: migrations of the database, versions on disk, and the newest release where asked for.
import { type Catalogue, gauge, info } from '../../metrics/index.ts';

export const upgradeMetrics = {
  running: gauge({
    name: 'appsmith_upgrade_migration_running',
    help: 'Whether the backend’s newest log says that a migration of the database has begun (1) and not ended, or not (0).',
    source: 'logs/backend: the last lines of Mongock in the last 64 KiB',
  }),
  started: gauge({
    name: 'appsmith_upgrade_migration_start_timestamp_seconds',
    help: 'When the migration that is running, or that failed, began, in seconds since 1970.',
    source: 'logs/backend: “Mongock acquired the lock”',
    unit: 'seconds',
  }),
  failed: gauge({
    name: 'appsmith_upgrade_migration_failed',
    help: 'Whether the newest migration in the backend’s newest log was given up (1), or not (0).',
    source: 'logs/backend: “FAILED OVER” and “ABORTED MIGRATION” of Mongock',
  }),
  data: info({
    name: 'appsmith_upgrade_data_info',
    help: 'The version that an embedded store’s files on the volume are of: of PostgreSQL the major version, of MongoDB the least feature compatibility that Appsmith has set.',
    source: 'data/postgres/main/PG_VERSION, data/mongodb/.appsmith-mongo-fcv-min',
    labels: ['store', 'version'],
  }),
  newest: info({
    name: 'appsmith_upgrade_newest_info',
    help: 'The newest release; only where upgrade.check_newest is on. Asked for every six hours at most.',
    source: 'GitHub: releases/latest, tag_name',
    labels: ['version'],
  }),
  newestReleased: gauge({
    name: 'appsmith_upgrade_newest_release_timestamp_seconds',
    help: 'When the newest release was published, in seconds since 1970.',
    source: 'GitHub: releases/latest, published_at',
    unit: 'seconds',
  }),
  newestAsked: gauge({
    name: 'appsmith_upgrade_newest_asked_timestamp_seconds',
    help: 'When the newest release was asked for, in seconds since 1970: as old is what is told of it.',
    source: 'the exporter’s clock',
    unit: 'seconds',
  }),
  behind: gauge({
    name: 'appsmith_upgrade_versions_behind',
    help: 'How many versions the running one is behind the newest, in the first part of the version in which they differ; 0 in the other parts.',
    source: 'GitHub: releases/latest, and GET /info of the front door',
    labels: ['part'],
  }),
} satisfies Catalogue;
