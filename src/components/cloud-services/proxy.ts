// Which proxy the way to a host leads through, as Appsmith reads its variables, and the tunnel through it.
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { ScrapeError } from '../../scrape/errors.ts';
import { Secret } from '../../scrape/secret.ts';

export interface ForwardProxy {
  readonly host: string;
  readonly port: number;
  /** What the header Proxy-Authorization says, if the address has a user. */
  readonly authorization: Secret | undefined;
}

/**
 * Reads an address as Appsmith's start does, which takes `http://[user:password@]host:port` and ignores everything else.
 * Undefined for what it ignores.
 */
export function parseProxy(address: Secret): ForwardProxy | undefined {
  const text = address.reveal();
  if (!/^http:\/\/[^/?#]+:\d{1,5}\/?$/.test(text) || !URL.canParse(text)) return undefined;
  const { hostname, username, password } = new URL(text);
  // Written out, since 80 is left out of a URL's port.
  const port = Number(/:(\d+)\/?$/.exec(text)?.[1]);
  const user = `${decoded(username)}:${decoded(password)}`;
  const authorization = user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`;
  return {
    host: hostname,
    port,
    authorization: authorization === undefined ? undefined : new Secret(authorization),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether NO_PROXY leaves the host out: entries are hosts, `*` stands at their beginning or end, `.a.b` is `*.a.b`. */
export function isLeftOut(host: string, noProxy: string): boolean {
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')
    .some((entry) => matches(host.toLowerCase(), entry));
}

function matches(host: string, entry: string): boolean {
  if (entry === '*' || entry === host) return true;
  if (entry.startsWith('*') || entry.startsWith('.')) {
    return host.endsWith(entry.replace(/^\*/, ''));
  }
  return entry.endsWith('*') && host.startsWith(entry.slice(0, -1));
}

/** Opens a tunnel to `target`, `host:port`. Throws `unauthorized` where the proxy wants a password, or another one. */
export function tunnel(proxy: ForwardProxy, target: string, signal: AbortSignal): Promise<Socket> {
  const { host, port, authorization } = proxy;
  return new Promise((resolve, reject) => {
    const asked = request({
      ...{ host, port, signal, method: 'CONNECT', path: target, agent: false },
      headers: {
        host: target,
        'user-agent': 'appsmith-exporter',
        ...(authorization && { 'proxy-authorization': authorization.reveal() }),
      },
    });
    asked.on('error', reject);
    asked.once('connect', ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode >= 200 && statusCode < 300) return resolve(socket);
      socket.destroy();
      reject(refusal(statusCode));
    });
    // Whoever answers without a tunnel is no such proxy.
    asked.once('response', (response) => {
      response.destroy();
      reject(refusal(response.statusCode ?? 0));
    });
    asked.end();
  });
}

function refusal(status: number): ScrapeError {
  if (status === 407) {
    return new ScrapeError('unauthorized', 'the proxy refused the user name or password');
  }
  const reason = status === 403 ? 'forbidden' : 'http_status';
  return new ScrapeError(reason, `the proxy opened no way there (HTTP ${status})`);
}
