// The HTTP side of the backend: every route's requests of a step, recorded as Spring records them.
import type { LongTaskTimer, Timer } from '../../micrometer/meters.ts';
import type { Registry } from '../../micrometer/registry.ts';
import type { Random } from '../../random.ts';
import { type Ending, type Route, routes, storeFailure } from '../routes.ts';
import type { Conditions, Work } from './conditions.ts';
import type { NettyMeters } from './netty.ts';

const REQUESTS = 'http.server.requests';
const SECURED = 'spring.security.http.secured.requests';
/** How long the MongoDB driver looks for a server before it gives up. */
const SELECTION_TIMEOUT = 30;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];

export class HttpTraffic {
  readonly #registry: Registry;
  readonly #random: Random;
  readonly #netty: NettyMeters;
  readonly #timers = new Map<Route, Map<Ending, Timer>>();
  readonly #active: LongTaskTimer[];
  readonly #secured: Timer;
  readonly #authorized: Timer;
  /** Requests under way at the step's end, smoothed. */
  inFlight = 0;

  constructor(registry: Registry, random: Random, netty: NettyMeters) {
    this.#registry = registry;
    this.#random = random;
    this.#netty = netty;
    this.#active = METHODS.map((method) =>
      registry.active(`${REQUESTS}.active`, {
        errorCode: 'none',
        exception: 'none',
        method,
        outcome: 'SUCCESS',
        status: '200',
        uri: 'UNKNOWN',
      }),
    );
    registry.active(`${SECURED}.active`);
    this.#secured = registry.timer(SECURED, { error: 'none' });
    this.#authorized = registry.timer('spring.security.authorizations', {
      error: 'none',
      spring_security_authentication_type: 'n/a',
      spring_security_authorization_decision: 'true',
      spring_security_object: 'exchange',
    });
  }

  /** All of a step's requests but those that execute queries, log in or use Git. */
  serve(conditions: Conditions, work: Work): void {
    for (const route of routes) {
      const rate = route.perUser * conditions.users + route.constant;
      const count = this.#random.poisson(rate * conditions.seconds);
      for (let i = 0; i < count; i++) this.request(route, conditions, work);
    }
  }

  /** One request; `inner` seconds are what it waited for beside its own time. Returns its seconds. */
  request(route: Route, conditions: Conditions, work: Work, inner = 0): number {
    const { mongo, redis, poolExhausted, pressure } = conditions;
    const reachable = route.storeless || (mongo && redis);
    const refused = conditions.redisRefuses && hasSession(route);
    let seconds = this.#random.logNormal(route.median, route.sigma) * pressure + inner;
    if (!reachable) seconds = mongo ? this.#random.between(3, 10) : SELECTION_TIMEOUT;
    else if (poolExhausted && !route.storeless) seconds += this.#random.between(2, 12);
    const ending = reachable && !refused ? route.ending : storeFailure;
    this.#timer(route, ending).record(seconds);
    this.#secured.record(seconds * 0.98);
    this.#authorized.record(0.0002);
    this.#netty.record(route.method, ending.status, this.#random.pick(route.paths), seconds);
    if (route.meter && reachable) this.#registry.timer(route.meter).record(seconds * 0.9);
    tally(route, ending, seconds, work);
    return seconds;
  }

  /** Settles the gauges of what is under way, from the time that the step's requests took. */
  settle({ seconds }: Conditions, work: Work): void {
    const now = work.busySeconds / seconds;
    this.inFlight += (now - this.inFlight) * Math.min(1, seconds / 15);
    this.#netty.connections = Math.round(4 + this.inFlight * 2);
    METHODS.forEach((method, i) => {
      const task = this.#active[i]!;
      const share = method === 'POST' ? 0.7 : method === 'GET' ? 0.3 : 0;
      task.active = Math.floor(this.inFlight * share + 0.3);
      task.duration = task.active * 0.08;
      task.longest = task.active > 0 ? 0.2 : 0;
    });
  }

  #timer(route: Route, ending: Ending): Timer {
    let byEnding = this.#timers.get(route);
    if (!byEnding) {
      byEnding = new Map();
      this.#timers.set(route, byEnding);
    }
    let timer = byEnding.get(ending);
    if (!timer) {
      const { method, uri } = route;
      timer = this.#registry.timer(REQUESTS, { ...ending, method, uri });
      byEnding.set(ending, timer);
    }
    return timer;
  }
}

/** Probes and what Appsmith asks itself have none. */
function hasSession({ storeless, constant }: Route): boolean {
  return !storeless && constant === 0;
}

function tally(route: Route, ending: Ending, seconds: number, work: Work): void {
  work.requests++;
  work.busySeconds += seconds;
  work.allocatedBytes += 420_000;
  if (ending.outcome === 'SERVER_ERROR') work.failures++;
  if (hasSession(route)) work.sessionWrites++;
  if (route.storeless || ending === storeFailure) return;
  work.mongoReads += route.meter ? 14 : 3;
  work.mongoWrites += route.method === 'GET' ? 0 : 1;
  work.redisCommands += 3;
}
