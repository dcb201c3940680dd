// Starts a real Spring Boot backend with Appsmith's endpoints and meters: what our stand-in is held against.
import { peerJar } from './jar.ts';
import { httpStatus, type Peer, startPeer } from './process.ts';

export { needJava as needSpring } from './jar.ts';

/** `client1`: Spring Boot 3.5 with the Prometheus client 1.x; `simpleclient`: the client of Boot 3.2 and older. */
export type SpringBuild = 'client1' | 'simpleclient';

export interface SpringOptions {
  readonly build?: SpringBuild;
  /** APPSMITH_INTERNAL_PASSWORD; without it the actuator answers 401 to everybody. */
  readonly internalPassword?: string;
  /** Actuator endpoints on the web, e.g. `prometheus,metrics`; without it 404, as in the Community edition. */
  readonly exposure?: string;
  /** Default: a port where nothing listens. */
  readonly mongoUrl?: string;
  readonly redisUrl?: string;
  /** More variables, e.g. MANAGEMENT_METRICS_DISTRIBUTION_SLO_HTTP_SERVER_REQUESTS. */
  readonly env?: Readonly<Record<string, string>>;
  readonly jvm?: readonly string[];
}

export interface Spring extends Peer {
  /** Sends n rounds of requests (18 each) over all endpoints; resolves with their number. */
  traffic(n: number): Promise<number>;
  /** Adds request timers for so many paths (0.5 KB each); `ids` puts raw ids into the paths. */
  inflate(uris: number, ids?: boolean): Promise<void>;
}

/** The `Authorization` header of the internal password: the user name is empty. */
export function internalAuth(password: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`:${password}`).toString('base64')}` };
}

/** Starts in 4–20 s with about 200 MB: one per test file, and only where nothing smaller will do. */
export async function startSpring(options: SpringOptions = {}): Promise<Spring> {
  const jar = await peerJar('spring', options.build ?? 'client1');
  const peer = await startPeer('spring', (port) => {
    const url = `http://127.0.0.1:${port}`;
    return {
      command: 'java',
      args: ['-Xmx256m', '-XX:TieredStopAtLevel=1', ...(options.jvm ?? []), '-jar', jar],
      env: { ...variables(options), PORT: String(port) },
      ready: async () => (await httpStatus(`${url}/api/v1/applications/1`)) === 200,
      url,
      timeoutMs: 90_000,
    };
  });
  const steer = async (path: string) => {
    const response = await fetch(`${peer.url}/peer/${path}`);
    if (!response.ok) throw new Error(`/peer/${path} answered ${response.status}`);
    return Number(await response.text());
  };
  return {
    ...peer,
    traffic: (n) => steer(`traffic?n=${n}`),
    inflate: async (uris, ids = false) => void (await steer(`inflate?uris=${uris}&ids=${ids}`)),
  };
}

function variables(options: SpringOptions): Record<string, string> {
  const set: Record<string, string> = {};
  if (options.internalPassword !== undefined)
    set.APPSMITH_INTERNAL_PASSWORD = options.internalPassword;
  if (options.exposure) set.MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE = options.exposure;
  if (options.mongoUrl) set.APPSMITH_DB_URL = options.mongoUrl;
  if (options.redisUrl) set.APPSMITH_REDIS_URL = options.redisUrl;
  return { ...set, ...options.env };
}
