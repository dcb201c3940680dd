// Everything that can be turned on the embedded Appsmith: an incident is a change of these over time.
import type { PluginName } from './plugins.ts';
import type { ProgramName } from './programs.ts';

/** Turned by whoever plays an incident; read by the model at every step. */
export interface Knobs {
  /** People at work in the busiest hour of a weekday. */
  peakUsers: number;
  /** People at work at any hour, however late. */
  leastUsers: number;
  /** Grows the live set of the heap: what a collection can no longer free. */
  heapLeakBytesPerSecond: number;
  /** Garbage straight into the old generation, as G1 allocates the large arrays of an import. */
  oldGarbageBytesPerSecond: number;
  /** Share of the heap from which the old generation is collected at all; G1 begins at 0.45. */
  oldCollectedFrom: number;
  /** Short-lived garbage beside what requests make, as an import of a large application does. */
  extraAllocationBytesPerSecond: number;
  /** Multiplies query latency; `*` for the plugins that are not named. */
  queryLatencyFactor: Partial<Record<PluginName | '*', number>>;
  /** The store is gone: its port refuses, its program is FATAL, the backend's requests fail. */
  mongoDown: boolean;
  /** The program runs, but its port refuses still: a long recovery at its start. */
  mongoStarting: boolean;
  redisDown: boolean;
  /** The migrations at the backend's next start: they do not end, or one of them fails. */
  migration: 'well' | 'stuck' | 'fails';
  postgresDown: boolean;
  /** Connections that Keycloak has opened and never closed. */
  postgresLeakedConnections: number;
  /** Somebody has opened a transaction and left it so. */
  postgresStuckTransaction: boolean;
  rtsDown: boolean;
  /** RTS answers that it is not well: with 500 and a message, or with 200 and no more than that. */
  rtsIll: false | 'error' | 'unsuccessful';
  /** Keycloak is gone: its ports refuse, its program is FATAL. */
  keycloakDown: boolean;
  /** Keycloak says that it is not ready: its database is out of reach, its pages are still served. */
  keycloakNotReady: boolean;
  /** Temporal is gone: its ports refuse, its program is FATAL. */
  temporalDown: boolean;
  /** No worker asks Temporal for work: what is to be done piles up. */
  temporalWorkersGone: boolean;
  /** Java does not answer although supervisord calls the program RUNNING, as seen when it hangs. */
  backendHung: boolean;
  /** Java is gone: its port refuses and supervisord has given up on it. */
  backendDown: boolean;
  /** The backend's process ends so long after its start and is started anew; 0 is never. */
  backendLivesSeconds: number;
  /** What a program that fails writes last to its log; nothing that tells, where it is not named. */
  lastWords: Partial<Record<ProgramName, readonly string[]>>;
  /** Appsmith's own script (`APPSMITH_AUTO_HEAL=1`) restarts a backend that does not answer; off as it is shipped. */
  autoHeal: boolean;
  /** Caddy is gone: the front door and its admin endpoint refuse, and supervisord has given up on `editor`. */
  proxyDown: boolean;
  /** Caddy's configuration does not have it count requests, as in images of 2023. */
  proxyMetricsOff: boolean;
  /** Caddy serves its own domain alone: whoever asks it as localhost is sent there, Docker's health check too. */
  loopbackRedirects: boolean;
  /** All connections of the backend's MongoDB pool are taken and requests queue for one. */
  poolExhausted: boolean;
  /** Redis's limit; 0 is none, as Appsmith ships it. */
  redisMaxmemoryBytes: number;
  /** What a full Redis does: refuse writes, or drop what was used least, which is sessions. */
  redisPolicy: 'noeviction' | 'allkeys-lru';
  /** Keys that arrive beside the sessions, bytes per second. */
  redisGrowthBytesPerSecond: number;
  /** Cores kept busy by something else on the same machine. */
  foreignCpuCores: number;
  /** Documents' worth of reads on MongoDB beside the backend's, as a dump makes them. */
  mongoReadsPerSecond: number;
  /** Java has run out of memory: it wrote a heap dump when this became true. */
  outOfMemory: boolean;
  /** Memory that something else in the container holds; past the container's limit the kernel kills. */
  strayMemoryBytes: number;
  /** Logs beside the usual ones, bytes per second: something is logged over and over. */
  logGrowthBytesPerSecond: number;
  /** Old logs are removed when there are too many. */
  logsRotated: boolean;
  /** What else somebody has put on the stacks volume, in bytes. */
  otherVolumeBytes: number;
  /** Every question to the file system of the stacks volume hangs, as on a network that is gone. */
  volumeHung: boolean;
  /** The kernel has found errors on the disk. */
  volumeReadOnly: boolean;
  /** When the nightly backup is made: an hour of the day, UTC. */
  backupHour: number;
  /** What keeps a backup from succeeding, besides want of space; empty for nothing. */
  backupError: string;
  /** The public name leads to somebody else's server. */
  frontElsewhere: boolean;
  /** What the way to Appsmith's own proxy adds to each answer, in real seconds. */
  frontDelaySeconds: number;
  /** Appsmith's cloud services close every connection. */
  cloudServicesDown: boolean;
  /** What `/info` says. */
  version: string;
}

/** A healthy day of a small company. */
export function healthyKnobs(): Knobs {
  return {
    peakUsers: 60,
    leastUsers: 1,
    heapLeakBytesPerSecond: 0,
    oldGarbageBytesPerSecond: 0,
    oldCollectedFrom: 0.45,
    extraAllocationBytesPerSecond: 0,
    queryLatencyFactor: {},
    mongoDown: false,
    mongoStarting: false,
    redisDown: false,
    migration: 'well',
    postgresDown: false,
    postgresLeakedConnections: 0,
    postgresStuckTransaction: false,
    rtsDown: false,
    rtsIll: false,
    keycloakDown: false,
    keycloakNotReady: false,
    temporalDown: false,
    temporalWorkersGone: false,
    backendHung: false,
    backendDown: false,
    backendLivesSeconds: 0,
    lastWords: {},
    autoHeal: false,
    proxyDown: false,
    proxyMetricsOff: false,
    loopbackRedirects: false,
    poolExhausted: false,
    redisMaxmemoryBytes: 0,
    redisPolicy: 'noeviction',
    redisGrowthBytesPerSecond: 0,
    foreignCpuCores: 0,
    mongoReadsPerSecond: 0,
    outOfMemory: false,
    strayMemoryBytes: 0,
    logGrowthBytesPerSecond: 0,
    logsRotated: true,
    otherVolumeBytes: 0,
    volumeHung: false,
    volumeReadOnly: false,
    backupHour: 2,
    backupError: '',
    frontElsewhere: false,
    frontDelaySeconds: 0,
    cloudServicesDown: false,
    version: 'v1.86',
  };
}
