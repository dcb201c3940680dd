// The incidents that can be played, reports of Appsmith's users first.
import { autoHeal } from './auto-heal.ts';
import { backendHung } from './backend-hung.ts';
import { backupSpace } from './backup-space.ts';
import { cpuHog } from './cpu-hog.ts';
import { datasourcePool } from './datasource-pool.ts';
import { dockerUnhealthy } from './docker-unhealthy.ts';
import { heapLeak } from './heap-leak.ts';
import { importSpike } from './import-spike.ts';
import type { Incident } from './incident.ts';
import { logFlood } from './log-flood.ts';
import { mongoDown } from './mongo-down.ts';
import { mongoSlowStart } from './mongo-slow-start.ts';
import { outOfMemory } from './out-of-memory.ts';
import { poolExhausted } from './pool-exhausted.ts';
import { postgresDown } from './postgres-down.ts';
import { postgresHeldUp } from './postgres-held-up.ts';
import { proxyDown } from './proxy-down.ts';
import { redisDown } from './redis-down.ts';
import { redisEvicting } from './redis-evicting.ts';
import { redisFull } from './redis-full.ts';
import { restartLoop } from './restart-loop.ts';
import { rtsDown } from './rts-down.ts';
import { rtsIll } from './rts-ill.ts';
import { slowQueries } from './slow-queries.ts';
import { ssoDown } from './sso-down.ts';
import { volumeHung } from './volume-hung.ts';
import { workflowsStuck } from './workflows-stuck.ts';
import { wrongWayIn } from './wrong-way-in.ts';

export { type Incident, type Step, secondsOf } from './incident.ts';
export { apply, playLive } from './play.ts';

export const incidents: readonly Incident[] = [
  heapLeak,
  importSpike,
  outOfMemory,
  datasourcePool,
  mongoSlowStart,
  mongoDown,
  slowQueries,
  poolExhausted,
  redisDown,
  redisFull,
  redisEvicting,
  rtsDown,
  rtsIll,
  backendHung,
  autoHeal,
  restartLoop,
  cpuHog,
  wrongWayIn,
  proxyDown,
  dockerUnhealthy,
  ssoDown,
  postgresDown,
  postgresHeldUp,
  workflowsStuck,
  logFlood,
  backupSpace,
  volumeHung,
];
