// The embedded Appsmith: one model behind real protocols on free ports, and the stacks folder that names them.
import { randomBytes } from 'node:crypto';
import type { ActuatorAccess, Shows } from './actuator.ts';
import { backendHandler } from './backend.ts';
import { followRealTime } from './clock.ts';
import { dockerEnv } from './docker-env.ts';
import { frontHandler } from './front.ts';
import { type Listening, listen } from './listen.ts';
import { AppsmithModel } from './model/appsmith.ts';
import type { Knobs } from './model/knobs.ts';
import { mongoHandlers } from './mongo/handlers.ts';
import { VERSION as MONGO_VERSION } from './mongo/server-status.ts';
import { startMongoWire } from './mongo-wire/index.ts';
import { parts } from './parts.ts';
import { redisInfo } from './redis/info.ts';
import { startRedisWire } from './redis-wire/index.ts';
import { rtsHandler } from './rts.ts';
import { createStacks } from './stacks.ts';
import { Store } from './store.ts';
import { supervisordHandler } from './supervisord.ts';
import { wayIn } from './way-in.ts';

export interface AppsmithOptions {
  /** Default `open`. */
  readonly actuator?: ActuatorAccess;
  /** Families of the actuator's text; a simulation leaves out what nobody reads. Default: all. */
  readonly shows?: Shows;
  /** Whether the shipped buckets are on. Default true. */
  readonly histograms?: boolean;
  /** Default 1. */
  readonly seed?: number;
  /** What has passed before anybody asks, in seconds. Default half an hour. */
  readonly warmUpSeconds?: number;
  /** The model's time once warmed up, milliseconds since the epoch. Default: now. */
  readonly now?: number;
  /** `real` moves the model with real time; `manual` only by `advance`. Default `real`. */
  readonly time?: 'real' | 'manual';
  readonly knobs?: Partial<Knobs>;
  /** The model's step; a simulation of weeks takes longer ones. Default 1. */
  readonly stepSeconds?: number;
  /** Whether Netty's timers by raw path are there: most of the actuator's text. Default true. */
  readonly rawPaths?: boolean;
  /** Multiplies the real waits of the health check; 0 in simulations. Default 1. */
  readonly patience?: number;
}

export interface EmbeddedAppsmith {
  readonly model: AppsmithModel;
  readonly stacksDir: string;
  /** Base addresses without a trailing slash. */
  readonly urls: Readonly<Record<'backend' | 'front' | 'rts' | 'supervisor', string>>;
  /** What an exporter beside it needs, because the ports are not the usual ones. */
  readonly env: Readonly<Record<string, string>>;
  /** Lets time pass and brings the servers in line with the knobs. */
  advance(seconds: number): Promise<void>;
  /** Opens and closes ports as the knobs say now; `advance` does so too. */
  settle(): Promise<void>;
  /** Closes everything and removes the stacks folder unless it is to be kept. */
  stop(keepStacks?: boolean): Promise<void>;
}

const SUPERVISOR_USER = 'appsmith';

/** Starts it; resolves when every port listens and the warm-up is over. */
export async function startAppsmith(options: AppsmithOptions = {}): Promise<EmbeddedAppsmith> {
  const begun = performance.now();
  const access = options.actuator ?? 'open';
  const secrets = makeSecrets(access);
  const model = warmModel(options);
  const servers = await startServers(model, options, secrets);
  const { backend, front, rts, supervisor, mongo, redis } = servers;
  const stacks = await createStacks(
    dockerEnv({
      databaseUrl: `mongodb://appsmith:${secrets.mongo}@localhost:${mongo.port}/appsmith`,
      redisUrl: `redis://127.0.0.1:${redis.port}`,
      supervisorUser: SUPERVISOR_USER,
      supervisorPassword: secrets.supervisor,
      internalPassword: secrets.internal,
      encryptionPassword: secrets.encryption,
      encryptionSalt: secrets.salt,
    }),
  );
  const urls = { backend: backend.url, front: front.url, rts: rts.url, supervisor: supervisor.url };
  const world = { model, stacksDir: stacks.dir, urls };
  const others = await Promise.all(parts.map((start) => start(world)));

  let turn = Promise.resolve();
  /** One after the other: a port that is being closed cannot be opened. */
  const settle = () => {
    turn = turn.then(async () => {
      await Promise.all([settleServers(model, servers), ...others.map((part) => part.settle?.())]);
    });
    return turn;
  };
  const pass = (seconds: number) => {
    model.advance(seconds);
    return settle();
  };
  // What the start took has passed for the model too.
  if (options.time !== 'manual') model.advance((performance.now() - begun) / 1000);
  const stopClock =
    options.time === 'manual'
      ? () => {}
      : followRealTime({ advance: (seconds) => void pass(seconds) });
  return {
    model,
    stacksDir: stacks.dir,
    urls,
    env: {
      APPSMITH_EXPORTER_STACKS_DIR: stacks.dir,
      APPSMITH_EXPORTER_BACKEND_URL: backend.url,
      APPSMITH_EXPORTER_PUBLIC_URL: front.url,
      APPSMITH_EXPORTER_RTS_URL: rts.url,
      APPSMITH_EXPORTER_SUPERVISOR_URL: supervisor.url,
      APPSMITH_EXPORTER_USAGE_READ_DOCUMENTS: 'true',
      ...Object.assign({}, ...others.map(({ env }) => env)),
    },
    advance: pass,
    settle,
    stop: async (keepStacks = false) => {
      stopClock();
      await turn;
      await Promise.all([...Object.values(servers), ...others].map((one) => one.stop()));
      if (!keepStacks) await stacks.remove();
    },
  };
}

function makeSecrets(access: ActuatorAccess) {
  const secret = () => randomBytes(12).toString('base64url');
  return {
    mongo: secret(),
    supervisor: secret(),
    encryption: secret(),
    salt: secret(),
    internal: access === 'open' ? secret() : undefined,
  };
}

function warmModel({ now = Date.now(), warmUpSeconds = 1800, ...options }: AppsmithOptions) {
  const { seed = 1, histograms = true, knobs = {}, stepSeconds = 1, rawPaths = true } = options;
  const start = now - warmUpSeconds * 1000;
  const model = new AppsmithModel({ seed, start, histograms, knobs, stepSeconds, rawPaths });
  model.advance(warmUpSeconds);
  return model;
}

type Secrets = ReturnType<typeof makeSecrets>;
type Servers = Awaited<ReturnType<typeof startServers>>;

async function startServers(model: AppsmithModel, options: AppsmithOptions, secrets: Secrets) {
  const backend = backendHandler({
    model,
    actuator: {
      access: options.actuator ?? 'open',
      password: secrets.internal ?? '',
      ...(options.shows && { shows: options.shows }),
    },
    patience: options.patience ?? 1,
  });
  const supervisor = { model, user: SUPERVISOR_USER, password: secrets.supervisor };
  const [backendPort, front, rts, supervisord, mongo, redis] = await Promise.all([
    listen(backend),
    listen(wayIn(frontHandler(backend, model.knobs), model.knobs)),
    listen(rtsHandler(model)),
    listen(supervisordHandler(supervisor)),
    Store.open((port) => startMongo(model, port, secrets.mongo)),
    Store.open((port) => startRedis(model, port)),
  ]);
  return { backend: backendPort, front, rts, supervisor: supervisord, mongo, redis };
}

function startMongo(model: AppsmithModel, port: number, password: string) {
  const handlers = mongoHandlers(model);
  const version = MONGO_VERSION;
  return startMongoWire({ port, version, user: 'appsmith', password, handlers });
}

function startRedis(model: AppsmithModel, port: number) {
  const now = () => model.clock.now;
  return startRedisWire({ port, now, info: (facts) => redisInfo(model, facts.port) });
}

async function settleServers({ knobs, mongoUp }: AppsmithModel, servers: Servers) {
  const { front, rts, mongo, redis } = servers;
  await Promise.all([
    toggle(front, knobs.proxyDown),
    toggle(rts, knobs.rtsDown),
    mongo.settle(!mongoUp),
    redis.settle(knobs.redisDown),
  ]);
}

function toggle(server: Listening, down: boolean): Promise<void> {
  return down ? server.pause() : server.resume();
}
