// Tickets and the queues before them: fixed to 6.0, moved by the server in 7.0, in another place from 8.0 on.
import type { Document } from 'mongodb';
import type { SampleSet } from '../../../metrics/index.ts';
import { mongodbMetrics as m } from '../metrics.ts';
import { at, MICROS, type Row, readRows, row } from './rows.ts';

const PRIORITIES = { normal: 'normalPriority', low: 'lowPriority' };

const ROWS: readonly Row[] = ['read', 'write'].flatMap((type) => [
  row(m.ticketsOut, `${type}.out`, { type }),
  row(m.ticketsAvailable, `${type}.available`, { type }),
  row(m.ticketsTotal, `${type}.totalTickets`, { type }),
  ...Object.entries(PRIORITIES).flatMap(([priority, field]) => [
    row(m.queueLength, `${type}.${field}.queueLength`, { type, priority }),
    row(m.queueSeconds, `${type}.${field}.totalTimeQueuedMicros`, { type, priority }, MICROS),
  ]),
]);

/** Reads 8.0's `queues.execution`, or else `wiredTiger.concurrentTransactions`. */
export function readTickets(status: Document, samples: SampleSet): void {
  const tickets =
    at(status, ['queues', 'execution']) ?? at(status, ['wiredTiger', 'concurrentTransactions']);
  if (typeof tickets === 'object' && tickets !== null) readRows(ROWS, tickets, samples);
}
