// Operations that have been running for too long: the question to $currentOp, and its answer to samples.
import type { Document } from 'mongodb';
import type { SampleSet } from '../../../metrics/index.ts';
import { mongodbMetrics as m } from '../metrics.ts';
import { at, MICROS, numberOf } from './rows.ts';

/**
 * Counts on the server, so that the answer is one small document. Left out is what waits on purpose:
 * the driver's monitors (hello), tailable cursors, replication; and what has no client, as it is the server's own.
 */
export function slowOperations(thresholdSeconds: number): Document {
  const slow = {
    active: true,
    client: { $exists: true },
    microsecs_running: { $gte: thresholdSeconds * 1e6 },
    ns: { $ne: 'local.oplog.rs' },
    'cursor.tailable': { $ne: true },
    'command.hello': { $exists: false },
    'command.isMaster': { $exists: false },
    'command.ismaster': { $exists: false },
  };
  const total = { _id: null, running: { $sum: 1 }, longest: { $max: '$microsecs_running' } };
  return {
    aggregate: 1,
    pipeline: [{ $currentOp: { allUsers: true } }, { $match: slow }, { $group: total }],
    cursor: {},
  };
}

/** No group at all means that nothing slow is running: a real zero. */
export function readSlowOperations(answer: Document, samples: SampleSet, threshold: number): void {
  const batch = at(answer, ['cursor', 'firstBatch']);
  if (!Array.isArray(batch)) return;
  samples.set(m.slowThreshold, threshold);
  samples.set(m.slowRunning, batch.length === 0 ? 0 : numberOf(batch[0].running));
  const longest = numberOf(batch[0]?.longest);
  if (longest !== undefined) samples.set(m.slowLongest, longest / Math.round(1 / MICROS));
}
