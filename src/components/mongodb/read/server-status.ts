// serverStatus to samples.
import type { Document } from 'mongodb';
import type { SampleSet } from '../../../metrics/index.ts';
import { mongodbMetrics as m } from '../metrics.ts';
import { at, numberOf, readRows, row } from './rows.ts';

const ROWS = [
  row(m.connections, 'connections.current', { state: 'current' }),
  row(m.connections, 'connections.active', { state: 'active' }),
  row(m.connections, 'connections.available', { state: 'available' }),
];

/** Fields as serverStatus of 4.2 to 8.2 has them. */
export function readServerStatus(status: Document, samples: SampleSet): void {
  readRows(ROWS, status, samples);
  const current = numberOf(at(status, ['connections', 'current']));
  const available = numberOf(at(status, ['connections', 'available']));
  if (current !== undefined && available !== undefined) {
    samples.set(m.connectionsMax, current + available);
  }
}
