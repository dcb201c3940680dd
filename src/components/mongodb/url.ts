// Reads as much of a MongoDB connection string as is needed without loading the driver.

/** The parts of a connection string; none of them holds the user or the password. */
export interface MongoAddress {
  readonly srv: boolean;
  /** `host` or `host:port`, as written. */
  readonly hosts: readonly string[];
  /** The path, or Appsmith's default. */
  readonly database: string;
  /** Options by lower-case name: the driver ignores their case. */
  readonly options: ReadonlyMap<string, string>;
}

/** Appsmith's own URLs end in this database; a URL without a path means it here too. */
export const DEFAULT_DATABASE = 'appsmith';

// The user and password may hold anything but the characters that end them; hosts cannot hold `@`.
const SHAPE =
  /^mongodb(?<srv>\+srv)?:\/\/(?:[^@]*@)?(?<hosts>[^/?@]+)(?:\/(?<database>[^?]*))?(?:\?(?<query>.*))?$/i;

/**
 * Parses `mongodb://` and `mongodb+srv://`, with several hosts as well. Returns undefined for anything
 * else, also where a `@` in the password was not percent-encoded.
 */
export function parseMongoUrl(url: string): MongoAddress | undefined {
  const groups = SHAPE.exec(url)?.groups;
  const hosts = groups?.hosts?.split(',') ?? [];
  if (hosts.length === 0 || hosts.some((host) => !isHost(host))) return undefined;
  return {
    srv: groups?.srv !== undefined,
    hosts: hosts.map((host) => decode(host)),
    database: decode(groups?.database ?? '') || DEFAULT_DATABASE,
    options: new Map(
      [...new URLSearchParams(groups?.query ?? '')].map(([k, v]) => [k.toLowerCase(), v]),
    ),
  };
}

/** For people: protocol, hosts and database. */
export function addressOf({ srv, hosts, database }: MongoAddress): string {
  return `mongodb${srv ? '+srv' : ''}://${hosts.join(',')}/${database}`;
}

/** Whether every host is this machine (or this network namespace). */
export function isLoopback({ srv, hosts }: MongoAddress): boolean {
  return !srv && hosts.every((host) => LOOPBACK.test(host));
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** How the driver is to find the server; {@link connectionModes} lists them in the order to try. */
export type ConnectionMode = 'as-written' | 'direct';

/**
 * A set initiated inside a container may have named its member by a host name that nobody else can
 * resolve, so a single seed is asked directly; with `replicaSet` the set is looked for first.
 */
export function connectionModes({ srv, hosts, options }: MongoAddress): ConnectionMode[] {
  const several = srv || hosts.length > 1;
  if (several || options.has('directconnection') || options.get('loadbalanced') === 'true') {
    return ['as-written'];
  }
  return options.has('replicaset') ? ['as-written', 'direct'] : ['direct'];
}

/** The URL without these options (lower-case names); everything else stays as it is written. */
export function withoutOptions(url: string, names: readonly string[]): string {
  const start = url.indexOf('?');
  if (start < 0) return url;
  const kept = url
    .slice(start + 1)
    .split('&')
    .filter((option) => !names.includes(decode(option.split('=')[0]!).toLowerCase()));
  return `${url.slice(0, start)}?${kept.join('&')}`;
}

function isHost(host: string): boolean {
  if (/^[^\s:[\]]+\.sock$/i.test(decode(host))) return true;
  const match = /^(\[[0-9a-f:.]+(?:%25[^\]]+)?\]|[^\s:[\]]+)(?::(\d{1,5}))?$/i.exec(host);
  const port = match?.[2];
  return match !== null && (port === undefined || (Number(port) > 0 && Number(port) < 65536));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
