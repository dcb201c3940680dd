// What doctor asks MongoDB beside a scrape: whose rights we use, the indexes that Appsmith needs, the clock.
import type { Document } from 'mongodb';
import type { Examination, Note } from '../../scrape/component.ts';
import { isRefusal } from './errors.ts';
import type { Run } from './link.ts';
import { at } from './read/rows.ts';
import { isLoopback, type MongoAddress } from './url.ts';

/** Asks nine small commands at most, each limited on the server’s side too; what is refused is left out. */
export async function examine(
  run: Run,
  address: MongoAddress,
  { note, clock }: Examination,
): Promise<void> {
  const asked = Date.now();
  const hello = await unlessRefused(run('admin', { hello: 1 }));
  if (hello?.localTime instanceof Date) clock(hello.localTime.getTime(), asked);
  const status = await unlessRefused(run('admin', { connectionStatus: 1 }));
  for (const one of status ? rightsNotes(status, address) : []) note(one);
  const lacking: Lacking[] = [];
  for (const wanted of WANTED) {
    const found = await indexesOf(run, address.database, wanted.collection);
    const how = found && lack(wanted, found);
    if (how) lacking.push({ ...wanted, how });
  }
  for (const one of indexNotes(lacking)) note(one);
}

/** Roles that can change data or users; the exporter only ever reads. */
const POWERFUL = new Set([
  'root',
  '__system',
  'dbOwner',
  'userAdmin',
  'userAdminAnyDatabase',
  'readWriteAnyDatabase',
  'dbAdminAnyDatabase',
  'clusterAdmin',
  'clusterManager',
  'hostManager',
  'restore',
]);

/** @param status answer to `connectionStatus` */
export function rightsNotes({ authInfo }: Document, address: MongoAddress): Note[] {
  // The user that Appsmith makes for itself is root: as long as nobody else gets in, that is how it is shipped.
  const level = isLoopback(address) ? 'info' : 'warning';
  if (authInfo?.authenticatedUsers?.length === 0) return [{ ...NO_ACCESS_CONTROL, level }];
  const roles: readonly Document[] = authInfo?.authenticatedUserRoles ?? [];
  const powerful = roles.filter(({ role, db }) => POWERFUL.has(role) && db === 'admin');
  if (powerful.length === 0) return [];
  const names = powerful.map(({ role, db }) => `${role}@${db}`.slice(0, 60)).join(', ');
  return [
    {
      level,
      code: 'mongodb-user-too-powerful',
      text: `the MongoDB user has more rights than reading needs (${names})`,
      remedy: `make a user for the exporter with mongosh and give it to the exporter (docs/least-privilege.md):\n${leastPrivilege(address)}`,
    },
  ];
}

const NO_ACCESS_CONTROL = {
  code: 'mongodb-without-access-control',
  text: 'MongoDB asks for no user and password: whoever reaches its port can change everything',
  remedy: 'start mongod with --auth (or --keyFile, for a replica set) after making a user',
} as const;

function leastPrivilege({ hosts, database, srv }: MongoAddress): string {
  const url = `mongodb${srv ? '+srv' : ''}://appsmith_exporter:<password>@${hosts.join(',')}/${database}`;
  return [
    "db.getSiblingDB('admin').createRole({ role: 'appsmithExporter', roles: [], privileges: [",
    "  { resource: { cluster: true }, actions: ['serverStatus', 'replSetGetStatus', 'inprog'] },",
    `  { resource: { db: ${JSON.stringify(database)}, collection: '' }, actions: ['dbStats', 'listIndexes'] },`,
    "  { resource: { db: 'local', collection: 'oplog.rs' }, actions: ['find'] }] })",
    "db.getSiblingDB('admin').createUser({ user: 'appsmith_exporter', pwd: passwordPrompt(), roles: ['appsmithExporter'] })",
    `APPSMITH_EXPORTER_MONGODB_URL=${url}?authSource=admin`,
  ].join('\n');
}

interface Wanted {
  readonly collection: string;
  readonly keys: readonly string[];
  readonly unique?: true;
}

interface Lacking extends Wanted {
  /** `partly`: an index begins with the first key, so queries by it do not read the whole collection. */
  readonly how: 'partly' | 'wholly';
}

/** The indexes that the production tutorial for Appsmith tells people to make. */
const WANTED: readonly Wanted[] = [
  { collection: 'application', keys: ['workspaceId', 'name'] },
  { collection: 'newPage', keys: ['applicationId', 'slug'] },
  { collection: 'newAction', keys: ['applicationId', 'pageId'] },
  { collection: 'actionCollection', keys: ['applicationId', 'pageId'] },
  { collection: 'user', keys: ['email'], unique: true },
];

/** Keys of each index in their order; undefined where they may not be listed or there is no collection. */
async function indexesOf(
  run: Run,
  database: string,
  collection: string,
): Promise<string[][] | undefined> {
  const answer = await unlessRefused(run(database, { listIndexes: collection }));
  const batch = at(answer ?? {}, ['cursor', 'firstBatch']);
  if (!Array.isArray(batch)) return undefined;
  return batch.map(({ key }: Document) => Object.keys(key ?? {}));
}

/** Any index that begins with the wanted keys will do. */
function lack({ keys }: Wanted, found: readonly string[][]): Lacking['how'] | undefined {
  if (found.some((index) => keys.every((key, i) => index[i] === key))) return undefined;
  return found.some((index) => index[0] === keys[0]) ? 'partly' : 'wholly';
}

/** Without any index on its first key a collection is read as a whole; narrower than asked for is not bad. */
function indexNotes(lacking: readonly Lacking[]): Note[] {
  const of = (how: Lacking['how']) => lacking.filter((one) => one.how === how);
  const notes: Note[] = [];
  const wholly = of('wholly');
  if (wholly.length > 0) {
    notes.push({
      level: 'warning',
      code: 'mongodb-indexes-missing',
      text: `no index begins with ${wholly.map(named).join(', ')}: looking these up reads the whole collection`,
      remedy: `make them at a quiet hour, in mongosh on Appsmith’s database:\n${wholly.map(create).join('\n')}`,
    });
  }
  const partly = of('partly');
  if (partly.length > 0) {
    notes.push({
      level: 'info',
      code: 'mongodb-indexes-narrower',
      text: `Appsmith’s own indexes on ${partly.map(({ collection }) => collection).join(', ')} serve, but are narrower than the production tutorial’s`,
      remedy: 'nothing, unless looking these up is slow (docs/doctor.md)',
    });
  }
  return notes;
}

const named = ({ collection, keys }: Wanted) => `${collection}.${keys[0]}`;

function create({ collection, keys, unique }: Wanted): string {
  const fields = keys.map((key) => `${key}: 1`).join(', ');
  return `db.${collection}.createIndex({ ${fields} }${unique ? ', { unique: true }' : ''})`;
}

/** A refusal is an answer too: that question stays open. Anything else ends the examination. */
async function unlessRefused(answer: Promise<Document>): Promise<Document | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}
