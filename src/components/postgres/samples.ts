// From the rows of each question to samples; what is null is left out.
import type { SampleSet } from '../../metrics/index.ts';
import type { Row, Value } from './connection.ts';
import { postgresMetrics as m } from './metrics.ts';
import type { Facts, Question } from './queries.ts';

type Fill = (samples: SampleSet, row: Row) => void;

const FILL: Readonly<Record<Question, Fill>> = {
  server(samples, row) {
    const version = textOf(row.version);
    // `15.18 (Debian 15.18-0+deb12u1)`: what stands behind the number is the packager's.
    if (version !== undefined) samples.info(m.version, { version: version.split(' ')[0] });
    samples.set(m.startTime, numberOf(row.started));
    samples.set(m.maxConnections, numberOf(row.max_connections));
    samples.set(m.superuserReserved, numberOf(row.superuser_reserved));
    samples.set(m.reserved, numberOf(row.reserved));
    samples.set(m.isReplica, booleanOf(row.is_replica));
    samples.set(m.walWritten, numberOf(row.wal_written));
    const seesAll = booleanOf(row.sees_all);
    if (seesAll !== undefined) samples.set(m.limited, !seesAll);
  },
  activity(samples, row) {
    const labels = { datname: textOf(row.datname), state: textOf(row.state) };
    samples.set(m.connections, numberOf(row.connections), labels);
    samples.set(m.maxTransaction, numberOf(row.oldest), labels);
  },
  databases(samples, row) {
    const labels = { datname: textOf(row.datname) };
    samples.set(m.committed, numberOf(row.xact_commit), labels);
    samples.set(m.rolledBack, numberOf(row.xact_rollback), labels);
    samples.set(m.deadlocks, numberOf(row.deadlocks), labels);
    samples.set(m.conflicts, numberOf(row.conflicts), labels);
    samples.set(m.blocksHit, numberOf(row.blks_hit), labels);
    samples.set(m.blocksRead, numberOf(row.blks_read), labels);
    samples.set(m.tempBytes, numberOf(row.temp_bytes), labels);
  },
  locks(samples, row) {
    samples.set(m.locksWaiting, numberOf(row.waiting), { datname: textOf(row.datname) });
  },
  checkpoints(samples, row) {
    samples.set(m.checkpointsTimed, numberOf(row.timed));
    samples.set(m.checkpointsRequested, numberOf(row.requested));
    samples.set(m.checkpointWrite, secondsOf(row.write_ms));
    samples.set(m.checkpointSync, secondsOf(row.sync_ms));
    samples.set(m.checkpointBuffers, numberOf(row.buffers));
  },
  standby(samples, row) {
    samples.set(m.lag, numberOf(row.lag));
  },
  replicas(samples, row) {
    const labels = { application_name: textOf(row.application_name) };
    samples.set(m.replicaLag, numberOf(row.behind), labels);
  },
  slots(samples, row) {
    const labels = { slot_name: textOf(row.slot_name) };
    samples.set(m.slotActive, booleanOf(row.active), labels);
    samples.set(m.slotRetained, numberOf(row.retained), labels);
  },
  wal(samples, row) {
    samples.set(m.walSegments, numberOf(row.segments));
    samples.set(m.walSize, numberOf(row.bytes));
  },
  sizes(samples, row) {
    samples.set(m.size, numberOf(row.bytes), { datname: textOf(row.datname) });
  },
};

/** Adds what the answer to one question tells. */
export function addRows(samples: SampleSet, question: Question, rows: readonly Row[]): void {
  for (const row of rows) FILL[question](samples, row);
}

/** What the further questions depend on; undefined if it is no answer of a PostgreSQL. */
export function factsOf(row: Row | undefined): Facts | undefined {
  const versionNumber = numberOf(row?.version_number);
  if (versionNumber === undefined) return undefined;
  return {
    versionNumber,
    isReplica: row?.is_replica === true,
    seesAll: row?.sees_all === true,
    seesWal: row?.sees_wal === true,
  };
}

const numberOf = (value: Value | undefined): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

const booleanOf = (value: Value | undefined): boolean | undefined =>
  typeof value === 'boolean' ? value : undefined;

const secondsOf = (value: Value | undefined): number | undefined => {
  const milliseconds = numberOf(value);
  return milliseconds === undefined ? undefined : milliseconds / 1000;
};

const textOf = (value: Value | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
