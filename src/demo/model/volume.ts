// The model of the stacks volume: what lies on it, how it grows, and the nightly backup that needs room.
import type { Knobs } from './knobs.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const DAY_MS = 86_400_000;

/** As large as the disk of a small virtual machine; root keeps a twentieth of it. */
const SIZE = 20 * GIB;
const FOR_ROOT = GIB;
const INODES = 1_310_720;
/** appsmithctl does not even begin with less. */
const LEAST_FOR_BACKUP = 2 * GIB;
const ARCHIVES_KEPT = 4;
/** Each archive is so much larger than the one before. */
const GROWTH = 1.01;

/** Programs whose logs move: bytes now, bytes a second by day and night, and what rotation leaves at most. */
const LOGS = {
  backend: { now: 82 * MIB, pace: 520, most: 100 * MIB },
  editor: { now: 190 * MIB, pace: 610, most: 240 * MIB },
  mongodb: { now: 96 * MIB, pace: 340, most: 160 * MIB },
} as const;
type Program = keyof typeof LOGS;
const PROGRAMS = Object.keys(LOGS) as Program[];

export interface Archive {
  /** When it was finished, milliseconds since the epoch. */
  readonly at: number;
  readonly bytes: number;
}

/** How a backup ended. */
export interface Attempt {
  readonly at: number;
  /** What was wrong; undefined if it went well. */
  readonly error?: string;
}

export class VolumeModel {
  readonly size = SIZE;
  readonly inodes = INODES;
  /** The oldest first. */
  archives: readonly Archive[];
  /** The newest last, some few. */
  attempts: readonly Attempt[];
  readonly #logs: Record<Program, number>;
  #nextBackup: number;
  #hour: number;
  #other = 0;

  /** @param now milliseconds since the epoch; backups were made in the nights before */
  constructor(now: number, { backupHour }: Knobs) {
    this.#logs = { backend: LOGS.backend.now, editor: LOGS.editor.now, mongodb: LOGS.mongodb.now };
    this.#hour = backupHour;
    this.#nextBackup = nextAt(now, backupHour);
    this.archives = Array.from({ length: ARCHIVES_KEPT }, (_, i) => ({
      at: this.#nextBackup - (ARCHIVES_KEPT - i) * DAY_MS,
      bytes: Math.round(600 * MIB * GROWTH ** i),
    }));
    this.attempts = [{ at: this.archives.at(-1)!.at }];
  }

  /** Bytes by path below the stacks folder: all that lies on the volume. */
  get files(): ReadonlyMap<string, number> {
    const logs = PROGRAMS.map((program): [string, number] => [
      `logs/${program}/${program}.log`,
      Math.floor(this.#logs[program] / (64 * KIB)) * 64 * KIB,
    ]);
    return new Map<string, number>([
      ...logs,
      ...this.archives.map(({ at, bytes }): [string, number] => [
        `data/backup/${nameOf(at)}`,
        bytes,
      ]),
      ['data/mongodb/collection-7.wt', 5 * GIB],
      ['data/mongodb/index-8.wt', 700 * MIB],
      ['data/redis/dump.rdb', 60 * MIB],
      ['git-storage/workspace/application/.git/objects/pack/pack-1.pack', 900 * MIB],
      ...(this.#other > 0 ? [['uploads/import.bin', this.#other] as [string, number]] : []),
    ]);
  }

  get free(): number {
    let used = 0;
    for (const bytes of this.files.values()) used += bytes;
    return Math.max(0, SIZE - used);
  }

  get available(): number {
    return Math.max(0, this.free - FOR_ROOT);
  }

  /** Some tens of thousands of small files lie in Git. */
  get inodesFree(): number {
    return INODES - 61_000 - this.archives.length;
  }

  step(seconds: number, knobs: Knobs, now: number): void {
    this.#other = knobs.otherVolumeBytes;
    for (const program of PROGRAMS) this.#log(program, seconds, knobs);
    if (knobs.backupHour !== this.#hour) this.#nextBackup = nextAt(now, knobs.backupHour);
    this.#hour = knobs.backupHour;
    if (now < this.#nextBackup) return;
    this.#backUp(this.#nextBackup, knobs);
    this.#nextBackup += DAY_MS;
  }

  #log(program: Program, seconds: number, knobs: Knobs): void {
    const { pace, most } = LOGS[program];
    const more = program === 'mongodb' ? knobs.logGrowthBytesPerSecond : 0;
    const bytes = this.#logs[program] + (pace + more) * seconds;
    // The oldest of ten files goes.
    const rotated = knobs.logsRotated && bytes > most ? most * 0.9 : bytes;
    this.#logs[program] = Math.min(rotated, this.#logs[program] + this.available);
  }

  #backUp(at: number, { backupError }: Knobs): void {
    const bytes = Math.round((this.archives.at(-1)?.bytes ?? 600 * MIB) * GROWTH);
    const room = this.available;
    const error =
      room < LEAST_FOR_BACKUP
        ? 'Error: Not enough space available at /appsmith-stacks. Please ensure availability of at least 2GB to backup successfully.'
        : backupError || undefined;
    this.attempts = [...this.attempts, { at, ...(error !== undefined && { error }) }].slice(-20);
    if (error === undefined)
      this.archives = [...this.archives, { at, bytes }].slice(-ARCHIVES_KEPT);
  }
}

/** As appsmithctl names it. */
export const nameOf = (at: number): string =>
  `appsmith-backup-${new Date(at).toISOString().replaceAll(':', '-')}.tar.gz`;

const sameDayAt = (time: number, hour: number): number =>
  Math.floor(time / DAY_MS) * DAY_MS + hour * 3_600_000;

function nextAt(now: number, hour: number): number {
  const today = sameDayAt(now, hour);
  return today > now ? today : today + DAY_MS;
}
