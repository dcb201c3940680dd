// PostgreSQL: Keycloak's and Temporal's store, Appsmith's own on the Postgres branch, embedded or external.
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
import { PostgresCollector } from './collect.ts';
import { postgresMetrics } from './metrics.ts';
import { addressOf, isLoopback, type PostgresUrl, parsePostgresUrl, sameServer } from './url.ts';

const OWN = 'APPSMITH_EXPORTER_POSTGRES_URL';
/** Appsmith's own scripts reach the embedded server as this user, who needs no password there. */
const EMBEDDED = 'postgresql://postgres@127.0.0.1:5432/postgres';

export const postgres: Component = {
  name: 'postgres',
  title: 'PostgreSQL',
  metrics: postgresMetrics,
  settings: [
    {
      key: 'url',
      kind: 'secret-url',
      env: OWN,
      help: 'PostgreSQL to look at, postgresql://user:password@host:port/database?sslmode=…',
    },
    {
      key: 'appsmith_url',
      kind: 'secret-url',
      appsmith: ['APPSMITH_DB_URL', 'APPSMITH_MONGODB_URI'],
      help: 'Appsmith’s own database, looked at where it is a PostgreSQL.',
    },
    {
      key: 'keycloak_url',
      kind: 'secret',
      appsmith: ['APPSMITH_KEYCLOAK_DB_URL'],
      help: 'Keycloak’s database: jdbc:postgresql://host:port/database, postgresql://… or host:port/database.',
    },
    {
      key: 'keycloak_username',
      kind: 'string',
      appsmith: ['APPSMITH_KEYCLOAK_DB_USERNAME'],
      help: 'User of Keycloak’s database.',
    },
    {
      key: 'keycloak_password',
      kind: 'secret',
      appsmith: ['APPSMITH_KEYCLOAK_DB_PASSWORD'],
      help: 'Password of that user.',
    },
    {
      key: 'keycloak_driver',
      kind: 'string',
      appsmith: ['APPSMITH_KEYCLOAK_DB_DRIVER'],
      help: 'Keycloak’s driver; its database is looked at only where this is postgresql or empty.',
    },
    {
      key: 'embedded',
      kind: 'string',
      appsmith: ['APPSMITH_ENABLE_EMBEDDED_DB'],
      help: 'Whether Appsmith runs a PostgreSQL of its own; 0 is no.',
    },
    {
      key: 'ca',
      kind: 'path',
      env: 'APPSMITH_EXPORTER_POSTGRES_CA',
      help: 'PEM file of certificate authorities to trust for sslmode=verify-ca and verify-full instead of the system’s.',
    },
  ],
  configure,
};

/** One server that something names. */
interface Named {
  readonly given: Resolved<Secret>;
  readonly url: PostgresUrl | undefined;
}

function configure(settings: Settings): Configured | Absent {
  const named = [own(settings), appsmiths(settings), keycloaks(settings)].filter(
    (one): one is Named => one !== undefined,
  );
  const [first, ...others] = named;
  const ca = settings.string('ca')?.value;
  if (!first) return guessed(settings, ca);
  const { url, given } = first;
  if (!url) return unreadable(given);
  const uncertain = given.origin.kind === 'docker.env' && isLoopback(url);
  const isGuess = url.password === undefined && url.user === undefined;
  return {
    address: addressOf(url),
    origin: given.origin,
    presence: { program: 'postgres', uncertain },
    notes: others.flatMap((other) => another(url, other)),
    open: () => new PostgresCollector({ ...url, ca, isGuess }),
  };
}

function own(settings: Settings): Named | undefined {
  const given = settings.secret('url');
  return isThere(given) ? { given, url: parsePostgresUrl(given.value.reveal()) } : undefined;
}

function appsmiths(settings: Settings): Named | undefined {
  const given = settings.secret('appsmith_url');
  if (!isThere(given) || !/^postgres(ql)?:/i.test(given.value.reveal())) return undefined;
  return { given, url: parsePostgresUrl(given.value.reveal()) };
}

/** User and password stand in variables of their own, unless the URL has them. Without a PostgreSQL Keycloak uses H2. */
function keycloaks(settings: Settings): Named | undefined {
  const given = settings.secret('keycloak_url');
  const driver = settings.string('keycloak_driver')?.value ?? '';
  if (!isThere(given) || (driver !== '' && !/^postgres/i.test(driver))) return undefined;
  const parsed = parsePostgresUrl(given.value.reveal());
  const user = settings.string('keycloak_username')?.value;
  const password = settings.secret('keycloak_password')?.value.reveal();
  const url = parsed && {
    ...(user && { user }),
    ...(password && { password }),
    ...parsed,
  };
  return { given, url };
}

function guessed(settings: Settings, ca: string | undefined): Configured | Absent {
  const embedded = settings.string('embedded');
  if (embedded?.value === '0') {
    return {
      absent: `${embedded.origin.where} says that Appsmith runs no PostgreSQL, and none is named`,
      hint: `set ${OWN} if Keycloak or Temporal use an external one`,
    };
  }
  const url = parsePostgresUrl(EMBEDDED)!;
  return {
    address: addressOf(url),
    origin: { kind: 'default', where: 'where Appsmith would embed it' },
    presence: { program: 'postgres', uncertain: false, guessed: true },
    open: () => new PostgresCollector({ ...url, ca, isGuess: true }),
  };
}

function another(url: PostgresUrl, { given, url: other }: Named): Note[] {
  if (!other || sameServer(url, other)) return [];
  return [
    {
      level: 'info',
      code: 'postgres-another',
      text: `${given.origin.where} names another PostgreSQL (${addressOf(other)}), which is not looked at`,
      remedy: 'add it as a target of its own: docs/options.md',
    },
  ];
}

/** Something names a PostgreSQL, so it is part of the deployment; that we cannot read the URL is a failure. */
function unreadable({ origin }: Resolved<Secret>): Configured {
  const text = `the PostgreSQL URL of ${origin.where} cannot be read`;
  return {
    address: 'a URL that cannot be read',
    origin,
    notes: [
      {
        level: 'warning',
        code: 'postgres-url-unreadable',
        text,
        remedy:
          'write it as postgresql://user:password@host:port/database, with %-escapes in the password',
      },
    ],
    open: () => ({
      collect: async () => {
        throw new ScrapeError('unsupported', text);
      },
      close: async () => {},
    }),
  };
}

const isThere = (given: Resolved<Secret> | undefined): given is Resolved<Secret> =>
  given !== undefined && !given.value.isEmpty;
