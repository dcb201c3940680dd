// serverStatus of the embedded MongoDB, in the shape of 7.0, from what the model has counted.
import type { Document } from 'mongodb';
import type { MongoModel } from '../model/mongo.ts';

export const VERSION = '7.0.14';
const MIB = 1_048_576;
/** File descriptors leave room for about so many. */
const CONNECTIONS_MAX = 51_200;

/** @param now milliseconds since the epoch */
export function serverStatus(mongo: MongoModel, now: number): Document {
  const { uptime, asserts } = mongo;
  return {
    host: 'appsmith',
    version: VERSION,
    process: 'mongod',
    pid: 96,
    uptime: Math.floor(uptime),
    uptimeMillis: Math.round(uptime * 1000),
    uptimeEstimate: Math.floor(uptime),
    localTime: new Date(now),
    asserts: { regular: 0, warning: 0, msg: 0, user: asserts.user, tripwire: 0, rollovers: 0 },
    ...clients(mongo),
    ...operations(mongo),
    ...metrics(mongo),
    repl: {
      setName: 'mr1',
      setVersion: 1,
      isWritablePrimary: true,
      secondary: false,
      primary: 'localhost:27017',
      hosts: ['localhost:27017'],
      me: 'localhost:27017',
      rbid: 1,
      lastWrite: { lastWriteDate: new Date(mongo.lastWrite) },
    },
    storageEngine: {
      name: 'wiredTiger',
      supportsCommittedReads: true,
      supportsPendingDrops: true,
      supportsSnapshotReadConcern: true,
      readOnly: false,
      persistent: true,
      backupCursorOpen: false,
    },
    wiredTiger: wiredTiger(mongo),
    ok: 1,
  };
}

function clients({ connections, tickets, uptime }: MongoModel): Document {
  const { current, active, created } = connections;
  const { reads, writes } = tickets;
  return {
    connections: {
      current,
      available: CONNECTIONS_MAX - current,
      totalCreated: created,
      rejected: 0,
      active,
      threaded: current,
      exhaustIsMaster: 0,
      exhaustHello: 2,
      awaitingTopologyChanges: 4,
    },
    globalLock: {
      totalTime: Math.round(uptime * 1e6),
      currentQueue: { total: 0, readers: 0, writers: 0 },
      activeClients: { total: reads + writes, readers: reads, writers: writes },
    },
    flowControl: {
      enabled: true,
      targetRateLimit: 1_000_000_000,
      timeAcquiringMicros: Math.round(uptime * 4),
      sustainerRate: 0,
      isLagged: false,
      isLaggedCount: 0,
      isLaggedTimeMicros: 0,
    },
    transactions: {
      currentActive: 0,
      currentInactive: 0,
      currentOpen: 0,
      totalStarted: Math.floor(uptime / 7),
      totalCommitted: Math.floor(uptime / 7),
      totalAborted: 0,
    },
  };
}

function operations({ ops, latencies, network, cache, uptime }: MongoModel): Document {
  return {
    opcounters: { ...ops },
    opcountersRepl: { insert: 0, query: 0, update: 0, delete: 0, getmore: 0, command: 0 },
    opLatencies: structuredClone(latencies),
    network: {
      bytesIn: network.in,
      bytesOut: network.out,
      physicalBytesIn: network.in,
      physicalBytesOut: network.out,
      numSlowDNSOperations: 0,
      numSlowSSLOperations: 0,
      numRequests: network.requests,
    },
    mem: {
      bits: 64,
      resident: Math.round(170 + cache.bytes / MIB),
      virtual: 2_710,
      supported: true,
    },
    extra_info: { note: 'fields vary by platform', page_faults: Math.floor(uptime / 600) },
  };
}

function metrics({ documents, scanned, cursorsOpen, ttl, uptime }: MongoModel): Document {
  return {
    metrics: {
      cursor: {
        timedOut: 0,
        totalOpened: cursorsOpen + Math.floor(uptime / 30),
        open: { noTimeout: 0, pinned: 0, total: cursorsOpen },
      },
      document: { ...documents },
      operation: { scanAndOrder: Math.floor(uptime / 40), writeConflicts: 0 },
      query: { totalSlowQueryLogs: 0 },
      queryExecutor: {
        scanned: scanned.keys,
        scannedObjects: scanned.objects,
        collectionScans: { nonTailable: Math.floor(uptime / 60), total: Math.floor(uptime / 60) },
      },
      ttl: { deletedDocuments: ttl.deleted, passes: ttl.passes },
    },
  };
}

/** Concurrent operations are admitted dynamically since 7.0: fewer tickets while there is little to do. */
function wiredTiger({ cache, tickets, uptime }: MongoModel): Document {
  const side = (out: number) => ({ out, available: 12 - Math.min(12, out), totalTickets: 12 });
  const page = 12 * 1024;
  return {
    cache: {
      'bytes currently in the cache': Math.round(cache.bytes),
      'bytes dirty in the cache cumulative': cache.writtenOut,
      'bytes read into cache': cache.readIn,
      'bytes written from cache': cache.writtenOut,
      'maximum bytes configured': cache.max,
      'modified pages evicted': 0,
      'pages currently held in the cache': Math.round(cache.bytes / page),
      'pages evicted by application threads': 0,
      'pages read into cache': Math.round(cache.readIn / page),
      'pages requested from the cache': Math.round(cache.readIn / 40),
      'pages written from cache': Math.round(cache.writtenOut / page),
      'tracked dirty bytes in the cache': Math.round(cache.dirty),
      'unmodified pages evicted': 0,
    },
    checkpoint: {
      'most recent time (msecs)': 24,
      'number of checkpoints': Math.floor(uptime / 60),
    },
    concurrentTransactions: { read: side(tickets.reads), write: side(tickets.writes) },
  };
}
