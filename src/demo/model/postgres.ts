// What Appsmith's PostgreSQL has counted, told from the clock alone: nothing is stepped, whatever time passes.
import type { Knobs } from './knobs.ts';

/** One database: what it holds at the start, and how it works in the mean. */
interface Work {
  readonly name: string;
  readonly bytes: number;
  readonly bytesPerDay: number;
  readonly commitsPerSecond: number;
  /** Connections of its client: in use in the mean, and open. */
  readonly active: number;
  readonly pool: number;
}

const DATABASES: readonly Work[] = [
  work('appsmith', 9e6, 0, 0.02, 0, 0),
  work('keycloak', 14e6, 40_000, 1.2, 0.3, 4),
  work('temporal', 42e6, 900_000, 9, 2, 12),
  work('temporal_visibility', 12e6, 200_000, 1.5, 0.2, 4),
  work('postgres', 8e6, 0, 0.1, 0, 0),
];

function work(
  name: string,
  bytes: number,
  bytesPerDay: number,
  commitsPerSecond: number,
  active: number,
  pool: number,
): Work {
  return { name, bytes, bytesPerDay, commitsPerSecond, active, pool };
}

export interface DatabaseState {
  readonly name: string;
  readonly bytes: number;
  readonly committed: number;
  readonly rolledBack: number;
  readonly blocksHit: number;
  readonly blocksRead: number;
  readonly tempBytes: number;
  readonly active: number;
  readonly idle: number;
}

export const MAX_CONNECTIONS = 100;
export const SUPERUSER_RESERVED = 3;
const CHECKPOINT_SECONDS = 300;
const DAY = 86_400;

/** One life of the server. */
export class PostgresModel {
  /** Milliseconds since the epoch. */
  readonly started: number;
  readonly #born: number;
  #stuckSince: number | undefined;

  /** @param born when its data began, which outlives the server */
  constructor(started: number, born = started) {
    this.started = started;
    this.#born = born;
  }

  /** A new process over the same data. */
  restarted(now: number): PostgresModel {
    return new PostgresModel(now, this.#born);
  }

  /** Remembers since when a transaction has been left open. */
  settle({ postgresStuckTransaction }: Knobs, now: number): void {
    this.#stuckSince = postgresStuckTransaction ? (this.#stuckSince ?? now) : undefined;
  }

  /** Age of the transaction that somebody left open, in seconds; undefined if nobody has. */
  stuckFor(now: number): number | undefined {
    return this.#stuckSince === undefined ? undefined : (now - this.#stuckSince) / 1000;
  }

  databases(now: number): DatabaseState[] {
    const seconds = busySeconds(now) - busySeconds(this.started);
    const days = Math.max(0, now - this.#born) / 1000 / DAY;
    return DATABASES.map((each) => {
      const committed = Math.floor(each.commitsPerSecond * seconds);
      const active = Math.round(each.active * (1 + 0.6 * Math.sin(now / 47_000)));
      return {
        name: each.name,
        bytes: Math.round((each.bytes + each.bytesPerDay * days) / 8192) * 8192,
        committed,
        rolledBack: Math.floor(committed / 400),
        blocksHit: committed * 38,
        blocksRead: 900 + Math.floor(committed / 6),
        tempBytes: 0,
        active,
        idle: Math.max(0, each.pool - active),
      };
    });
  }

  /** Checkpoints since the start, and what they took: each writes what has changed for five minutes. */
  checkpoints(now: number) {
    const timed = Math.floor((now - this.started) / 1000 / CHECKPOINT_SECONDS);
    return {
      timed,
      requested: 1,
      writeMs: timed * 21_400,
      syncMs: timed * 35,
      buffers: timed * 212,
    };
  }

  /** Bytes of the write-ahead log since its first. */
  walBytes(now: number): number {
    return 22_000_000 + Math.floor((busySeconds(now) - busySeconds(this.#born)) * 3_100);
  }
}

/** The integral of a working day's curve, 0.4 at night to 1.6 at noon, in seconds: it only rises. */
function busySeconds(now: number): number {
  const seconds = now / 1000;
  const angle = (2 * Math.PI * seconds) / DAY;
  return seconds - (0.6 * DAY * Math.sin(angle)) / (2 * Math.PI);
}
