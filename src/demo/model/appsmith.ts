// The model of one Appsmith: people, backend, stores and programs, moved by steps of its own clock.
import { Clock, type Clocked } from '../clock.ts';
import { Random } from '../random.ts';
import { noWork } from './backend/conditions.ts';
import type { StoreAddresses } from './backend/drivers.ts';
import { BackendProcess } from './backend/process.ts';
import { healthyKnobs, type Knobs } from './knobs.ts';
import { MongoModel } from './mongo.ts';
import type { PluginName } from './plugins.ts';
import { Population } from './population.ts';
import { Programs } from './programs.ts';
import { ProxyModel } from './proxy.ts';
import { RedisModel } from './redis.ts';
import { VolumeModel } from './volume.ts';

export interface ModelOptions {
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** Whether the shipped buckets are on. Default true. */
  readonly histograms?: boolean;
  /** Addresses as they show in tags. */
  readonly addresses?: Partial<StoreAddresses> & { readonly backend?: string };
  readonly knobs?: Partial<Knobs>;
  /** Whether Netty's timers by raw path are there: most of the actuator's text. Default true. */
  readonly rawPaths?: boolean;
  /** Length of one step in seconds; longer steps are cheaper in a simulation. Default 1. */
  readonly stepSeconds?: number;
}

/** How long Java takes from its start until it answers. */
const BOOT_SECONDS = 25;

export class AppsmithModel implements Clocked {
  readonly clock: Clock;
  readonly knobs: Knobs;
  readonly population: Population;
  readonly programs: Programs;
  mongo: MongoModel;
  redis: RedisModel;
  /** Times that auto-heal has restarted the backend. */
  autoHealed = 0;
  proxy: ProxyModel;
  readonly volume: VolumeModel;
  readonly #options: ModelOptions;
  readonly #random: Random;
  readonly #step: number;
  #backend: BackendProcess;
  #backendReadyAt = 0;
  #autoHealNext = 0;
  #owed = 0;

  constructor(options: ModelOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#step = options.stepSeconds ?? 1;
    this.clock = new Clock(options.start);
    this.knobs = { ...healthyKnobs(), ...options.knobs };
    const { now, seconds } = this.clock;
    this.population = new Population(this.#random, this.knobs, now);
    this.programs = new Programs(this.#random, seconds);
    this.mongo = new MongoModel(this.#random, now);
    this.redis = new RedisModel(this.#random, now);
    this.proxy = new ProxyModel(options.seed, now);
    this.volume = new VolumeModel(now, this.knobs);
    this.#backend = this.#newBackend();
  }

  /** The backend's process if it answers; undefined while it boots, hangs or is gone. */
  get backend(): BackendProcess | undefined {
    const { backendDown, backendHung } = this.knobs;
    if (backendDown || backendHung || this.clock.now < this.#backendReadyAt) return undefined;
    return this.#backend;
  }

  /** Lets time pass in whole steps; what is left over is kept for the next call. */
  advance(seconds: number): void {
    this.#owed += seconds;
    while (this.#owed >= this.#step - 1e-9) {
      this.#owed -= this.#step;
      this.clock.advance(this.#step);
      this.#tick(this.#step);
    }
  }

  /** Ends the backend's process and starts a new one, which answers after some 25 seconds. */
  restartBackend(): void {
    this.programs.start('backend', this.clock.seconds);
    this.#backendReadyAt = this.clock.now + BOOT_SECONDS * 1000;
    this.#backend = this.#newBackend();
  }

  /** Everything in the container begins anew; what the stores hold stays. */
  restartContainer(): void {
    const { programs, clock } = this;
    for (const { name } of programs.all) programs.start(name, clock.seconds);
    this.#newMongo();
    this.#newRedis();
    this.#newProxy();
    this.restartBackend();
  }

  /** MongoDB answers. */
  get mongoUp(): boolean {
    return !this.knobs.mongoDown && !this.knobs.mongoStarting;
  }

  #tick(seconds: number): void {
    const { knobs, clock } = this;
    this.#settlePrograms();
    this.#settleBackend();
    this.#heal();
    this.volume.step(seconds, knobs, clock.now);
    this.population.step(seconds, knobs, clock.now);
    const users = knobs.proxyDown ? 0 : this.population.active;
    const work = this.backend?.step(
      {
        seconds,
        users,
        mongo: this.mongoUp,
        redis: !knobs.redisDown,
        redisRefuses: this.redis.refusesWrites(knobs),
        poolExhausted: knobs.poolExhausted,
        queryFactor: (plugin) =>
          knobs.queryLatencyFactor[plugin as PluginName] ?? knobs.queryLatencyFactor['*'] ?? 1,
      },
      {
        leakBytesPerSecond: knobs.heapLeakBytesPerSecond,
        oldGarbageBytesPerSecond: knobs.oldGarbageBytesPerSecond,
        oldCollectedFrom: knobs.oldCollectedFrom,
        allocationBytesPerSecond: knobs.extraAllocationBytesPerSecond,
        foreignCpuCores: knobs.foreignCpuCores,
      },
    );
    if (!knobs.proxyDown) {
      const { backendHung: hangs, rtsDown } = knobs;
      this.proxy.step({ seconds, users, work, hangs, rts: !rtsDown });
    }
    const done = work ?? noWork();
    const pool = this.#backend.drivers.poolSize;
    if (this.mongoUp) {
      done.mongoReads += Math.round(knobs.mongoReadsPerSecond * seconds);
      this.mongo.step(seconds, done, pool, clock.now);
    }
    if (!knobs.redisDown) this.redis.step(seconds, done, knobs, clock.now);
  }

  /** A store that comes back is a new process: what it counted is gone, what it stored is not. */
  #settlePrograms(): void {
    const { programs, knobs, clock } = this;
    if (!knobs.mongoDown && programs.get('mongodb').state === 'FATAL') this.#newMongo();
    if (!knobs.redisDown && programs.get('redis').state === 'FATAL') this.#newRedis();
    if (!knobs.proxyDown && programs.get('editor').state === 'FATAL') this.#newProxy();
    programs.settle('editor', knobs.proxyDown, clock.seconds);
    programs.settle('mongodb', knobs.mongoDown, clock.seconds);
    programs.settle('redis', knobs.redisDown, clock.seconds);
    programs.settle('postgres', knobs.postgresDown, clock.seconds);
    programs.settle('rts', knobs.rtsDown, clock.seconds);
    programs.settle('keycloak', knobs.keycloakDown, clock.seconds);
    programs.settle('temporal', knobs.temporalDown, clock.seconds);
  }

  /** A process that was gone, or whose life is over, is followed by a new one. */
  #settleBackend(): void {
    const { programs, knobs, clock } = this;
    const lived = (clock.now - this.#backend.started) / 1000;
    const dies = knobs.backendLivesSeconds > 0 && lived >= knobs.backendLivesSeconds;
    const gone = programs.get('backend').state === 'FATAL';
    if (!knobs.backendDown && (gone || dies)) this.restartBackend();
    programs.settle('backend', knobs.backendDown, clock.seconds);
  }

  /** As the script does: it looks every ten seconds, and waits a minute after each restart. */
  #heal(): void {
    const { knobs, clock } = this;
    if (!knobs.autoHeal || clock.seconds < this.#autoHealNext) return;
    const answers = this.backend !== undefined;
    this.#autoHealNext = clock.seconds + (answers ? 10 : 70);
    if (answers) return;
    this.autoHealed++;
    this.restartBackend();
  }

  #newMongo(): void {
    const { dataSize, objects } = this.mongo;
    const next = new MongoModel(this.#random, this.clock.now);
    this.mongo = Object.assign(next, { dataSize, objects });
  }

  #newRedis(): void {
    const { sessions, ballast } = this.redis;
    this.redis = new RedisModel(this.#random, this.clock.now, sessions);
    this.redis.ballast = ballast;
  }

  #newProxy(): void {
    this.proxy = new ProxyModel(this.#options.seed, this.clock.now);
  }

  #newBackend(): BackendProcess {
    const { addresses = {}, histograms = true, rawPaths = true } = this.#options;
    return new BackendProcess({
      random: this.#random,
      now: () => this.clock.now,
      histograms,
      rawPaths,
      addresses: {
        mongo: addresses.mongo ?? '127.0.0.1:27017',
        redis: addresses.redis ?? '127.0.0.1:6379',
      },
      listen: addresses.backend ?? '127.0.0.1:8080',
    });
  }
}
