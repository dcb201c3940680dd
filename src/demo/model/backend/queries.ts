// What Appsmith's own meters count: queries by plugin, logins, Git operations, health checks of the stores.
import type { Timer } from '../../micrometer/meters.ts';
import type { Registry } from '../../micrometer/registry.ts';
import type { Random } from '../../random.ts';
import { type Plugin, plugins } from '../plugins.ts';
import { commitRoute, executeRoute, loginRoute } from '../routes.ts';
import type { Conditions, Work } from './conditions.ts';
import type { HttpTraffic } from './http.ts';

/** Per active person and second. */
const QUERY_RATE = 1 / 6;
const LOGIN_RATE = 1 / 2400;
const COMMIT_RATE = 1 / 7200;
/** The longest that a query may be given in its settings, in seconds. */
const QUERY_TIMEOUT = 60;
/** Health checks and the settings that they are asked at, per second. */
const HEALTH_RATE = 1 / 15;
const GIT_STEPS: readonly [name: string, median: number][] = [
  ['fs_status', 0.12],
  ['fs_commit', 0.35],
  ['jgit_status', 0.2],
  ['jgit_commit', 0.5],
  ['jgit_push', 1.9],
];

interface PluginTimers {
  readonly plugin: Plugin;
  readonly execution: Timer;
  readonly common: Timer;
  readonly server: Timer;
  readonly context: Timer;
}

export class AppsmithMeters {
  readonly #registry: Registry;
  readonly #random: Random;
  readonly #http: HttpTraffic;
  readonly #plugins: PluginTimers[];

  constructor(registry: Registry, random: Random, http: HttpTraffic) {
    this.#registry = registry;
    this.#random = random;
    this.#http = http;
    this.#plugins = plugins.map((plugin) => {
      const timer = (name: string) => registry.timer(name, { plugin: plugin.executor });
      return {
        plugin,
        execution: timer('appsmith.total.plugin.execution'),
        common: timer('appsmith.pluginExecuteCommon'),
        server: timer('appsmith.total.server.execution'),
        context: timer('appsmith.get.datasource.context'),
      };
    });
    for (const group of [...registry.groups()]) {
      if (group.name.startsWith('appsmith.')) registry.active(`${group.name}.active`);
    }
    for (const name of ['consolidated-api.view.root', 'health.mongo', 'health.redis']) {
      registry.timer(`appsmith.${name}`);
      registry.active(`appsmith.${name}.active`);
    }
  }

  serve(conditions: Conditions, work: Work): void {
    const { users, seconds } = conditions;
    for (const timers of this.#plugins) {
      const mean = users * QUERY_RATE * timers.plugin.share * seconds;
      const count = this.#random.poisson(mean);
      for (let i = 0; i < count; i++) this.#query(timers, conditions, work);
    }
    this.#logins(conditions, work);
    const commits = this.#random.poisson(users * COMMIT_RATE * seconds);
    for (let i = 0; i < commits; i++) this.#commit(conditions, work);
    this.#healthChecks(conditions);
  }

  #query(timers: PluginTimers, conditions: Conditions, work: Work): void {
    const { plugin } = timers;
    const reachable = conditions.mongo && conditions.redis;
    let seconds = 0;
    if (reachable) {
      const factor = conditions.queryFactor(plugin.name) * conditions.pressure;
      const wanted = this.#random.logNormal(plugin.median, plugin.sigma) * factor;
      seconds = Math.min(QUERY_TIMEOUT, Math.max(0.001, wanted));
      const overhead = this.#random.between(0.004, 0.009) * conditions.pressure;
      timers.execution.record(seconds);
      timers.common.record(seconds + overhead / 2);
      timers.server.record(seconds + overhead);
      timers.context.record(overhead / 3);
      work.allocatedBytes += 700_000;
    }
    work.queries++;
    this.#http.request(executeRoute, conditions, work, seconds);
  }

  #logins(conditions: Conditions, work: Work): void {
    const { users, seconds, mongo, redis } = conditions;
    const logins = this.#random.poisson(users * LOGIN_RATE * seconds);
    for (let i = 0; i < logins; i++) {
      this.#http.request(loginRoute, conditions, work);
      if (!mongo || !redis) continue;
      const source = this.#random.chance(0.7) ? 'form' : 'google';
      if (source === 'form' && this.#random.chance(0.06)) {
        const message = 'Invalid email or password';
        this.#registry.counter('appsmith.login_failure', { message, source }).add();
        continue;
      }
      work.logins++;
      this.#registry.timer('appsmith.login_total', { source }).record(0.0002);
    }
  }

  #commit(conditions: Conditions, work: Work): void {
    let seconds = 0;
    if (conditions.mongo && conditions.redis) {
      const record = (name: string, took: number) => {
        this.#registry.timer(`appsmith.git.${name}`).record(took);
        this.#registry.active(`appsmith.git.${name}.active`);
      };
      for (const [name, median] of GIT_STEPS) {
        const took = this.#random.logNormal(median, 0.5) * conditions.pressure;
        record(name, took);
        seconds += took;
      }
      record('ops_commit', seconds);
    }
    this.#http.request(commitRoute, conditions, work, seconds);
  }

  #healthChecks({ seconds, mongo, redis, pressure }: Conditions): void {
    const checks = this.#random.poisson(HEALTH_RATE * seconds);
    for (let i = 0; i < checks; i++) {
      const answer = (up: boolean, median: number, timeout: number) =>
        up ? this.#random.logNormal(median, 0.4) * pressure : timeout;
      this.#registry.timer('appsmith.health.mongo').record(answer(mongo, 0.003, 1));
      this.#registry.timer('appsmith.health.redis').record(answer(redis, 0.002, 3));
    }
  }
}
