// Counts active users, rarely and within limits: it is the only question that reads Appsmith's own documents.
import type { Document, ObjectId } from 'mongodb';
import type { SampleSet } from '../../metrics/index.ts';
import { isRefusal } from './errors.ts';
import type { Run } from './link.ts';
import { mongodbMetrics as m } from './metrics.ts';
import { at } from './read/rows.ts';

/** The values of the `window` label, in seconds. */
export const USAGE_WINDOWS = { '5m': 300, '1d': 86_400, '7d': 604_800, '30d': 2_592_000 } as const;
type Counts = Readonly<Record<keyof typeof USAGE_WINDOWS, number>>;

/** Counted at most so often, also after a failure. */
const EVERY_MS = 300_000;
/** A count that could not be renewed for so long says nothing any more. */
const STALE_MS = 3_600_000;
/** On the server; a count that takes longer is given up. */
const MAX_TIME_MS = 2000;
/** Newest documents that are looked at: a month of a large company. */
const MAX_DOCUMENTS = 200_000;

interface Usage {
  readonly counts: Counts;
  readonly at: number;
}

/** Lives as long as the collector. */
export class UsageCounter {
  readonly #now: () => number;
  #tried = Number.NEGATIVE_INFINITY;
  #usage: Usage | undefined;

  /** `now`: milliseconds since the epoch. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Adds what is known, after counting anew where that is due. A refusal leaves it out; what else fails is thrown. */
  async collect(run: Run, database: string, samples: SampleSet): Promise<void> {
    if (this.#now() - this.#tried >= EVERY_MS) await this.#count(run, database);
    const usage = this.#usage;
    const age = this.#now() - (usage?.at ?? Number.NEGATIVE_INFINITY);
    if (!usage || age > STALE_MS) return;
    for (const [window, count] of Object.entries(usage.counts)) {
      samples.set(m.activeUsers, count, { window: window as keyof Counts });
    }
    samples.set(m.activeUsersAge, Math.max(0, age) / 1000);
  }

  async #count(run: Run, database: string): Promise<void> {
    this.#tried = this.#now();
    try {
      const now = this.#now();
      const counts = (await pulses(run, database, now)) ?? (await lastActive(run, database, now));
      if (counts) this.#usage = { counts, at: now };
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
}

/**
 * `_id` is always indexed and begins with the time, so no index on `createdAt` is needed: the newest
 * documents of the longest window are read in order, and never more than the limit.
 */
async function pulses(run: Run, database: string, now: number): Promise<Counts | undefined> {
  const { ObjectId } = await import('mongodb');
  const oldest = now / 1000 - USAGE_WINDOWS['30d'];
  const since: ObjectId = ObjectId.createFromTime(Math.floor(oldest));
  return ask(run, database, 'usagePulse', [
    { $match: { _id: { $gte: since } } },
    { $sort: { _id: -1 } },
    { $limit: MAX_DOCUMENTS },
    { $group: { _id: '$user', last: { $max: '$createdAt' } } },
    within(now),
  ]);
}

/** Older versions have no pulses. There are few users beside documents of other kinds. */
const lastActive = (run: Run, database: string, now: number): Promise<Counts | undefined> =>
  ask(run, database, 'user', [
    { $sort: { _id: -1 } },
    { $limit: MAX_DOCUMENTS },
    { $match: { lastActiveAt: { $gte: new Date(now - USAGE_WINDOWS['30d'] * 1000) } } },
    { $group: { _id: '$_id', last: { $max: '$lastActiveAt' } } },
    within(now),
  ]);

/** One pass for all windows: whoever was there last within a shorter one was there within the longer. */
function within(now: number): Document {
  const counted = Object.entries(USAGE_WINDOWS).map(([window, seconds]) => {
    const recent = { $gte: ['$last', new Date(now - seconds * 1000)] };
    return [window, { $sum: { $cond: [recent, 1, 0] } }];
  });
  return { $group: { _id: null, ...Object.fromEntries(counted) } };
}

/** Undefined where nobody was there at all, which is also what a missing collection answers. */
async function ask(
  run: Run,
  database: string,
  collection: string,
  pipeline: readonly Document[],
): Promise<Counts | undefined> {
  const answer = await run(database, {
    aggregate: collection,
    pipeline,
    cursor: {},
    maxTimeMS: MAX_TIME_MS,
  });
  const row = at(answer, ['cursor', 'firstBatch', '0']) as Document | undefined;
  if (!row || !(Number(row['30d']) > 0)) return undefined;
  const counts = Object.keys(USAGE_WINDOWS).map((window) => [window, Number(row[window] ?? 0)]);
  return Object.fromEntries(counts) as Counts;
}
