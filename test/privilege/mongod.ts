// A MongoDB stand-in that refuses, with code 13, whatever a role does not allow, and keeps every command it is sent.
import type { Document } from 'mongodb';
import { onTestFinished } from 'vitest';
import {
  demoHandlers,
  failure,
  type Handlers,
  type MongoWire,
  startMongoWire,
} from '../../src/demo/mongo-wire/index.ts';
import type { Privilege } from './page.ts';

/** What MongoDB's manual says each command needs; undefined: any user may. */
function needed(command: Document): { action: string; collection?: string } | undefined {
  const [name = ''] = Object.keys(command);
  switch (name) {
    case 'ping':
    case 'buildInfo':
    case 'connectionStatus':
    case 'endSessions':
      return undefined;
    case 'aggregate':
      if (typeof command.aggregate === 'string') {
        return { action: 'find', collection: command.aggregate };
      }
      // `allUsers` is what asks for inprog.
      return { action: command.pipeline?.[0]?.$currentOp?.allUsers ? 'inprog' : 'unknown' };
    case 'count':
      return { action: 'find', collection: command.count };
    case 'find':
      return { action: 'find', collection: command.find };
    case 'listIndexes':
      return { action: 'listIndexes', collection: command.listIndexes };
    case 'dbStats':
      return { action: 'dbStats', collection: '' };
    default:
      return { action: name };
  }
}

function allowed(command: Document, privileges: readonly Privilege[]): boolean {
  const need = needed(command);
  if (!need) return true;
  return privileges.some(({ resource, actions }) => {
    if (!actions.includes(need.action)) return false;
    if (need.collection === undefined) return resource.cluster === true;
    const { db, collection } = resource;
    return db === command.$db && (collection === '' || collection === need.collection);
  });
}

export interface RecordingMongod extends MongoWire {
  /** Every command but handshakes, in order, as it was sent. */
  readonly commands: readonly Document[];
}

/** Without privileges given, everything is allowed. */
export async function startMongod(privileges?: readonly Privilege[]): Promise<RecordingMongod> {
  const commands: Document[] = [];
  const empty = (ns: unknown) => ({ cursor: { id: 0n, ns, firstBatch: [] }, ok: 1 });
  const answers: Handlers = {
    ping: () => ({ ok: 1 }),
    buildInfo: () => ({ version: '7.0.14', modules: [], ok: 1 }),
    endSessions: () => ({ ok: 1 }),
    connectionStatus: () => ({ authInfo: { authenticatedUsers: [] }, ok: 1 }),
    listIndexes: ({ $db, listIndexes }) => empty(`${$db}.${listIndexes}`),
    ...demoHandlers(),
  };
  const refused = (command: Document) =>
    failure(13, `not authorized on ${command.$db} to execute command`);
  const guarded = Object.entries({ ...answers, '*': refused }).map(([name, answer]) => [
    name,
    (command: Document) => {
      commands.push(command);
      return privileges && !allowed(command, privileges) ? refused(command) : answer(command);
    },
  ]);
  const server = await startMongoWire({ handlers: Object.fromEntries(guarded) });
  onTestFinished(() => server.stop());
  return Object.assign(server, { commands });
}
