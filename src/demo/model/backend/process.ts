// One life of the backend's Java process: its meters begin at 0 and end with it.
import { SHIPPED_BUCKETS } from '../../../metrics/index.ts';
import { Registry, type Slo } from '../../micrometer/registry.ts';
import type { Random } from '../../random.ts';
import { type Conditions, noWork, type Work } from './conditions.ts';
import { type StoreAddresses, StoreDrivers } from './drivers.ts';
import { Host } from './host.ts';
import { HttpTraffic } from './http.ts';
import { Heap } from './jvm.ts';
import { bindJvm } from './jvm-meters.ts';
import { NettyMeters } from './netty.ts';
import { AppsmithMeters } from './queries.ts';

/** The meters that they are turned on for. */
const WITH_BUCKETS: Slo = {
  'http.server.requests': SHIPPED_BUCKETS,
  'appsmith.total.plugin.execution': SHIPPED_BUCKETS,
};

export interface ProcessOptions {
  readonly random: Random;
  /** The model's clock, milliseconds since the epoch. */
  readonly now: () => number;
  readonly histograms: boolean;
  readonly addresses: StoreAddresses;
  /** `host:port` that it listens on. */
  readonly listen: string;
  /** Whether Netty's timers by raw path are there. */
  readonly rawPaths: boolean;
}

/** What a step needs to know beside the requests' own conditions. */
export interface StepExtras {
  readonly leakBytesPerSecond: number;
  readonly oldGarbageBytesPerSecond: number;
  /** Share of the heap. */
  readonly oldCollectedFrom: number;
  readonly allocationBytesPerSecond: number;
  readonly foreignCpuCores: number;
}

export class BackendProcess {
  readonly registry: Registry;
  readonly heap: Heap;
  readonly started: number;
  readonly drivers: StoreDrivers;
  readonly #http: HttpTraffic;
  readonly #appsmith: AppsmithMeters;
  readonly #host: Host;

  constructor({ random, now, histograms, addresses, listen, rawPaths }: ProcessOptions) {
    this.registry = new Registry(now, histograms ? WITH_BUCKETS : {});
    this.started = now();
    const netty = new NettyMeters(
      this.registry,
      listen,
      String((300_000_000 + random.between(0, 1e8)) | 0),
      rawPaths,
    );
    this.heap = new Heap(this.registry, random);
    this.#http = new HttpTraffic(this.registry, random, netty);
    this.#appsmith = new AppsmithMeters(this.registry, random, this.#http);
    this.drivers = new StoreDrivers(this.registry, random, addresses);
    this.#host = new Host(this.registry, random);
    this.#host.bind(this.registry, this.started, now);
    bindJvm(this.registry, this.heap, this.#host.threads);
  }

  /** Bytes that the machine's disk has left. */
  get diskFree(): number {
    return this.#host.diskFree;
  }

  /** Serves a step's requests; returns what they asked of the stores. */
  step(conditions: Omit<Conditions, 'pressure'>, extras: StepExtras): Work {
    const { seconds } = conditions;
    const work = noWork();
    const pressed = { ...conditions, pressure: this.heap.pressure };
    this.#http.serve(pressed, work);
    this.#appsmith.serve(pressed, work);
    this.#http.settle(pressed, work);
    this.drivers.step(pressed, work);
    const background = 1_500_000 + extras.allocationBytesPerSecond;
    this.heap.step(seconds, work.allocatedBytes + background * seconds, extras);
    this.#host.step(seconds, work, this.heap, extras.foreignCpuCores);
    return work;
  }
}
