// Fills a real server with pulses, users and applications whose counts are known.
import { type Db, MongoClient, ObjectId } from 'mongodb';

/** Everybody sends a pulse an hour; one in five is anonymous, one in four of the others edits. */
const PEOPLE = 5000;
const BATCH = 20_000;
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

export interface Expected {
  /** Different people by window, longest last: 5m, 1d, 7d, 30d. */
  readonly active: number[];
  readonly editors: number[];
  readonly anonymous: number[];
}

/** None lies here: time passes while they are inserted and counted. */
const GAP = [MINUTE, 15 * MINUTE] as const;
const SPANS = [5 * MINUTE, DAY, 7 * DAY, 30 * DAY];

/**
 * Inserts some `count` pulses that reach back 40 days, evenly, and counts while doing so what a question must answer.
 * Their `_id` tells the same time as `createdAt`, as an identifier made by the backend does.
 */
export async function insertPulses(db: Db, count: number, now: number): Promise<Expected> {
  const step = (40 * DAY) / count;
  const seen = SPANS.map(() => ({
    active: new Set<number>(),
    editors: new Set(),
    anonymous: new Set(),
  }));
  let batch: object[] = [];
  for (let i = 0; i < count; i++) {
    const age = Math.floor(i * step) + 2000;
    if (age > GAP[0] && age < GAP[1]) continue;
    const person = (i * 7919) % PEOPLE;
    const isAnonymousUser = person % 5 === 0;
    const viewMode = (person + i) % 4 !== 0;
    for (const [at, span] of SPANS.entries()) {
      if (age >= span) continue;
      seen[at]!.active.add(person);
      if (isAnonymousUser) seen[at]!.anonymous.add(person);
      else if (!viewMode) seen[at]!.editors.add(person);
    }
    batch.push({
      _id: identifier(now - age, i),
      user: `hash-of-person-${person}`,
      instanceId: 'i',
      viewMode,
      isAnonymousUser,
      createdAt: new Date(now - age),
    });
    if (batch.length === BATCH) {
      await db.collection('usagePulse').insertMany(batch, { ordered: false });
      batch = [];
    }
  }
  if (batch.length > 0) await db.collection('usagePulse').insertMany(batch, { ordered: false });
  const sizes = (of: 'active' | 'editors' | 'anonymous') => seen.map((one) => one[of].size);
  return { active: sizes('active'), editors: sizes('editors'), anonymous: sizes('anonymous') };
}

function identifier(ms: number, i: number): ObjectId {
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(ms / 1000));
  view.setUint32(8, i);
  return new ObjectId(bytes);
}

/** A driver of the test's own. */
export async function connect(url: string): Promise<MongoClient> {
  return new MongoClient(`${url}/?directConnection=true`).connect();
}

/** Each kind of document once deleted and so often not. */
export async function insertWork(db: Db): Promise<void> {
  const deletedAt = new Date();
  const some = (n: number, more: object = {}) => Array.from({ length: n }, () => ({ ...more }));
  const plugins = ['postgres-plugin', 'restapi-plugin'].map((packageName) => ({
    _id: new ObjectId(),
    packageName,
  }));
  const [postgres, rest] = plugins.map(({ _id }) => _id.toHexString());
  const all: Record<string, object[]> = {
    user: [...some(12, { email: 'x' }), { email: 'anonymousUser' }, { email: 'y', deletedAt }],
    workspace: [...some(3), { deletedAt }],
    application: [...some(7), { deletedAt }],
    newPage: [...some(20), { deletedAt }],
    newAction: [...some(30, { pluginType: 'DB' }), ...some(9, { pluginType: 'JS' }), { deletedAt }],
    actionCollection: some(4),
    datasource: [
      ...some(3, { pluginId: postgres }),
      ...some(2, { pluginId: rest }),
      { pluginId: rest, deletedAt },
    ],
    plugin: plugins,
  };
  for (const [name, documents] of Object.entries(all)) {
    await db.collection(name).insertMany(documents);
  }
}
