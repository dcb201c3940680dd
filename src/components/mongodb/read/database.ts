// dbStats to samples.
import type { Document } from 'mongodb';
import type { SampleSet } from '../../../metrics/index.ts';
import { mongodbMetrics as m } from '../metrics.ts';
import { readRows, row } from './rows.ts';

/** Sizes of one database, in bytes. */
export function readDbStats(stats: Document, samples: SampleSet, database: string): void {
  const labels = { database };
  const rows = [
    row(m.objects, 'objects', labels),
    row(m.collections, 'collections', labels),
    row(m.indexes, 'indexes', labels),
    row(m.dataSize, 'dataSize', labels),
    row(m.storageSize, 'storageSize', labels),
    row(m.indexSize, 'indexSize', labels),
    row(m.filesystemUsed, 'fsUsedSize', labels),
    row(m.filesystemSize, 'fsTotalSize', labels),
  ];
  readRows(rows, stats, samples);
}
