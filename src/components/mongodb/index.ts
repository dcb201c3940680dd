// MongoDB: Appsmith's own database, embedded in its container or external.
import type { Absent, Component, Configured, Resolved, Settings } from '../../scrape/component.ts';
import type { Secret } from '../../scrape/secret.ts';
import { MongodbCollector } from './collect.ts';
import { mongodbMetrics } from './metrics.ts';
import { addressOf, isLoopback, parseMongoUrl } from './url.ts';

const VARIABLE = 'APPSMITH_DB_URL';

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
      // Nothing else reads Appsmith's own documents, and the documented role has no right to.
      help: 'Count active users from the collections usagePulse and user; the MongoDB user needs find on both.',
      default: false,
    },
  ],
  configure(settings) {
    const url = settings.secret('url');
    if (!url || url.value.isEmpty) {
      return {
        absent: 'no connection string is set',
        hint: `give the exporter the ${VARIABLE} that Appsmith has, or mount /appsmith-stacks`,
      };
    }
    return configured(url, settings);
  },
};

function configured(url: Resolved<Secret>, settings: Settings): Configured | Absent {
  const text = url.value.reveal();
  if (/^postgres(ql)?:/i.test(text)) {
    return { absent: 'this Appsmith keeps its data in PostgreSQL, so there is no MongoDB' };
  }
  const address = parseMongoUrl(text);
  if (!address) {
    return {
      absent: `${url.origin.where} is no MongoDB connection string`,
      hint: 'write mongodb://user:password@host:port/appsmith; percent-encode special characters of the password (@ is %40, / is %2F)',
    };
  }
  const slowSeconds = settings.number('slow_operation_threshold')?.value ?? 5;
  const activeUsers = settings.boolean('active_users')?.value ?? false;
  const { origin } = url;
  const uncertain = origin.kind === 'docker.env' && isLoopback(address);
  return {
    address: addressOf(address),
    origin,
    presence: { program: 'mongodb', uncertain },
    open: () => new MongodbCollector({ url: url.value, address, slowSeconds, activeUsers }),
  };
}
