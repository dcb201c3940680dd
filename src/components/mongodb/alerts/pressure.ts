// MongoDB comes to its limits: connections, cache, tickets and locks.
import { above, alert, threshold } from '../../../observe/index.ts';
import { matchers, promql } from '../../../promql/index.ts';
import { mongodbMetrics as m } from '../metrics.ts';
import { shell } from './commands.ts';

const ENOUGH_MEMORY =
  'Give the container more memory, or set MongoDB’s cache so that it fits beside the backend’s heap; by default it takes half of the memory that it sees, less 1 GiB.';

export const mongoConnectionsHigh = alert({
  name: 'MongoConnectionsHigh',
  component: 'mongodb',
  severity: 'warning',
  when: [
    above(
      promql`
        sum by (job, instance) (${m.connections}${matchers({ state: 'current' })})
        / ${m.connectionsMax}`,
      threshold(0.8, 'ratio', {
        min: 0.3,
        max: 0.99,
        help: 'The share of the connections that the server allows.',
      }),
    ),
  ],
  for: '5m',
  summary: 'MongoDB of {instance}: {value} of its connections are taken',
  description:
    '{value} of the connections that the MongoDB server allows are open. At 100 % it turns away new ones, those of Appsmith’s backend among them.',
  runbook: {
    meaning:
      'The server limits incoming connections, by its configuration, its plan at a hosting provider or the limit of open files. Appsmith’s backend takes 100 at most unless its URL says otherwise; more than that comes from other clients or other Appsmiths.',
    impact:
      'None yet. At the limit a restarted backend cannot connect any more, and Appsmith stays down.',
    diagnosis: [
      'The panel “MongoDB connections”: a slow climb is a leak, a step is a new client.',
      'The panel “MongoDB connections opened”: many new ones a second come from a client without a pool.',
      `${shell('db.currentOp(true).inprog.map(o => o.client)')}: the clients’ addresses, one a connection.`,
    ],
    mitigation: [
      'Stop the client that holds most of them; if it is a backend of Appsmith’s, `docker compose exec appsmith supervisorctl restart backend`.',
      'Limit each client’s pool with `maxPoolSize` in its URL.',
      'Raise the limit: `net.maxIncomingConnections` and the limit of open files, or a larger plan at the provider.',
    ],
  },
});

export const mongoCachePressure = alert({
  name: 'MongoCachePressure',
  component: 'mongodb',
  severity: 'warning',
  when: [
    above(
      promql`${m.cacheUsed} / (${m.cacheMax} > 0)`,
      threshold(0.95, 'ratio', {
        min: 0.82,
        max: 1,
        help: 'The share of the cache in use; the server keeps it at 80 % while it can, and from 95 % on clients must make room themselves.',
      }),
    ),
    above(
      promql`${m.cacheDirty} / (${m.cacheMax} > 0)`,
      threshold(0.2, 'ratio', {
        min: 0.06,
        max: 1,
        help: 'The share of the cache that is not on disk yet; the server keeps it at 5 % while it can, and from 20 % on clients wait.',
      }),
      'dirty',
    ),
  ],
  for: '10m',
  summary: 'MongoDB of {instance}: its cache is under pressure ({value})',
  description:
    'For {for} the cache has been fuller than MongoDB’s own eviction can keep it ({value} used, or not yet written): queries now evict pages themselves and become slow.',
  runbook: {
    meaning:
      'WiredTiger keeps data in a cache of fixed size. Background threads hold it at 80 % full and 5 % unwritten; at 95 % full or 20 % unwritten they have lost, and each query has to help before it may go on.',
    impact: 'Everything that needs the database becomes slow: page loads, logins, saves.',
    diagnosis: [
      'The panel “MongoDB cache”: whether it is full of data that was read or of writes that the disk does not take.',
      'The panel “MongoDB cache traffic”: much read into it says that the data in use is larger than the cache; much written that the disk is the limit.',
      'The panels “MongoDB collection scans” and “MongoDB slow operations”: a query without an index sweeps everything else out.',
      'The panel “MongoDB checkpoint”: over 60 s the disk is too slow.',
    ],
    mitigation: [
      'End the query that reads everything, if there is one: `db.currentOp()`, then `db.killOp(<opid>)` in MongoDB’s shell.',
      ENOUGH_MEMORY,
      'Make the missing index: `appsmith-exporter doctor` names those that Appsmith needs.',
      'If writes are the cause, a faster disk.',
    ],
  },
});

export const mongoQueued = alert({
  name: 'MongoQueued',
  component: 'mongodb',
  severity: 'warning',
  when: [
    above(
      promql`sum by (job, instance) (${m.lockQueue})`,
      threshold(10, 'count', {
        min: 1,
        max: 10_000,
        help: 'Operations that wait for a lock, reading and writing ones together.',
      }),
    ),
    above(
      promql`sum by (job, instance) (${m.queueLength})`,
      threshold(10, 'count', {
        min: 1,
        max: 10_000,
        help: 'Operations that wait to be let into the storage engine (MongoDB 7.0 and later).',
      }),
      'tickets',
    ),
  ],
  for: '5m',
  summary: 'MongoDB of {instance}: {value} operations are waiting',
  description:
    '{value} operations have been waiting for a lock or for the storage engine for {for}. MongoDB cannot keep up, or one operation holds back all others.',
  runbook: {
    meaning:
      'Operations queue where a lock is held for long, or where as many as allowed are inside the storage engine already. Healthy servers have an empty queue nearly all the time.',
    impact: 'Appsmith’s calls take as much longer as their operations wait.',
    diagnosis: [
      'The panels “MongoDB slow operations” and “MongoDB latency”: few very slow ones hold a lock, many slightly slow ones are too much load.',
      `${shell('db.currentOp({ active: true, secs_running: { \\$gt: 5 } }).inprog')}: what has been running for longer than 5 s.`,
      'The panels “MongoDB cache” and “MongoDB checkpoint”: pressure on memory or disk shows there first.',
    ],
    mitigation: [
      'End the operation that blocks: `db.killOp(<opid>)` in MongoDB’s shell.',
      'Put off imports, migrations and index builds to a quiet hour.',
      ENOUGH_MEMORY,
    ],
  },
});

export const pressureAlerts = [mongoConnectionsHigh, mongoCachePressure, mongoQueued];
