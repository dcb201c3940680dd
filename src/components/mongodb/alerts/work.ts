// Work that goes wrong inside a MongoDB that is up: cursors left open, operations that do not end, assertions.
import { above, alert, threshold } from '../../../observe/index.ts';
import { matchers, promql } from '../../../promql/index.ts';
import { mongodbMetrics as m } from '../metrics.ts';
import { LOG, MONGOSH, shell } from './commands.ts';

export const mongoCursors = alert({
  name: 'MongoCursors',
  component: 'mongodb',
  severity: 'warning',
  when: [
    above(
      promql`${m.cursorsOpen}`,
      threshold(500, 'count', {
        min: 20,
        max: 100_000,
        help: 'Cursors that clients hold open at the same time.',
      }),
    ),
  ],
  for: '15m',
  summary: 'MongoDB of {instance}: {value} cursors are open',
  description:
    'Clients hold {value} cursors open. Appsmith needs a few dozen at most: somebody opens them and does not read to the end, which keeps memory and old data alive.',
  runbook: {
    meaning:
      'A cursor is the rest of an answer that the client has not fetched yet. MongoDB closes one that nobody used for ten minutes, unless the client forbade it.',
    impact:
      'Each cursor keeps memory and old versions of documents; thousands of them slow the whole server.',
    diagnosis: [
      'The panel “MongoDB cursors”: pinned ones are being read; those without a timeout never go away by themselves.',
      `${MONGOSH}, then \`db.getSiblingDB('admin').aggregate([{ $currentOp: { idleCursors: true } }, { $match: { type: 'idleCursor' } }])\`: each with its client and collection.`,
      'Is it Appsmith’s own database, or does somebody use this server as a datasource as well?',
    ],
    mitigation: [
      'Restart the client that holds them; for the backend `docker compose exec appsmith supervisorctl restart backend`.',
      'Scripts that read with `noCursorTimeout` must close their cursors.',
    ],
    falseAlarms: 'A server shared with other busy applications: raise the threshold.',
  },
});

export const mongoSlowOperations = alert({
  name: 'MongoSlowOperations',
  component: 'mongodb',
  severity: 'warning',
  when: [
    above(
      promql`${m.slowRunning}`,
      threshold(5, 'count', {
        min: 1,
        max: 1_000,
        help: 'Operations that have been running for longer than the exporter’s `slow_operation_threshold` (5 s unless set).',
      }),
    ),
  ],
  for: '5m',
  summary: 'MongoDB of {instance}: {value} operations run for too long',
  description:
    '{value} operations at a time have been running for longer than 5 s, for {for}. One such operation is a report or a backup, many are a missing index or a server that cannot keep up.',
  runbook: {
    meaning:
      'The exporter asks MongoDB what is running now and counts what has been at it for longer than the threshold. What waits on purpose, such as change streams, does not count.',
    impact: 'Pages and saves that need the same collections hang; others become slow with them.',
    diagnosis: [
      `${shell('db.currentOp({ active: true, secs_running: { \\$gt: 5 } }).inprog.map(o => [o.opid, o.secs_running, o.ns, o.planSummary, o.client])')}: COLLSCAN in the fourth place is a query without an index.`,
      'The panels “MongoDB collection scans” and “MongoDB documents looked at”: did they rise at the same time?',
      'The panels “MongoDB queue”, “MongoDB cache” and “MongoDB checkpoint”: whether it waits for locks, memory or the disk.',
      '`appsmith-exporter doctor` tells which indexes are missing.',
    ],
    mitigation: [
      `End the longest: ${MONGOSH}, then \`db.killOp(<opid>)\`.`,
      'Make the missing index at a quiet hour.',
      'If all kinds of operations are slow, see MongoCachePressure and MongoQueued.',
    ],
    falseAlarms: 'Index builds and migrations right after an update of Appsmith: let them end.',
  },
});

export const mongoAsserts = alert({
  name: 'MongoAsserts',
  component: 'mongodb',
  severity: 'warning',
  when: [
    above(
      promql`sum by (job, instance) (
        rate(${m.asserts}${matchers({ type: ['regular', 'warning', 'msg', 'tripwire'] })}[5m])
      )`,
      threshold(0.05, 'per-second', {
        min: 0.001,
        max: 100,
        help: 'Assertions inside the server; those of type user are clients’ mistakes and do not count.',
      }),
    ),
  ],
  for: '5m',
  summary: 'MongoDB of {instance} raises {value} internal assertions',
  description:
    'MongoDB’s own consistency checks fail {value}. That is a defect of the server or damaged data, not a mistake of Appsmith’s: make sure of a backup, then read the log.',
  runbook: {
    meaning:
      'An assertion is a check in MongoDB’s own code that did not hold. Healthy servers have none except for those of type `user`, which clients cause.',
    impact: 'The operations in question fail; damaged data may spread or stop the server.',
    diagnosis: [
      `${LOG}: lines with “assert”, “Assertion” or severity E and F name the check and the collection.`,
      'The panel “MongoDB assertions”: which type, since when, and whether there was an update at that time.',
      'The kernel’s log of the host: errors of the disk?',
    ],
    mitigation: [
      'Make a backup now: `docker compose exec appsmith appsmithctl backup`.',
      'If one collection is named, check it at a quiet hour with `db.<collection>.validate()`: it blocks the collection meanwhile.',
      'If it began with an update, go back to the version before it; else restore the last good backup on another disk.',
    ],
  },
});

export const workAlerts = [mongoCursors, mongoSlowOperations, mongoAsserts];
