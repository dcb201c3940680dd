// The servers that an exporter watches in these tests, each behind a proxy that can go wrong.
import { startAppsmith } from '../../src/demo/appsmith.ts';
import { startMongoWire } from '../../src/demo/mongo-wire/index.ts';
import type { Certificate } from '../peers/certificates.ts';
import { startMongoWire as startJavaMongo } from '../peers/mongowire.ts';
import { type FaultyProxy, startProxy } from '../peers/proxy.ts';
import { startRedis } from '../peers/redis.ts';
import { startSpring } from '../peers/spring.ts';
import { startSupervisord } from '../peers/supervisord.ts';

/** Everything that stands behind a proxy; `front` serves `/info`. */
export const PARTS = ['backend', 'front', 'rts', 'mongodb', 'redis', 'supervisord'] as const;
export type Part = (typeof PARTS)[number];

export interface Upstreams {
  readonly proxies: Readonly<Record<Part, FaultyProxy>>;
  /** Settings of each component, through the proxies. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What a process needs in its environment to find the same. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

interface Behind {
  readonly ports: Readonly<Record<Part, number>>;
  readonly internalPassword: string;
  readonly supervisorPassword: string;
  /** `user:password@`, or nothing. */
  readonly mongoLogin: string;
  readonly stacksDir?: string;
  readonly tls?: Certificate | undefined;
  stop(): Promise<unknown>;
}

/** The embedded Appsmith: runs everywhere. With a certificate the proxies speak TLS. */
export async function standIns(tls?: Certificate): Promise<Upstreams> {
  const appsmith = await startAppsmith({ time: 'manual' });
  const { readFileSync } = await import('node:fs');
  const text = readFileSync(`${appsmith.stacksDir}/configuration/docker.env`, 'utf8');
  const variable = (name: string) =>
    new RegExp(`^${name}=(?:'|")?(.*?)(?:'|")?$`, 'm').exec(text)?.[1] ?? '';
  const database = new URL(variable('APPSMITH_DB_URL'));
  const { backend, front, rts, supervisor } = appsmith.urls;
  return throughProxies({
    ports: {
      backend: portOf(backend),
      front: portOf(front),
      rts: portOf(rts),
      supervisord: portOf(supervisor),
      mongodb: Number(database.port),
      redis: portOf(variable('APPSMITH_REDIS_URL')),
    },
    internalPassword: variable('APPSMITH_INTERNAL_PASSWORD'),
    supervisorPassword: variable('APPSMITH_SUPERVISOR_PASSWORD'),
    mongoLogin: `${database.username}:${database.password}@`,
    stacksDir: appsmith.stacksDir,
    stop: () => appsmith.stop(),
    tls,
  });
}

/** Spring Boot, Redis, the Java MongoDB and supervisord; RTS and the front door are the embedded ones. */
export async function realServers(): Promise<Upstreams> {
  const appsmith = await startAppsmith({ time: 'manual' });
  const internalPassword = 'internal-pass';
  const [redis, mongo, supervisord, ownMongo] = await Promise.all([
    startRedis(),
    startJavaMongo(),
    startSupervisord(),
    // Spring's own health check needs `hello`, which the Java server does not know.
    startMongoWire(),
  ]);
  const spring = await startSpring({
    internalPassword,
    exposure: 'prometheus,metrics',
    redisUrl: redis.url,
    mongoUrl: `mongodb://127.0.0.1:${ownMongo.port}/appsmith?directConnection=true`,
  });
  return throughProxies({
    ports: {
      backend: spring.port,
      front: portOf(appsmith.urls.front),
      rts: portOf(appsmith.urls.rts),
      supervisord: supervisord.port,
      mongodb: mongo.port,
      redis: redis.port,
    },
    internalPassword,
    supervisorPassword: supervisord.password,
    mongoLogin: '',
    stop: async () => {
      const servers = [spring, appsmith, redis, mongo, supervisord, ownMongo];
      for (const server of servers) await server.stop();
    },
  });
}

async function throughProxies(behind: Behind): Promise<Upstreams> {
  const { tls } = behind;
  const started = PARTS.map(async (part) => {
    return [part, await startProxy({ to: behind.ports[part], ...(tls && { tls }) })];
  });
  const proxies = Object.fromEntries(await Promise.all(started)) as Record<Part, FaultyProxy>;
  const at = (part: Part, scheme = tls ? 'https' : 'http') =>
    `${scheme}://127.0.0.1:${proxies[part].port}`;
  const { internalPassword, supervisorPassword, mongoLogin } = behind;
  const mongoUrl = `mongodb://${mongoLogin}127.0.0.1:${proxies.mongodb.port}/appsmith${tls ? '?tls=true' : ''}`;
  const redisUrl = at('redis', tls ? 'rediss' : 'redis');
  return {
    proxies,
    settings: {
      backend: {
        url: at('backend'),
        public_url: at('front'),
        internal_password: internalPassword,
      },
      rts: { url: at('rts') },
      mongodb: { url: mongoUrl },
      redis: { url: redisUrl },
      supervisord: { url: at('supervisord'), user: 'appsmith', password: supervisorPassword },
    },
    env: {
      APPSMITH_EXPORTER_STACKS_DIR: behind.stacksDir ?? '/nonexistent',
      APPSMITH_EXPORTER_BACKEND_URL: at('backend'),
      APPSMITH_EXPORTER_PUBLIC_URL: at('front'),
      APPSMITH_EXPORTER_RTS_URL: at('rts'),
      APPSMITH_EXPORTER_SUPERVISOR_URL: at('supervisord'),
      APPSMITH_EXPORTER_SUPERVISOR_PASSWORD: supervisorPassword,
      APPSMITH_EXPORTER_MONGODB_URL: mongoUrl,
      APPSMITH_EXPORTER_REDIS_URL: redisUrl,
      APPSMITH_INTERNAL_PASSWORD: internalPassword,
    },
    stop: async () => {
      await Promise.all(Object.values(proxies).map((proxy) => proxy.stop()));
      await behind.stop();
    },
  };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
