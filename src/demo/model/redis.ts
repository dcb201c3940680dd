// What Appsmith's Redis has counted: sessions, the commands on them, and the memory that they take.
import type { Random } from '../random.ts';
import type { Work } from './backend/conditions.ts';
import type { Knobs } from './knobs.ts';

/** Bytes of one Spring session with its index entries. */
const SESSION_BYTES = 3_400;
const EMPTY_BYTES = 1_180_000;
/** What Spring Session asks, and how long each takes on the server in microseconds. */
export const COMMANDS: readonly [command: string, share: number, micros: number][] = [
  ['hgetall', 0.35, 21],
  ['get', 0.3, 4],
  ['expire', 0.17, 3],
  ['hmset', 0.15, 14],
  ['ping', 0.03, 1],
];

type Limits = Pick<Knobs, 'redisMaxmemoryBytes' | 'redisPolicy' | 'redisGrowthBytesPerSecond'>;

/** One life of the server. The sessions outlast it: Redis saves them. */
export class RedisModel {
  uptime = 0;
  clients = 9;
  sessions: number;
  /** Bytes of other keys than sessions. */
  ballast = 0;
  peak = 0;
  readonly counts = {
    connections: 9,
    commands: 0,
    hits: 0,
    misses: 0,
    expired: 0,
    evicted: 0,
    bytesIn: 0,
    bytesOut: 0,
    /** Writes refused because memory was full. */
    refused: 0,
  };
  /** Calls by command, lower case. */
  readonly calls: Record<string, number> = {};
  readonly cpu = { system: 0, user: 0 };
  opsPerSecond = 0;
  changesSinceSave = 0;
  /** Milliseconds since the epoch. */
  lastSave: number;
  readonly started: number;
  readonly #random: Random;

  constructor(random: Random, now: number, sessions = 420) {
    this.#random = random;
    this.started = now;
    this.lastSave = now;
    this.sessions = sessions;
  }

  /** Bytes that Redis has allocated. */
  get usedMemory(): number {
    return Math.round(
      EMPTY_BYTES + this.sessions * SESSION_BYTES + this.ballast + this.clients * 22_000,
    );
  }

  get keys(): number {
    return Math.round(this.sessions * 3 + this.ballast / 1_000);
  }

  /** Full, and not allowed to make room. */
  refusesWrites({ redisMaxmemoryBytes: max, redisPolicy }: Limits): boolean {
    return redisPolicy === 'noeviction' && max > 0 && this.usedMemory >= max;
  }

  step(seconds: number, work: Work, limits: Limits, now: number): void {
    this.uptime += seconds;
    if (this.refusesWrites(limits)) this.counts.refused += work.sessionWrites;
    else {
      this.sessions += work.logins;
      this.ballast += limits.redisGrowthBytesPerSecond * seconds;
    }
    if (limits.redisPolicy !== 'noeviction') this.#evict(limits.redisMaxmemoryBytes);
    const ended = Math.min(
      this.sessions,
      this.#random.poisson((seconds * this.sessions) / 2_592_000),
    );
    this.sessions -= ended;
    this.counts.expired += ended;
    this.#count(seconds, work.redisCommands);
    // `save 15 1`: a snapshot within 15 seconds of any change.
    this.changesSinceSave += work.logins + Math.round(work.requests * 0.8);
    if (this.changesSinceSave > 0 && now - this.lastSave >= 15_000) {
      this.lastSave = now;
      this.changesSinceSave = 0;
    }
    this.peak = Math.max(this.peak, this.usedMemory);
  }

  /** Drops keys of either kind, each by its share, until memory is below the limit. */
  #evict(max: number): void {
    const over = max > 0 ? this.usedMemory - max : 0;
    if (over <= 0) return;
    const inSessions = this.sessions * SESSION_BYTES;
    const share = inSessions / (inSessions + this.ballast);
    this.sessions = Math.max(0, this.sessions - Math.ceil((over * share) / SESSION_BYTES));
    this.ballast = Math.max(0, this.ballast - over * (1 - share));
    this.counts.evicted += Math.ceil(over / 1_000);
  }

  #count(seconds: number, fromBackend: number): void {
    const { counts, cpu } = this;
    const commands = fromBackend + this.#random.poisson(seconds * 0.6);
    counts.commands += commands;
    for (const [command, share] of COMMANDS) {
      this.calls[command] = (this.calls[command] ?? 0) + this.#random.poisson(commands * share);
    }
    const lookups = Math.round(fromBackend * 0.65);
    const missed = this.#random.poisson(lookups * 0.03);
    counts.hits += Math.max(0, lookups - missed);
    counts.misses += missed;
    counts.bytesIn += commands * 92;
    counts.bytesOut += commands * 610;
    cpu.system += commands * 18e-6 + seconds * 0.0011;
    cpu.user += commands * 24e-6 + seconds * 0.0008;
    this.opsPerSecond = Math.round(commands / seconds);
    if (!this.#random.chance(seconds / 120)) return;
    const clients = 9 + this.#random.poisson(0.6);
    counts.connections += Math.max(0, clients - this.clients);
    this.clients = clients;
  }
}
