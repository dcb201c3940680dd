// How the embedded MongoDB answers commands: a one-member replica set mr1 with Appsmith's database.
import type { Document } from 'mongodb';
import type { AppsmithModel } from '../model/appsmith.ts';
import { cursor, failure, type Handler, type Handlers } from '../mongo-wire/index.ts';
import { connectionStatus, listIndexes } from './schema.ts';
import { serverStatus } from './server-status.ts';
import { pluginDocuments, usageAggregate, usageCount } from './usage.ts';

const PRIMARY = 1;
/** How far the oplog reaches back when it is full: its oldest entries are dropped from then on. */
const OPLOG_SECONDS = 6 * 86_400;
const COLLECTIONS = 46;

/** Handlers that read the model at the moment they are asked. */
export function mongoHandlers(model: AppsmithModel): Handlers {
  const now = () => model.clock.now;
  return {
    serverStatus: () => serverStatus(model.mongo, now()),
    replSetGetStatus: () => replicaSet(model, now()),
    dbStats: ({ $db }) => databaseStats(model, String($db)),
    connectionStatus,
    listIndexes,
    find: find(model),
    aggregate: aggregate(model),
    count: usageCount(model),
  };
}

function replicaSet({ mongo }: AppsmithModel, now: number): Document {
  const electionDate = new Date(mongo.started + 11_000);
  const self = {
    _id: 0,
    // A bare rs.initiate() names the member so.
    name: 'localhost:27017',
    health: 1,
    state: PRIMARY,
    stateStr: 'PRIMARY',
    uptime: Math.floor(mongo.uptime),
    optimeDate: new Date(Math.floor(mongo.lastWrite / 1000) * 1000),
    electionDate,
    configVersion: 1,
    configTerm: 1,
    self: true,
  };
  return {
    set: 'mr1',
    date: new Date(now),
    myState: PRIMARY,
    term: 1,
    heartbeatIntervalMillis: 2000,
    majorityVoteCount: 1,
    writeMajorityCount: 1,
    votingMembersCount: 1,
    writableVotingMembersCount: 1,
    members: [self],
    ok: 1,
  };
}

function databaseStats({ mongo, backend }: AppsmithModel, db: string): Document {
  const { objects, dataSize } = mongo;
  const size = Math.round(dataSize);
  const storageSize = Math.round(size * 0.41);
  const fsTotalSize = 63_274_217_472;
  return {
    db,
    collections: COLLECTIONS,
    views: 0,
    objects,
    avgObjSize: objects === 0 ? 0 : size / objects,
    dataSize: size,
    storageSize,
    indexes: 118,
    indexSize: 9_830_400,
    totalSize: storageSize + 9_830_400,
    scaleFactor: 1,
    fsUsedSize: fsTotalSize - Math.round(backend?.diskFree ?? 41e9),
    fsTotalSize,
    ok: 1,
  };
}

/** The two ends of the oplog, and the plugins; any other collection is empty. */
function find({ mongo }: AppsmithModel): Handler {
  return async (command) => {
    const ns = `${command.$db}.${command.find}`;
    if (command.find === 'plugin') return cursor(ns, pluginDocuments());
    if (ns !== 'local.oplog.rs') return cursor(ns, []);
    const { Timestamp } = await import('mongodb');
    const newest = Math.floor(mongo.lastWrite / 1000);
    const oldest = Math.floor(mongo.started / 1000) - OPLOG_SECONDS;
    const t = command.sort?.$natural === -1 ? newest : oldest;
    return cursor(ns, [{ ts: new Timestamp({ t, i: 1 }) }]);
  };
}

function aggregate(model: AppsmithModel): Handler {
  const { knobs } = model;
  return (command) => {
    const pipeline: readonly Document[] = command.pipeline ?? [];
    const counted = usageAggregate(model, command);
    if (counted) return counted;
    if (pipeline[0]?.$currentOp === undefined) {
      return failure(59, `the stand-in has no aggregate on ${command.aggregate}`);
    }
    // A pool that is exhausted is one whose operations do not end.
    const slow = { _id: null, running: 20, longest: 45_000_000 };
    return cursor('admin.$cmd.aggregate', knobs.poolExhausted ? [slow] : []);
  };
}
