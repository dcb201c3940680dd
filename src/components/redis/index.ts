// Redis: Appsmith's sessions and queues, and the second instance that in-memory Git may use.
import type {
  Absent,
  Component,
  Configured,
  Note,
  Resolved,
  Settings,
} from '../../scrape/component.ts';
import { ScrapeError } from '../../scrape/errors.ts';
import type { Secret } from '../../scrape/secret.ts';
import { RedisCollector } from './collect.ts';
import { redisMetrics } from './metrics.ts';
import { Store } from './store.ts';
import { addressOf, isLoopback, parseStoreUrl, type StoreUrl, sameStore } from './url.ts';

interface NamedUrl {
  readonly name: 'main' | 'git';
  readonly given: Resolved<Secret>;
  readonly url: StoreUrl;
}

export const redis: Component = {
  name: 'redis',
  title: 'Redis',
  metrics: redisMetrics,
  settings: [
    {
      key: 'url',
      kind: 'secret-url',
      env: 'APPSMITH_EXPORTER_REDIS_URL',
      appsmith: ['APPSMITH_REDIS_URL'],
      help: 'Redis: redis://, rediss://, redis-sentinel://host,host/0#master or redis-cluster://host,host.',
    },
    {
      key: 'git_url',
      kind: 'secret-url',
      env: 'APPSMITH_EXPORTER_REDIS_GIT_URL',
      appsmith: ['APPSMITH_REDIS_GIT_URL'],
      help: 'Redis of in-memory Git, where it is another one.',
    },
    {
      key: 'ca',
      kind: 'path',
      env: 'APPSMITH_EXPORTER_REDIS_CA',
      help: 'PEM file of certificate authorities to trust for rediss:// instead of the system’s.',
    },
  ],
  configure,
};

function configure(settings: Settings): Configured | Absent {
  const given = [
    { name: 'main' as const, given: settings.secret('url') },
    { name: 'git' as const, given: settings.secret('git_url') },
  ].filter((entry): entry is { name: 'main' | 'git'; given: Resolved<Secret> } => {
    return entry.given !== undefined && !entry.given.value.isEmpty;
  });
  const first = given[0];
  if (!first) return { absent: 'no URL is set', hint: 'set APPSMITH_EXPORTER_REDIS_URL' };
  const stores: NamedUrl[] = [];
  const notes: Note[] = [];
  for (const entry of given) {
    const url = parseStoreUrl(entry.given.value.reveal());
    if (!url) notes.push(unreadable(entry.given));
    else if (!stores.some((store) => sameStore(store.url, url))) stores.push({ ...entry, url });
  }
  const ca = settings.string('ca')?.value;
  return {
    address: stores.map(({ url }) => addressOf(url)).join(' and ') || 'a URL that cannot be read',
    origin: first.given.origin,
    notes,
    ...(stores.length > 0 ? { presence: { program: 'redis', uncertain: uncertain(stores) } } : {}),
    open: () => {
      if (stores[0]?.name !== first.name) return unreadableCollector(first.given);
      return new RedisCollector(stores.map(({ name, url }) => new Store(name, url, ca)));
    },
  };
}

/** docker.env is written once with loopback addresses: what only it names may not be there at all. */
function uncertain(stores: readonly NamedUrl[]): boolean {
  return stores.every(({ given, url }) => given.origin.kind === 'docker.env' && isLoopback(url));
}

function unreadable({ origin }: Resolved<Secret>): Note {
  return {
    level: 'warning',
    code: 'redis-url-unreadable',
    text: `the Redis URL of ${origin.where} cannot be read`,
    remedy: 'write it as redis://[user:password@]host[:port][/db], with %-escapes in the password',
  };
}

/** Appsmith names a Redis, so it is part of the deployment; that we cannot read the URL is a failure. */
function unreadableCollector({ origin }: Resolved<Secret>) {
  return {
    collect: async () => {
      throw new ScrapeError('unsupported', `the Redis URL of ${origin.where} cannot be read`);
    },
    close: async () => {},
  };
}
