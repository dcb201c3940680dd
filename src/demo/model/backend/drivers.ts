// The backend's side of its stores: the MongoDB driver's commands and pool, Lettuce's commands to Redis.
import type { Timer } from '../../micrometer/meters.ts';
import type { Registry } from '../../micrometer/registry.ts';
import type { Random } from '../../random.ts';
import type { Conditions, Work } from './conditions.ts';

/** `maxPoolSize` of the driver where the URL does not say otherwise. */
const POOL_MAX = 100;
const READS: readonly [collection: string, share: number][] = [
  ['newAction', 0.3],
  ['newPage', 0.2],
  ['application', 0.14],
  ['actionCollection', 0.12],
  ['datasource', 0.1],
  ['user', 0.08],
  ['workspace', 0.04],
  ['plugin', 0.02],
];
const WRITES: readonly [command: string, collection: string, share: number][] = [
  ['update', 'newAction', 0.4],
  ['update', 'newPage', 0.25],
  ['insert', 'usagePulse', 0.25],
  ['update', 'user', 0.1],
];
const LETTUCE: readonly [command: string, share: number][] = [
  ['GET', 0.3],
  ['HGETALL', 0.35],
  ['HMSET', 0.15],
  ['EXPIRE', 0.17],
  ['PING', 0.03],
];

interface Share {
  readonly timers: readonly Timer[];
  readonly share: number;
}

export class StoreDrivers {
  readonly #random: Random;
  readonly #reads: Share[];
  readonly #writes: Share[];
  readonly #redis: Share[];
  poolSize = 8;
  checkedOut = 0;
  waiting = 0;

  constructor(registry: Registry, random: Random, addresses: StoreAddresses) {
    this.#random = random;
    const cluster_id = random.hex(24);
    const server_address = addresses.mongo;
    const command = (name: string, collection: string) => [
      registry.timer(
        'mongodb.driver.commands',
        {
          cluster_id,
          collection,
          command: name,
          database: 'appsmith',
          server_address,
          status: 'SUCCESS',
        },
        { description: 'Timer of mongodb commands' },
      ),
    ];
    this.#reads = READS.map(([name, share]) => ({ timers: command('find', name), share }));
    this.#writes = WRITES.map(([verb, name, share]) => ({ timers: command(verb, name), share }));
    this.#redis = LETTUCE.map(([name, share]) => ({
      timers: lettuce(registry, name, addresses),
      share,
    }));
    this.#bindPool(registry, { cluster_id, server_address });
  }

  step({ seconds, mongo, redis, poolExhausted }: Conditions, work: Work): void {
    if (mongo) {
      this.#spread(this.#reads, work.mongoReads, 0.0018);
      this.#spread(this.#writes, work.mongoWrites, 0.0031);
    }
    if (redis) this.#spread(this.#redis, work.redisCommands, 0.0007);
    this.#pool(seconds, mongo, poolExhausted, work);
  }

  #pool(seconds: number, mongo: boolean, exhausted: boolean, work: Work): void {
    const busy = ((work.mongoReads + work.mongoWrites) * 0.004) / seconds;
    this.checkedOut = mongo ? Math.min(POOL_MAX, this.#random.poisson(busy)) : 0;
    if (exhausted) this.checkedOut = POOL_MAX;
    this.waiting = exhausted ? 5 + this.#random.poisson(work.requests / seconds) : 0;
    const wanted = mongo ? Math.max(5, this.checkedOut) : 0;
    this.poolSize = Math.max(wanted, this.poolSize - (mongo ? 0 : this.poolSize));
  }

  /** Deals `count` commands out over the timers, drawing one latency for each timer's maximum. */
  #spread(shares: readonly Share[], count: number, median: number): void {
    for (const { timers, share } of shares) {
      const events = this.#random.poisson(count * share);
      if (events === 0) continue;
      const worst = this.#random.logNormal(median, 0.5) * (1 + Math.log(events));
      const mean = median * 1.13;
      for (const timer of timers) timer.recordMany(events, mean, Math.max(mean, worst));
    }
  }

  #bindPool(registry: Registry, tags: Readonly<Record<string, string>>): void {
    const gauge = (name: string, description: string, read: () => number) =>
      registry.gauge(`mongodb.driver.pool.${name}`, read, { description }, tags);
    gauge(
      'checkedout',
      'the count of connections that are currently in use',
      () => this.checkedOut,
    );
    gauge(
      'size',
      'the current size of the connection pool, including idle and and in-use members',
      () => this.poolSize,
    );
    gauge(
      'waitqueuesize',
      'the current size of the wait queue for a connection from the pool',
      () => this.waiting,
    );
  }
}

/** `host:port` of the stores as the backend's URLs name them. */
export interface StoreAddresses {
  readonly mongo: string;
  readonly redis: string;
}

function lettuce(registry: Registry, command: string, { redis }: StoreAddresses): Timer[] {
  const tags = { command, local: 'local:any', remote: `127.0.0.1/${redis}` };
  const timer = (name: string, description: string) =>
    registry.timer(`lettuce.command.${name}`, tags, { description });
  return [
    timer(
      'completion',
      'Latency between command send and command completion (complete response received',
    ),
    timer(
      'firstresponse',
      'Latency between command send and first response (first response received)',
    ),
  ];
}
