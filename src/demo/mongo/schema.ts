// Whose rights a client has on the embedded MongoDB, and the indexes that Appsmith makes on its collections.
import type { Document } from 'mongodb';
import { cursor, failure, type Handler } from '../mongo-wire/index.ts';

/** The user that Appsmith's first start makes for itself. */
export function connectionStatus(): Document {
  return {
    authInfo: {
      authenticatedUsers: [{ user: 'appsmith', db: 'appsmith' }],
      authenticatedUserRoles: [
        { role: 'root', db: 'admin' },
        { role: 'readWrite', db: 'appsmith' },
      ],
    },
    ok: 1,
  };
}

/** Keys of the indexes that Appsmith's own migrations make, as far as anybody asks for them. */
const INDEXES: Readonly<Record<string, readonly string[]>> = {
  application: ['workspaceId name deletedAt gitApplicationMetadata.remoteUrl', 'deletedAt'],
  newPage: ['applicationId deleted'],
  newAction: ['applicationId', 'applicationId pluginType deletedAt'],
  actionCollection: ['applicationId deleted'],
  user: ['createdAt', 'email tenantId'],
};

const NAMESPACE_NOT_FOUND = 26;

export const listIndexes: Handler = (command) => {
  const name = String(command.listIndexes);
  const indexes = INDEXES[name];
  const ns = `${command.$db}.${name}`;
  if (!indexes) return failure(NAMESPACE_NOT_FOUND, `ns does not exist: ${ns}`);
  const keys = ['_id', ...indexes].map((text) => text.split(' '));
  return cursor(
    ns,
    keys.map((fields) => ({
      v: 2,
      key: Object.fromEntries(fields.map((field) => [field, 1])),
      name: fields.map((field) => `${field}_1`).join('_'),
    })),
  );
};
