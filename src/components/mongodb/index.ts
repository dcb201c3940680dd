// MongoDB: Appsmith's own database, embedded in its container or external.
import type { Component } from '../../scrape/component.ts';
import { MongodbCollector } from './collect.ts';
import { mongodbMetrics } from './metrics.ts';
import { placeOf, VARIABLE } from './place.ts';

export const mongodb: Component = {
  name: 'mongodb',
  title: 'MongoDB',
  metrics: mongodbMetrics,
  settings: [
    {
      key: 'url',
      kind: 'secret-url',
      env: 'APPSMITH_EXPORTER_MONGODB_URL',
      appsmith: [VARIABLE, 'APPSMITH_MONGODB_URI'],
      help: 'Connection string of Appsmith’s MongoDB, mongodb:// or mongodb+srv://.',
    },
    {
      key: 'slow_operation_threshold',
      kind: 'duration',
      env: 'APPSMITH_EXPORTER_MONGODB_SLOW_OPERATION_THRESHOLD',
      flag: 'mongodb.slow-operation-threshold',
      help: 'An operation that has been running for longer counts as slow.',
      default: 5,
      min: 1,
      max: 3600,
    },
    {
      key: 'active_users',
      kind: 'boolean',
      env: 'APPSMITH_EXPORTER_MONGODB_ACTIVE_USERS',
      flag: 'mongodb.active-users',
      help: 'Older name of `usage.read_documents`, which comes first.',
      default: false,
    },
  ],
  configure(settings) {
    const place = placeOf(settings.secret('url'));
    if ('absent' in place) return place;
    const { url, address, described } = place;
    const slowSeconds = settings.number('slow_operation_threshold')?.value ?? 5;
    return { ...described, open: () => new MongodbCollector({ url, address, slowSeconds }) };
  },
};
