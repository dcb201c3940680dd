// A serverStatus whose counters rise with time, in the shape of 7.0 (and, with another version, of 8.0).
import type { Document } from 'mongodb';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** A number that swings around a middle, so that gauges move without chance. */
function wave(seconds: number, middle: number, swing: number, period = 300): number {
  return Math.round(middle + swing * Math.sin((2 * Math.PI * seconds) / period));
}

/** @param seconds since the start @param now milliseconds since the epoch */
export function serverStatus(seconds: number, now: number, version: string): Document {
  const since = (perSecond: number) => Math.floor(seconds * perSecond);
  const current = wave(seconds, 24, 6);
  const tickets = executionTickets(seconds);
  const modern = Number(version.split('.')[0]) >= 8;
  return {
    host: 'appsmith',
    version,
    process: 'mongod',
    pid: 211,
    uptime: since(1),
    uptimeMillis: since(1000),
    localTime: new Date(now),
    asserts: { regular: 0, warning: 0, msg: 0, user: since(0.02), tripwire: 0, rollovers: 0 },
    connections: {
      current,
      available: 838_860 - current,
      totalCreated: current + since(0.05),
      rejected: 0,
      active: wave(seconds, 4, 2, 60),
      threaded: current,
    },
    ...operations(seconds, since),
    ...workload(seconds, since),
    storageEngine: { name: 'wiredTiger', supportsCommittedReads: true, persistent: true },
    ...(modern && { queues: { execution: tickets } }),
    wiredTiger: {
      ...(!modern && { concurrentTransactions: tickets }),
      cache: cache(seconds, since),
      checkpoint: { 'most recent time (msecs)': wave(seconds, 40, 25) },
    },
    ok: 1,
  };
}

type Since = (perSecond: number) => number;

function operations(seconds: number, since: Since): Document {
  return {
    opcounters: {
      insert: since(1.5),
      query: since(22),
      update: since(3),
      delete: since(0.2),
      getmore: since(1),
      command: since(9),
    },
    opcountersRepl: { insert: 0, query: 0, update: 0, delete: 0, getmore: 0, command: 0 },
    opLatencies: {
      reads: { latency: since(22 * 900), ops: since(22) },
      writes: { latency: since(4.7 * 1800), ops: since(4.7) },
      commands: { latency: since(9 * 350), ops: since(9) },
      transactions: { latency: 0, ops: 0 },
    },
    network: {
      bytesIn: since(21_000),
      bytesOut: since(164_000),
      numRequests: since(36),
    },
    mem: { bits: 64, resident: wave(seconds, 610, 20), virtual: 2870, supported: true },
    extra_info: { note: 'fields vary by platform', page_faults: since(0.001) },
  };
}

function workload(seconds: number, since: Since): Document {
  return {
    globalLock: {
      totalTime: since(1e6),
      currentQueue: { total: 0, readers: 0, writers: 0 },
      activeClients: { total: 1, readers: wave(seconds, 1, 1, 40), writers: 0 },
    },
    flowControl: { enabled: true, isLagged: false, isLaggedTimeMicros: 0, timeAcquiringMicros: 0 },
    transactions: {
      currentOpen: 0,
      totalStarted: since(0.1),
      totalCommitted: since(0.1),
      totalAborted: 0,
    },
    metrics: {
      cursor: { timedOut: 0, open: { noTimeout: 0, pinned: 0, total: wave(seconds, 2, 1, 90) } },
      document: {
        deleted: since(0.2),
        inserted: since(1.5),
        returned: since(130),
        updated: since(3),
      },
      operation: { scanAndOrder: since(0.3), writeConflicts: since(0.01) },
      queryExecutor: {
        scanned: since(150),
        scannedObjects: since(170),
        collectionScans: { nonTailable: since(0.05), total: since(0.06) },
      },
      ttl: { deletedDocuments: since(0.03), passes: since(1 / 60) },
    },
  };
}

function cache(seconds: number, since: Since): Document {
  return {
    'bytes currently in the cache': wave(seconds, 420 * MIB, 15 * MIB, 900),
    'tracked dirty bytes in the cache': wave(seconds, 6 * MIB, 4 * MIB, 60),
    'maximum bytes configured': 1.5 * GIB,
    'bytes read into cache': since(9000),
    'bytes written from cache': since(30_000),
    'pages read into cache': since(1),
    'pages written from cache': since(4),
    'modified pages evicted': since(0.1),
    'unmodified pages evicted': since(0.4),
    'pages evicted by application threads': 0,
  };
}

function executionTickets(seconds: number): Document {
  const side = (out: number) => ({
    out,
    available: 128 - out,
    totalTickets: 128,
    normalPriority: { queueLength: 0, totalTimeQueuedMicros: 0 },
  });
  return { read: side(wave(seconds, 1, 1, 40)), write: side(0) };
}
