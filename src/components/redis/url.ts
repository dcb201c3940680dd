// Reads the URL forms by which Appsmith, Lettuce and ioredis name a Redis, a Sentinel set or a cluster.

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where one store is and how to get in. */
export interface StoreUrl {
  readonly mode: 'standalone' | 'sentinel' | 'cluster';
  readonly endpoints: readonly Endpoint[];
  readonly tls: boolean;
  /** Lettuce's `verifyPeer`: whether certificates are checked, and the host name in them. */
  readonly verify: 'full' | 'ca' | 'none';
  readonly username?: string;
  readonly password?: string;
  readonly db: number;
  /** The name under which a Sentinel knows the master. */
  readonly master: string;
}

const SCHEME = /^redis(s?)(?:[+-](sentinel|cluster|tls|ssl))?:\/\//i;
const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/i;
const DEFAULT_PORT = { standalone: 6379, cluster: 6379, sentinel: 26379 };

/**
 * Parses `redis://`, `rediss://`, `redis-sentinel://` (also `redis+sentinel://`), `redis-cluster://`, each
 * with `[[user:]password@]host[:port][,host…][/db][?sentinelMasterId=…&verifyPeer=…][#masterId]`.
 * Several hosts without a scheme that says more are the nodes of a cluster. A password may hold
 * unescaped `@`, `/` and `#`. Undefined if it is no such URL; WHATWG's parser cannot be used, it
 * refuses lists of hosts.
 */
export function parseStoreUrl(text: string): StoreUrl | undefined {
  const scheme = SCHEME.exec(text.trim());
  if (!scheme) return undefined;
  const rest = text.trim().slice(scheme[0].length);
  const at = rest.lastIndexOf('@');
  const parts = /^([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?(?:#(.*))?$/.exec(rest.slice(at + 1));
  if (!parts) return undefined;
  const [, hosts = '', path = '', query = '', fragment = ''] = parts;
  const kind = scheme[2]?.toLowerCase();
  const many = hosts.includes(',');
  const mode = kind === 'sentinel' ? kind : kind === 'cluster' || many ? 'cluster' : 'standalone';
  const endpoints = hosts.split(',').map((host) => parseEndpoint(host, DEFAULT_PORT[mode]));
  if (!endpoints.every((endpoint) => endpoint !== undefined)) return undefined;
  const params = new URLSearchParams(query);
  return {
    mode,
    endpoints,
    tls: scheme[1] !== '' || kind === 'tls' || kind === 'ssl',
    verify: verifyOf(params.get('verifyPeer')),
    ...(at < 0 ? {} : credentialsOf(rest.slice(0, at))),
    db: databaseOf(params.get('database') ?? path),
    master: masterOf(params.get('sentinelMasterId'), fragment, path),
  };
}

/** For people and logs: no credentials, defaults filled in. */
export function addressOf(url: StoreUrl): string {
  const hosts = url.endpoints.map(endpointText).join(',');
  const kind = url.mode === 'standalone' ? '' : `-${url.mode}`;
  const db = url.db ? `/${url.db}` : '';
  return `redis${url.tls ? 's' : ''}${kind}://${hosts}${db}${url.mode === 'sentinel' ? `#${url.master}` : ''}`;
}

/** `host:port`, with brackets around IPv6. */
export function endpointText({ host, port }: Endpoint): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The same hosts, ports and database, whatever the credentials, the order and the name of loopback. */
export function sameStore(a: StoreUrl, b: StoreUrl): boolean {
  return identity(a) === identity(b);
}

/** Whether every host is this machine. */
export function isLoopback(url: StoreUrl): boolean {
  return url.endpoints.every(({ host }) => LOOPBACK.test(host));
}

function identity(url: StoreUrl): string {
  const hosts = url.endpoints.map(({ host, port }) => {
    const name = LOOPBACK.test(host) ? 'loopback' : host.toLowerCase();
    return endpointText({ host: name, port });
  });
  const master = url.mode === 'sentinel' ? url.master : '';
  return JSON.stringify([url.mode, hosts.sort(), url.db, master]);
}

function parseEndpoint(text: string, defaultPort: number): Endpoint | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(text.trim());
  if (!match) return undefined;
  const port = match[3] === undefined ? defaultPort : Number(match[3]);
  const host = match[1] ?? match[2] ?? '';
  // `redis://` alone and `redis://:6379` mean this machine, as in Redis's own tools.
  return port > 0 && port < 65_536 ? { host: host || '127.0.0.1', port } : undefined;
}

function credentialsOf(text: string): { username?: string; password?: string } {
  const colon = text.indexOf(':');
  // Lettuce reads what stands alone before the @ as the password.
  const username = colon < 0 ? '' : decode(text.slice(0, colon));
  const password = decode(text.slice(colon + 1));
  return { ...(username ? { username } : {}), ...(password ? { password } : {}) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function verifyOf(value: string | null): StoreUrl['verify'] {
  const word = value?.toLowerCase() ?? '';
  if (word === 'none' || word === 'false') return 'none';
  return word === 'ca' ? 'ca' : 'full';
}

function databaseOf(path: string): number {
  return /^\d{1,6}$/.test(path) ? Number(path) : 0;
}

/** Lettuce takes `?sentinelMasterId=` or `#masterId`; others write the name as the path. */
function masterOf(param: string | null, fragment: string, path: string): string {
  const first = path.split('/').find((segment) => segment !== '' && !/^\d+$/.test(segment));
  return param || decode(fragment) || decode(first ?? '') || 'mymaster';
}
