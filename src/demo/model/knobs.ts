// Everything that can be turned on the embedded Appsmith: an incident is a change of these over time.
import type { PluginName } from './plugins.ts';

/** Turned by whoever plays an incident; read by the model at every step. */
export interface Knobs {
  /** People at work in the busiest hour of a weekday. */
  peakUsers: number;
  /** People at work at any hour, however late. */
  leastUsers: number;
  /** Grows the live set of the heap: what a collection can no longer free. */
  heapLeakBytesPerSecond: number;
  /** Short-lived garbage beside what requests make, as an import of a large application does. */
  extraAllocationBytesPerSecond: number;
  /** Multiplies query latency; `*` for the plugins that are not named. */
  queryLatencyFactor: Partial<Record<PluginName | '*', number>>;
  /** The store is gone: its port refuses, its program is FATAL, the backend's requests fail. */
  mongoDown: boolean;
  redisDown: boolean;
  rtsDown: boolean;
  /** RTS answers that it is not well: with 500 and a message, or with 200 and no more than that. */
  rtsIll: false | 'error' | 'unsuccessful';
  /** Java does not answer although supervisord calls the program RUNNING, as seen when it hangs. */
  backendHung: boolean;
  /** All connections of the backend's MongoDB pool are taken and requests queue for one. */
  poolExhausted: boolean;
  /** Redis's limit; 0 is none, as Appsmith ships it. */
  redisMaxmemoryBytes: number;
  /** Keys that arrive beside the sessions, bytes per second. */
  redisGrowthBytesPerSecond: number;
  /** Cores kept busy by something else on the same machine. */
  foreignCpuCores: number;
}

/** A healthy day of a small company. */
export function healthyKnobs(): Knobs {
  return {
    peakUsers: 60,
    leastUsers: 1,
    heapLeakBytesPerSecond: 0,
    extraAllocationBytesPerSecond: 0,
    queryLatencyFactor: {},
    mongoDown: false,
    redisDown: false,
    rtsDown: false,
    rtsIll: false,
    backendHung: false,
    poolExhausted: false,
    redisMaxmemoryBytes: 0,
    redisGrowthBytesPerSecond: 0,
    foreignCpuCores: 0,
  };
}
