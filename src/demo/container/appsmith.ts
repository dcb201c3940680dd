// The embedded Appsmith in a container: the real one's ports, its stores on loopback, its volume, its variables.
import { actuator, notFound } from '../actuator.ts';
import { backendHandler } from '../backend.ts';
import { caddyHandler } from '../caddy.ts';
import { followRealTime } from '../clock.ts';
import { frontHandler } from '../front.ts';
import { basicAuth, type Handler, type Listening, listen, pathOf } from '../listen.ts';
import { AppsmithModel } from '../model/appsmith.ts';
import { mongoHandlers } from '../mongo/handlers.ts';
import { VERSION as MONGO_VERSION } from '../mongo/server-status.ts';
import { startMongoWire } from '../mongo-wire/index.ts';
import { redisInfo } from '../redis/info.ts';
import { startRedisWire } from '../redis-wire/index.ts';
import { rtsHandler } from '../rts.ts';
import { Store } from '../store.ts';
import { supervisordHandler } from '../supervisord.ts';
import type { ContainerSettings } from './settings.ts';

/** The real one's ports; the stores listen on loopback, everything else on every address. */
const PORTS = {
  ...{ front: 80, caddy: 2019, backend: 8080, rts: 8091, supervisor: 9001 },
  ...{ mongo: 27017, redis: 6379 },
};
const EVERYWHERE = '0.0.0.0';
/** Before anybody asks; the model's container has run so long. */
const WARM_UP_SECONDS = 5;

export interface ContainerOptions extends ContainerSettings {
  readonly seed: number;
  /** Where its stores listen; another address makes it the external stores of somebody else. */
  readonly storesHost: string;
}

export interface ContainedAppsmith {
  readonly model: AppsmithModel;
  /** Opens and closes ports as the knobs say now. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export async function startContained(options: ContainerOptions): Promise<ContainedAppsmith> {
  const model = warmModel(options);
  const servers = await startServers(model, options);
  let turn = Promise.resolve();
  const settle = () => {
    turn = turn.then(() => settleServers(model, servers));
    return turn;
  };
  const stopClock = followRealTime({
    advance: (seconds) => {
      model.advance(seconds);
      void settle();
    },
  });
  return {
    model,
    settle,
    stop: async () => {
      stopClock();
      await turn;
      await Promise.all(Object.values(servers).map((server) => server?.stop()));
    },
  };
}

function warmModel({ seed, histograms, mongo, redis }: ContainerOptions): AppsmithModel {
  const start = Date.now() - WARM_UP_SECONDS * 1000;
  const model = new AppsmithModel({ seed, start, histograms, knobs: { leastUsers: 15 } });
  if (!mongo) model.programs.leaveOut('mongodb');
  if (!redis) model.programs.leaveOut('redis');
  model.advance(WARM_UP_SECONDS);
  return model;
}

type Servers = Awaited<ReturnType<typeof startServers>>;

async function startServers(model: AppsmithModel, options: ContainerOptions) {
  const { storesHost: host, mongo: account } = options;
  const backend = guarded(options, model);
  const now = () => model.clock.now;
  const [front, caddy, behind, rts, supervisor, mongo, redis] = await Promise.all([
    listen(frontHandler(backend, model.knobs), PORTS.front, EVERYWHERE),
    listen(caddyHandler(model), PORTS.caddy, EVERYWHERE),
    listen(backend, PORTS.backend, EVERYWHERE),
    listen(rtsHandler(model), PORTS.rts, EVERYWHERE),
    listen(supervisordHandler({ model, ...options.supervisor }), PORTS.supervisor, EVERYWHERE),
    account &&
      Store.open(() => {
        const handlers = mongoHandlers(model);
        const port = PORTS.mongo;
        return startMongoWire({ host, port, version: MONGO_VERSION, ...account, handlers });
      }),
    options.redis
      ? Store.open(() =>
          startRedisWire({
            host,
            port: PORTS.redis,
            now,
            info: ({ port }) => redisInfo(model, port),
          }),
        )
      : undefined,
  ]);
  return { front, caddy, backend: behind, rts, supervisor, mongo, redis };
}

/** The backend with its actuator as the variables leave it: no password, 401; not exposed, 404. */
function guarded({ internalPassword, exposed }: ContainerSettings, model: AppsmithModel): Handler {
  const access = internalPassword === undefined ? 'closed' : 'open';
  const options = { access, password: internalPassword ?? '' } as const;
  const whole = backendHandler({ model, actuator: options });
  return (request) => {
    const path = pathOf(request);
    const hidden = path.startsWith('/actuator') && !exposed && model.backend !== undefined;
    if (!hidden) return whole(request);
    const known = basicAuth(request, (_user, given) => given === internalPassword);
    return known
      ? notFound(path)
      : actuator({ access: 'closed', password: '' }, model.backend!.registry, request);
  };
}

async function settleServers({ knobs, mongoUp }: AppsmithModel, servers: Servers) {
  const { front, caddy, rts, mongo, redis } = servers;
  await Promise.all([
    toggle(front, knobs.proxyDown),
    toggle(caddy, knobs.proxyDown),
    toggle(rts, knobs.rtsDown),
    mongo?.settle(!mongoUp),
    redis?.settle(knobs.redisDown),
  ]);
}

function toggle(server: Listening, down: boolean): Promise<void> {
  return down ? server.pause() : server.resume();
}
