// serverStatus to samples, of 4.2 to 8.2; a field that a version lacks is a series that is absent.
import type { Document } from 'mongodb';
import type { SampleSet } from '../../../metrics/index.ts';
import { mongodbMetrics as m } from '../metrics.ts';
import { at, MIB, MICROS, MILLIS, numberOf, type Row, readRows, row } from './rows.ts';
import { readTickets } from './tickets.ts';

const OPERATIONS = ['insert', 'query', 'update', 'delete', 'getmore', 'command'] as const;
const LATENCIES = {
  read: 'reads',
  write: 'writes',
  command: 'commands',
  transaction: 'transactions',
};
const ASSERTS = ['regular', 'warning', 'msg', 'user', 'tripwire', 'rollovers'] as const;
const DOCUMENTS = ['deleted', 'inserted', 'returned', 'updated'] as const;

const SERVER: readonly Row[] = [
  row(m.uptime, 'uptimeMillis', {}, MILLIS),
  row(m.uptime, 'uptime'),
  row(m.connections, 'connections.current', { state: 'current' }),
  row(m.connections, 'connections.active', { state: 'active' }),
  row(m.connections, 'connections.available', { state: 'available' }),
  row(m.connectionsCreated, 'connections.totalCreated'),
  row(m.connectionsRejected, 'connections.rejected'),
  ...OPERATIONS.map((type) => row(m.opCounters, `opcounters.${type}`, { type })),
  ...OPERATIONS.map((type) => row(m.opCountersRepl, `opcountersRepl.${type}`, { type })),
  ...Object.entries(LATENCIES).flatMap(([type, field]) => [
    row(m.latencyOps, `opLatencies.${field}.ops`, { type }),
    row(m.latencySeconds, `opLatencies.${field}.latency`, { type }, MICROS),
  ]),
  ...ASSERTS.map((type) => row(m.asserts, `asserts.${type}`, { type })),
  row(m.networkBytes, 'network.bytesIn', { state: 'in_bytes' }),
  row(m.networkBytes, 'network.bytesOut', { state: 'out_bytes' }),
  row(m.networkRequests, 'network.numRequests'),
  row(m.memory, 'mem.resident', { type: 'resident' }, MIB),
  row(m.memory, 'mem.virtual', { type: 'virtual' }, MIB),
  row(m.pageFaults, 'extra_info.page_faults'),
];

const WORK: readonly Row[] = [
  ...DOCUMENTS.map((state) => row(m.documents, `metrics.document.${state}`, { state })),
  row(m.scanned, 'metrics.queryExecutor.scanned', { state: 'scanned' }),
  row(m.scanned, 'metrics.queryExecutor.scannedObjects', { state: 'scanned_objects' }),
  row(m.collectionScans, 'metrics.queryExecutor.collectionScans.total'),
  row(m.operations, 'metrics.operation.scanAndOrder', { state: 'scan_and_order' }),
  row(m.operations, 'metrics.operation.writeConflicts', { state: 'write_conflicts' }),
  row(m.cursorsOpen, 'metrics.cursor.open.total'),
  row(m.cursorsPinned, 'metrics.cursor.open.pinned'),
  row(m.cursorsNoTimeout, 'metrics.cursor.open.noTimeout'),
  row(m.cursorsTimedOut, 'metrics.cursor.timedOut'),
  row(m.ttlDeleted, 'metrics.ttl.deletedDocuments'),
  row(m.ttlPasses, 'metrics.ttl.passes'),
  row(m.lockClients, 'globalLock.activeClients.readers', { type: 'reader' }),
  row(m.lockClients, 'globalLock.activeClients.writers', { type: 'writer' }),
  row(m.lockQueue, 'globalLock.currentQueue.readers', { type: 'reader' }),
  row(m.lockQueue, 'globalLock.currentQueue.writers', { type: 'writer' }),
  row(m.transactionsOpen, 'transactions.currentOpen'),
  row(m.transactionsStarted, 'transactions.totalStarted'),
  row(m.transactionsCommitted, 'transactions.totalCommitted'),
  row(m.transactionsAborted, 'transactions.totalAborted'),
  row(m.flowControlLagged, 'flowControl.isLagged'),
  row(m.flowControlLaggedSeconds, 'flowControl.isLaggedTimeMicros', {}, MICROS),
  row(m.flowControlWaitSeconds, 'flowControl.timeAcquiringMicros', {}, MICROS),
  row(m.slowLogged, 'metrics.query.totalSlowQueryLogs'),
];

const cache = (name: string) => ['wiredTiger', 'cache', name];

const STORAGE: readonly Row[] = [
  row(m.cacheUsed, cache('bytes currently in the cache')),
  row(m.cacheDirty, cache('tracked dirty bytes in the cache')),
  row(m.cacheMax, cache('maximum bytes configured')),
  row(m.cacheBytes, cache('bytes read into cache'), { type: 'read' }),
  row(m.cacheBytes, cache('bytes written from cache'), { type: 'written' }),
  row(m.cachePages, cache('pages read into cache'), { type: 'read' }),
  row(m.cachePages, cache('pages written from cache'), { type: 'written' }),
  row(m.cacheEvicted, cache('modified pages evicted'), { type: 'modified' }),
  row(m.cacheEvicted, cache('unmodified pages evicted'), { type: 'unmodified' }),
  row(m.cacheEvictedByClients, cache('pages evicted by application threads')),
  // The checkpoint's figures got a section of their own in WiredTiger 11.3.
  row(
    m.checkpoint,
    ['wiredTiger', 'transaction', 'transaction checkpoint most recent time (msecs)'],
    {},
    MILLIS,
  ),
  row(m.checkpoint, ['wiredTiger', 'checkpoint', 'most recent time (msecs)'], {}, MILLIS),
];

/** Where two rows name the same series, the first whose field is there wins. */
export function readServerStatus(status: Document, samples: SampleSet): void {
  for (const rows of [SERVER, WORK, STORAGE]) readRows(rows, status, samples);
  readTickets(status, samples);
  const current = numberOf(at(status, ['connections', 'current']));
  const available = numberOf(at(status, ['connections', 'available']));
  if (current !== undefined && available !== undefined) {
    samples.set(m.connectionsMax, current + available);
  }
}
