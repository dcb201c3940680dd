// Answers with numbers that move, as a small MongoDB 7.0 under an Appsmith with some users gives them.
import type { Document } from 'mongodb';
import { cursor, failure, type Handler, type Handlers } from './answers.ts';
import { serverStatus } from './server-status.ts';

export interface DemoOptions {
  /** Milliseconds since the epoch; the system's clock by default. */
  readonly now?: () => number;
  readonly version?: string;
  readonly replicaSet?: string;
  readonly database?: string;
  /** Documents by collection, for `find`. */
  readonly collections?: Readonly<Record<string, () => readonly Document[]>>;
  /** What `aggregate` on a collection gives, by collection. */
  readonly aggregates?: Readonly<Record<string, (pipeline: readonly Document[]) => Document[]>>;
}

const DAY_SECONDS = 86_400;
/** How far the oplog reaches back. */
const OPLOG_SECONDS = 3 * DAY_SECONDS;

/** Handlers that answer everything the exporter asks; counters rise from the moment of this call. */
export function demoHandlers(options: DemoOptions = {}): Handlers {
  const now = options.now ?? Date.now;
  const started = now();
  const version = options.version ?? '7.0.14';
  const set = options.replicaSet ?? 'mr1';
  return {
    serverStatus: () => serverStatus((now() - started) / 1000, now(), version),
    replSetGetStatus: () => replicaSet(set, started, now()),
    dbStats: ({ $db }) => databaseStats(String($db), (now() - started) / 1000),
    find: find(options, now),
    aggregate: aggregate(options),
    // A database that nobody has used.
    count: () => ({ n: 0, ok: 1 }),
  };
}

function replicaSet(set: string, started: number, now: number): Document {
  const me = {
    _id: 0,
    name: 'localhost:27017',
    health: 1,
    state: 1,
    stateStr: 'PRIMARY',
    uptime: Math.round((now - started) / 1000),
    optimeDate: new Date(Math.floor(now / 1000) * 1000),
    electionDate: new Date(started),
    self: true,
  };
  return { set, date: new Date(now), myState: 1, term: 4, members: [me], ok: 1 };
}

function databaseStats(db: string, seconds: number): Document {
  const objects = 41_500 + Math.floor(seconds / 4);
  return {
    db,
    collections: 48,
    views: 0,
    objects,
    avgObjSize: 3120,
    dataSize: objects * 3120,
    storageSize: 61_440_000,
    indexes: 112,
    indexSize: 14_336_000,
    totalSize: 75_776_000,
    fsUsedSize: 31_000_000_000,
    fsTotalSize: 105_000_000_000,
    ok: 1,
  };
}

function find({ collections = {} }: DemoOptions, now: () => number): Handler {
  return async (command) => {
    const name = String(command.find);
    const ns = `${command.$db}.${name}`;
    if (ns === 'local.oplog.rs') {
      const newest = Math.floor(now() / 1000);
      const t = command.sort?.$natural === -1 ? newest : newest - OPLOG_SECONDS;
      const { Timestamp } = await import('mongodb');
      return cursor(ns, [{ ts: new Timestamp({ t, i: 1 }) }]);
    }
    const documents = collections[name]?.() ?? [];
    return cursor(ns, documents.slice(0, Number(command.limit) || documents.length));
  };
}

function aggregate({ aggregates = {} }: DemoOptions): Handler {
  return (command) => {
    const pipeline: Document[] = command.pipeline ?? [];
    if (pipeline[0]?.$currentOp !== undefined) return cursor('admin.$cmd.aggregate', []);
    const name = String(command.aggregate);
    // A database that nobody has used, or that is younger than what is asked of it.
    const answer =
      aggregates[name] ?? (name === 'usagePulse' || name === 'user' ? () => [] : undefined);
    if (!answer) return failure(59, `the stand-in has no aggregate on ${name}`);
    return cursor(`${command.$db}.${name}`, answer(pipeline));
  };
}
