// How long it may be from one backup to the next: what the configuration says, or the archives' own rhythm.
import type { Archive } from './archives.ts';
import { longestGap } from './cron.ts';

const DAY = 86_400;
/** From so many archives on they have a rhythm; one or two may be somebody's before an upgrade. */
const RHYTHM = 3;

export interface Schedule {
  /** Whether Appsmith's configuration schedules backups; undefined where it does not say. */
  readonly scheduled?: boolean | undefined;
  /** Seconds between appsmithctl's archives; undefined where nothing says it. */
  readonly full?: number | undefined;
  /** The same of a script's archives. */
  readonly script?: number | undefined;
}

/**
 * @param cron APPSMITH_BACKUP_CRON_EXPRESSION, where `disable` is a word for never
 * @param own what the user has set, in seconds
 * @param script a folder is named to which a script of the user's writes
 */
export function scheduleOf(
  cron: string | undefined,
  own: number | undefined,
  script: boolean,
): Schedule {
  const text = cron?.trim() ?? '';
  const known = { full: own, script: own ?? (script ? DAY : undefined) };
  if (text === '') return known;
  if (text === 'disable') return { ...known, scheduled: false };
  // One that cannot be read here is meant all the same: most schedules are daily.
  return { ...known, scheduled: true, full: own ?? longestGap(text) ?? DAY };
}

/** The longest time between two of these archives, a day at least; undefined if they are too few to tell. */
export function rhythmOf(archives: readonly Pick<Archive, 'at'>[]): number | undefined {
  if (archives.length < RHYTHM) return undefined;
  const times = archives.map(({ at }) => at / 1000).sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  return Math.max(DAY, ...gaps);
}
