// Metrics of Appsmith's own database.
import { type Catalogue, gauge } from '../../../metrics/index.ts';

const labels = ['database'] as const;

export const databaseMetrics = {
  objects: gauge({
    name: 'mongodb_dbstats_objects',
    help: 'Documents in the database.',
    source: 'dbStats.objects',
    labels,
  }),
  collections: gauge({
    name: 'mongodb_dbstats_collections',
    help: 'Collections in the database.',
    source: 'dbStats.collections',
    labels,
  }),
  indexes: gauge({
    name: 'mongodb_dbstats_indexes',
    help: 'Indexes in the database.',
    source: 'dbStats.indexes',
    labels,
  }),
  dataSize: gauge({
    name: 'mongodb_dbstats_data_size_bytes',
    help: 'Size of the documents, uncompressed.',
    source: 'dbStats.dataSize',
    unit: 'bytes',
    labels,
  }),
  storageSize: gauge({
    name: 'mongodb_dbstats_storage_size_bytes',
    help: 'Disk space of the documents, compressed, free space inside the files included.',
    source: 'dbStats.storageSize',
    unit: 'bytes',
    labels,
  }),
  indexSize: gauge({
    name: 'mongodb_dbstats_index_size_bytes',
    help: 'Disk space of the indexes.',
    source: 'dbStats.indexSize',
    unit: 'bytes',
    labels,
  }),
  filesystemUsed: gauge({
    name: 'mongodb_dbstats_filesystem_used_bytes',
    help: 'Space in use on the file system that holds the data.',
    source: 'dbStats.fsUsedSize',
    unit: 'bytes',
    labels,
  }),
  filesystemSize: gauge({
    name: 'mongodb_dbstats_filesystem_size_bytes',
    help: 'Size of the file system that holds the data.',
    source: 'dbStats.fsTotalSize',
    unit: 'bytes',
    labels,
  }),
} satisfies Catalogue;
