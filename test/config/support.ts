// Two small components and a file system in memory.
import type { Component } from '../../src/scrape/component.ts';

const base = { metrics: {}, configure: () => ({ absent: 'only a test' }) };

export const mongo: Component = {
  ...base,
  name: 'mongodb',
  title: 'MongoDB',
  settings: [
    {
      key: 'url',
      kind: 'secret-url',
      env: 'APPSMITH_EXPORTER_MONGODB_URL',
      appsmith: ['APPSMITH_DB_URL', 'APPSMITH_MONGODB_URI'],
      help: 'Connection string.',
    },
    { key: 'password', kind: 'secret', appsmith: ['APPSMITH_PASSWORD'], help: 'Password.' },
    {
      key: 'timeout',
      kind: 'duration',
      env: 'APPSMITH_EXPORTER_MONGODB_TIMEOUT',
      appsmith: ['APPSMITH_T'],
      default: '6s',
      min: 0.5,
      max: 30,
      help: 'How long to wait.',
    },
    { key: 'top', kind: 'integer', default: 5, min: 0, max: 100, help: 'How many.' },
    { key: 'tls', kind: 'boolean', default: false, help: 'Whether to use TLS.' },
    { key: 'ca_file', kind: 'path', help: 'Authorities to trust.' },
  ],
};

export const rtsLike: Component = {
  ...base,
  name: 'rts',
  title: 'RTS',
  settings: [
    {
      key: 'url',
      kind: 'url',
      env: 'APPSMITH_EXPORTER_RTS_URL',
      flag: 'rts-url',
      default: 'http://127.0.0.1:8091',
      help: 'Address of RTS.',
    },
  ],
};

/** Reads from a record of paths and texts; anything else does not exist. */
export function fakeFiles(files: Readonly<Record<string, string>>): (path: string) => string {
  return (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return text;
  };
}
