// Who was there within a window: pulses read by the index that every collection has, or else the users' own dates.
import type { Document } from 'mongodb';
import { at, numberOf } from '../read/rows.ts';
import { usageMetrics as m } from './metrics.ts';
import { type Asking, type Row, TooMuch } from './question.ts';

export interface Window {
  readonly name: string;
  readonly seconds: number;
  readonly everySeconds: number;
}

/** The longest first: it says where activity is written down. What moves slowly is asked for seldom. */
export const WINDOWS: readonly Window[] = [
  { name: '30d', seconds: 2_592_000, everySeconds: 1800 },
  { name: '5m', seconds: 300, everySeconds: 300 },
  { name: '1d', seconds: 86_400, everySeconds: 300 },
  { name: '7d', seconds: 604_800, everySeconds: 900 },
];
const [LONGEST] = WINDOWS;

/** On the server; what takes longer is given up. */
export const MAX_TIME_MS = 3000;
/** Pulses within a window that are looked at. A pulse an hour makes this a month of some 5,000 people at work. */
const MAX_PULSES = 1_000_000;
/** Users that are looked at where there are no pulses. */
const MAX_USERS = 200_000;

/** People within a window, by what they did; nothing where nobody ever came. */
export async function countPeople(asking: Asking, window: Window): Promise<Row[]> {
  const { known } = asking;
  if (known.activity !== 'users' && known.activity !== 'nowhere') {
    const counts = await pulses(asking, window);
    const some = (numberOf(counts?.active) ?? 0) > 0;
    if (window !== LONGEST || some) {
      if (some) known.activity = 'pulses';
      return rowsOf(counts ?? {}, window, PEOPLE);
    }
  }
  const active = await lastActive(asking, window);
  if (window === LONGEST) known.activity = active > 0 ? 'users' : 'nowhere';
  return known.activity === 'nowhere'
    ? []
    : rowsOf({ active }, window, [['active', m.activeUsers]]);
}

const PEOPLE = [
  ['active', m.activeUsers],
  ['viewers', m.activeViewers],
  ['editors', m.activeEditors],
  ['anonymous', m.activeAnonymous],
] as const;

/** No document within the window is a real zero. */
function rowsOf(
  counts: Document,
  { name }: Window,
  people: readonly (readonly [string, Row['metric']])[],
): Row[] {
  return people.map(([key, metric]) => ({
    metric,
    labels: { window: name },
    value: numberOf(counts[key]) ?? 0,
  }));
}

/**
 * `_id` is always indexed and begins with the time, so no index on `createdAt` is needed: nothing older
 * than the window is read.
 */
async function pulses(asking: Asking, { seconds }: Window): Promise<Document | undefined> {
  const { ObjectId } = await import('mongodb');
  const since = Math.floor(asking.now / 1000) - seconds;
  const counts = await aggregate(asking, 'usagePulse', [
    {
      $match: {
        _id: { $gte: ObjectId.createFromTime(since) },
        createdAt: { $gte: new Date(since * 1000) },
      },
    },
    { $limit: MAX_PULSES + 1 },
    BY_PERSON,
    OF_EACH_KIND,
  ]);
  if ((numberOf(counts?.pulses) ?? 0) > MAX_PULSES) throw new TooMuch(`over ${MAX_PULSES} pulses`);
  return counts;
}

/** False is less than true, and what is missing is neither. */
const BY_PERSON = {
  $group: {
    _id: '$user',
    pulses: { $sum: 1 },
    viewed: { $max: '$viewMode' },
    onlyViewed: { $min: '$viewMode' },
    anonymous: { $max: '$isAnonymousUser' },
  },
};

const signedIn = { $ne: ['$anonymous', true] };
const those = (...all: object[]) => ({ $sum: { $cond: [{ $and: all }, 1, 0] } });
const OF_EACH_KIND = {
  $group: {
    _id: null,
    pulses: { $sum: '$pulses' },
    active: { $sum: 1 },
    viewers: those({ $eq: ['$viewed', true] }, signedIn),
    editors: those({ $eq: ['$onlyViewed', false] }, signedIn),
    anonymous: those({ $eq: ['$anonymous', true] }),
  },
};

/** Older versions have no pulses. There are few users beside documents of other kinds. */
async function lastActive(asking: Asking, { seconds }: Window): Promise<number> {
  const recent = { $gte: new Date(asking.now - seconds * 1000) };
  const counts = await aggregate(asking, 'user', [
    { $limit: MAX_USERS },
    { $match: { lastActiveAt: recent } },
    { $group: { _id: null, active: { $sum: 1 } } },
  ]);
  return numberOf(counts?.active) ?? 0;
}

/** The one document of an answer; undefined where nothing matched, and where there is no such collection. */
async function aggregate(
  { run, database }: Asking,
  collection: string,
  pipeline: readonly Document[],
): Promise<Document | undefined> {
  const command = { aggregate: collection, pipeline, cursor: {}, maxTimeMS: MAX_TIME_MS };
  return at(await run(database, command), ['cursor', 'firstBatch', '0']) as Document | undefined;
}
