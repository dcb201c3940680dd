// The commands of one scrape in the order they are asked: first the one that makes others unnecessary.
import type { Document } from 'mongodb';
import type { SampleSet } from '../../metrics/index.ts';
import { isRefusal } from './errors.ts';
import type { Run } from './link.ts';
import type { Memory, Role } from './memory.ts';
import { mongodbMetrics as m } from './metrics.ts';
import { readDbStats } from './read/database.ts';
import { readSlowOperations, slowOperations } from './read/operations.ts';
import { readOplog, readReplicaSet } from './read/replication.ts';
import { at, numberOf } from './read/rows.ts';
import { readServerStatus } from './read/server-status.ts';

/** What the settings say, and what the answers so far have told. */
export interface Facts {
  readonly database: string;
  readonly slowSeconds: number;
  /** Outlives the scrape. */
  readonly memory: Memory;
  /** What the server is; undefined if it did not say. */
  role?: Role | undefined;
  version?: string | undefined;
  edition?: string | undefined;
  engine?: string;
  /** Which process of which version, where serverStatus tells: what was learnt of it holds for as long. */
  process?: string | undefined;
  /** Timestamp of the newest entry of the oplog, where the set's state tells it. */
  newest?: unknown;
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

/** A known answer is not asked for again; the command stays available. */
const KNOWN = Symbol('known');

export const ASKS: readonly Ask[] = [
  {
    name: 'serverStatus',
    run: (run, { memory }) =>
      either(run, memory, { serverStatus: 1, ...UNREAD }, { serverStatus: 1 }),
    read: (answer, samples, facts) => {
      learn(answer, facts);
      readServerStatus(answer, samples);
    },
  },
  {
    name: 'hello',
    // The driver's handshake is one; only what serverStatus leaves open is asked.
    run: async (run, { role, memory }) =>
      (role ?? memory.role)
        ? { [KNOWN]: true }
        : either(run, memory, { hello: 1 }, { isMaster: 1 }),
    read: (answer, _samples, facts) => {
      const { memory } = facts;
      if (!(KNOWN in answer)) memory.role = roleOf(answer);
      facts.role ??= memory.role;
    },
  },
  {
    name: 'buildInfo',
    run: async (run, { process, memory }) =>
      memory.build && memory.build.process === process
        ? { [KNOWN]: true }
        : run('admin', { buildInfo: 1 }),
    read: (answer, _samples, facts) => {
      const { memory } = facts;
      if (!(KNOWN in answer)) {
        const version = String(answer.version ?? facts.version ?? '');
        memory.build = { process: facts.process, version, edition: editionOf(answer) };
      }
      facts.version = memory.build?.version;
      facts.edition = memory.build?.edition;
    },
  },
  {
    name: 'replSetGetStatus',
    when: maybeMember,
    run: (run) => run('admin', { replSetGetStatus: 1 }),
    read: (answer, samples, facts) => {
      const applied = at(answer, ['optimes', 'appliedOpTime', 'ts']);
      if (numberOf(at(applied, ['t'])) !== undefined) facts.newest = applied;
      readReplicaSet(answer, samples);
    },
  },
  {
    name: 'oplog',
    when: maybeMember,
    run: async (run, { newest }) => ({
      first: await oplogEnd(run, 1),
      last: newest === undefined ? await oplogEnd(run, -1) : { ts: newest },
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

/** serverStatus tells most of what hello and buildInfo would; without a set's name it leaves the role open. */
function learn(answer: Document, facts: Facts): void {
  const { host, pid, version, process } = answer;
  facts.engine = String(at(answer, ['storageEngine', 'name']) ?? '');
  if (typeof version !== 'string' || version === '') return;
  facts.version = version;
  // The identifier of a process is an int64, so as text.
  if (host !== undefined && pid !== undefined) facts.process = `${host} ${pid} ${version}`;
  if (process === 'mongos') facts.role = 'mongos';
  if (typeof at(answer, ['repl', 'setName']) === 'string') facts.role = 'member';
}

/** What the server is, from whatever of its answers there were. */
export function describeServer({ version, edition, engine }: Facts, samples: SampleSet): void {
  if (version) samples.info(m.info, { version, edition, storage_engine: engine });
}

/** The second spelling where the server does not understand the first: code 2, 9, 59, 72 or 40415. */
async function either(
  run: Run,
  { notUnderstood }: Memory,
  first: Document,
  second: Document,
): Promise<Document> {
  const [name = ''] = Object.keys(first);
  if (notUnderstood.has(name)) return run('admin', second);
  try {
    return await run('admin', first);
  } catch (error) {
    if (!isRefusal(error) || !NOT_UNDERSTOOD.has(Number(error.code))) throw error;
    notUnderstood.add(name);
    return run('admin', second);
  }
}

// BadValue, FailedToParse, CommandNotFound, InvalidOptions, IDLUnknownField.
const NOT_UNDERSTOOD = new Set([2, 9, 59, 72, 40415]);

function roleOf(hello: Document): Role {
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
