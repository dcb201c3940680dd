// Reads the forms in which a PostgreSQL is named: libpq's URL, JDBC's, and the bare host/database of Appsmith's docs.

/** As libpq's `sslmode`; `prefer` is what it does unless told otherwise. */
export type SslMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

export interface PostgresUrl {
  /** A name, an address, or the folder of a Unix socket, which begins with a slash. */
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly sslMode: SslMode;
}

const DEFAULT_PORT = 5432;
const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/i;
const MODES: readonly SslMode[] = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'];

/**
 * Parses `postgresql://[user[:password]@][host[:port]][,…][/database][?sslmode=…&host=…&user=…&password=…]`, the same
 * after `jdbc:`, and `host[:port]/database`. Of several hosts the first is taken. A password may hold unescaped `@`
 * and `/`. Undefined if it is none of these.
 */
export function parsePostgresUrl(text: string): PostgresUrl | undefined {
  const scheme = /^(?:jdbc:)?postgres(?:ql)?:\/\//i.exec(text.trim())?.[0];
  if (scheme === undefined && /^[a-z][a-z0-9+.-]*:(\/\/|[a-z])/i.test(text.trim()))
    return undefined;
  const rest = text.trim().slice(scheme?.length ?? 0);
  const [, before = '', query = ''] = /^([^?]*)(?:\?(.*))?$/s.exec(rest) ?? [];
  const at = before.lastIndexOf('@');
  const [, hosts = '', path] = /^([^/]*)(?:\/(.*))?$/s.exec(before.slice(at + 1)) ?? [];
  const params = new URLSearchParams(query);
  const endpoint = endpointOf(params.get('host') ?? hosts, params.get('port'));
  if (!endpoint || (scheme === undefined && hosts === '')) return undefined;
  const given: Credentials = at < 0 ? {} : credentialsOf(before.slice(0, at));
  const user = params.get('user') || given.user;
  const password = params.get('password') || given.password;
  const database = params.get('dbname') || decode(path ?? '');
  return {
    ...endpoint,
    ...(user ? { user } : {}),
    ...(password ? { password } : {}),
    ...(database ? { database } : {}),
    sslMode: modeOf(params),
  };
}

/** For people and logs: no user, no password. */
export function addressOf({ host, port, database }: PostgresUrl): string {
  const name = host.includes(':') ? `[${host}]` : host;
  const where = isSocket(host) ? `${host}:${port}` : `${name}:${port}`;
  return `postgresql://${where}${database === undefined ? '' : `/${database}`}`;
}

export const isLoopback = ({ host }: PostgresUrl): boolean => isSocket(host) || LOOPBACK.test(host);

export const isSocket = (host: string): boolean => host.startsWith('/');

/** The same server, whatever the user, the database and the name of loopback. */
export function sameServer(a: PostgresUrl, b: PostgresUrl): boolean {
  const name = (url: PostgresUrl) => (isLoopback(url) ? 'loopback' : url.host.toLowerCase());
  return name(a) === name(b) && a.port === b.port;
}

function endpointOf(
  hosts: string,
  port: string | null,
): Pick<PostgresUrl, 'host' | 'port'> | undefined {
  const first = decode(hosts.split(',')[0] ?? '').trim();
  if (isSocket(first)) return { host: first, port: Number(port ?? DEFAULT_PORT) };
  const match = /^(?:\[([^\]]+)\]|([^:[\]\s]*))(?::(\d{1,5}))?$/.exec(first);
  if (!match) return undefined;
  const number = Number(match[3] ?? port ?? DEFAULT_PORT);
  if (!(number > 0 && number < 65_536)) return undefined;
  return { host: match[1] || match[2] || '127.0.0.1', port: number };
}

interface Credentials {
  readonly user?: string;
  readonly password?: string;
}

function credentialsOf(text: string): Credentials {
  const colon = text.indexOf(':');
  if (colon < 0) return { user: decode(text) };
  return { user: decode(text.slice(0, colon)), password: decode(text.slice(colon + 1)) };
}

/** libpq says `sslmode`; JDBC's older spelling is `ssl=true`, which checks certificates. */
function modeOf(params: URLSearchParams): SslMode {
  const named = MODES.find((mode) => mode === params.get('sslmode')?.toLowerCase());
  return named ?? (params.get('ssl') === 'true' ? 'verify-full' : 'prefer');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
