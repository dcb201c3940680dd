// The commands of one scrape in the order they are asked: the cheap and important ones first.
import type { Document } from 'mongodb';
import type { SampleSet } from '../../metrics/index.ts';
import { isRefusal } from './errors.ts';
import type { Run } from './link.ts';
import { mongodbMetrics as m } from './metrics.ts';
import { readDbStats } from './read/database.ts';
import { readSlowOperations, slowOperations } from './read/operations.ts';
import { readOplog, readReplicaSet } from './read/replication.ts';
import { at } from './read/rows.ts';
import { readServerStatus } from './read/server-status.ts';

/** What the settings say, and what the answers so far have told. */
export interface Facts {
  readonly database: string;
  readonly slowSeconds: number;
  /** What the server is; undefined if it did not say. */
  role?: 'member' | 'standalone' | 'mongos';
  version?: string;
  edition?: string | undefined;
  engine?: string;
}

/** One thing to ask. */
export interface Ask {
  /** The value of the `command` label. */
  readonly name: string;
  /** Not asked at all where it cannot apply. */
  when?(facts: Facts): boolean;
  run(run: Run, facts: Facts): Promise<Document>;
  read(answer: Document, samples: SampleSet, facts: Facts): void;
}

/** Sections of serverStatus that nothing here reads and that are large or costly to make. */
const UNREAD = { locks: 0, tcmalloc: 0, transportSecurity: 0, shardingStatistics: 0, sharding: 0 };

const maybeMember = ({ role }: Facts) => role === undefined || role === 'member';

export const ASKS: readonly Ask[] = [
  {
    name: 'hello',
    run: (run) => either(run, { hello: 1 }, { isMaster: 1 }),
    read: (answer, _samples, facts) => {
      facts.role = roleOf(answer);
    },
  },
  {
    name: 'buildInfo',
    run: (run) => run('admin', { buildInfo: 1 }),
    read: (answer, _samples, facts) => {
      facts.version = String(answer.version ?? '');
      facts.edition = editionOf(answer);
    },
  },
  {
    name: 'serverStatus',
    run: (run) => either(run, { serverStatus: 1, ...UNREAD }, { serverStatus: 1 }),
    read: (answer, samples, facts) => {
      facts.engine = String(at(answer, ['storageEngine', 'name']) ?? '');
      readServerStatus(answer, samples);
    },
  },
  {
    name: 'replSetGetStatus',
    when: maybeMember,
    run: (run) => run('admin', { replSetGetStatus: 1 }),
    read: (answer, samples) => readReplicaSet(answer, samples),
  },
  {
    name: 'oplog',
    when: maybeMember,
    run: async (run) => ({
      first: await oplogEnd(run, 1),
      last: await oplogEnd(run, -1),
    }),
    read: (answer, samples) => readOplog(answer, samples),
  },
  {
    name: 'currentOp',
    run: (run, { slowSeconds }) => run('admin', slowOperations(slowSeconds)),
    read: (answer, samples, { slowSeconds }) => readSlowOperations(answer, samples, slowSeconds),
  },
  {
    name: 'dbStats',
    run: (run, { database }) => run(database, { dbStats: 1 }),
    read: (answer, samples, { database }) => readDbStats(answer, samples, database),
  },
];

/** What the server is, from whatever of its answers there were. */
export function describeServer({ version, edition, engine }: Facts, samples: SampleSet): void {
  if (version) samples.info(m.info, { version, edition, storage_engine: engine });
}

/** The second spelling where the server does not understand the first: code 2, 9, 59, 72 or 40415. */
async function either(run: Run, first: Document, second: Document): Promise<Document> {
  try {
    return await run('admin', first);
  } catch (error) {
    if (!isRefusal(error) || !NOT_UNDERSTOOD.has(Number(error.code))) throw error;
    return run('admin', second);
  }
}

// BadValue, FailedToParse, CommandNotFound, InvalidOptions, IDLUnknownField.
const NOT_UNDERSTOOD = new Set([2, 9, 59, 72, 40415]);

function roleOf(hello: Document): 'member' | 'standalone' | 'mongos' {
  if (typeof hello.setName === 'string') return 'member';
  return hello.msg === 'isdbgrid' ? 'mongos' : 'standalone';
}

/** The natural order of a capped collection is that of its entries, so this reads one document. */
async function oplogEnd(run: Run, order: 1 | -1): Promise<unknown> {
  const answer = await run('local', {
    find: 'oplog.rs',
    sort: { $natural: order },
    projection: { _id: 0, ts: 1 },
    limit: 1,
    singleBatch: true,
  });
  return at(answer, ['cursor', 'firstBatch', '0']);
}

function editionOf(buildInfo: Document): string | undefined {
  if (buildInfo.ferretdb !== undefined || buildInfo.ferretdbVersion !== undefined)
    return 'ferretdb';
  if (!Array.isArray(buildInfo.modules)) return undefined;
  return buildInfo.modules.includes('enterprise') ? 'enterprise' : 'community';
}
