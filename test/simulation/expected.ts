// What each incident must come to. Minutes count from its beginning; a scrape is taken each minute.
import type { Outcome } from './outcome.ts';

/** Pages first of all; what begins with Slo and is told after the cure is a ticket: the month's budget has suffered. */
export const expected: Readonly<Record<string, Outcome>> = {
  'heap-leak': {
    told: [
      ['JvmHeapHigh', 114],
      ['JvmHeapAfterGcHigh', 119],
    ],
    silenced: ['JvmGcOverhead'],
  },
  'import-spike': { told: [['JvmHeapHigh', 27]], silenced: [] },
  'out-of-memory': {
    told: [
      ['JvmGcOverhead', 25],
      ['HeapDumpWritten', 26],
      ['AppsmithDown', 29],
      ['SloAvailabilityLowTraffic', 51],
    ],
    silenced: ['EdgeDown', 'SloAvailabilityBurn1h'],
  },
  'datasource-pool': { told: [['QueryP95Slow mysql', 11]], silenced: [] },
  'mongo-slow-start': {
    told: [
      ['AppsmithDown', 4],
      ['SloAvailabilityLowTraffic', 26],
    ],
    silenced: [
      'CaddyUpstreamUnhealthy',
      'Edge5xxRatio',
      'EdgeDown',
      'ProcessNotRunning backend connection_refused',
      'SloAvailabilityBurn1h',
      'SloAvailabilityBurn6h',
    ],
  },
  'mongo-down': {
    told: [
      ['MongoDown', 3],
      ['SloAvailabilityBurn1d', 31],
      ['SloLatencyBurn1d', 31],
    ],
    silenced: [
      'AppsmithDown',
      'BackendErrorsLogged',
      'Edge5xxRatio',
      'Http5xxRatio',
      'HttpP99Slow',
      'ProcessNotRunning mongodb data_version',
      'SloAvailabilityBurn1h',
      'SloAvailabilityBurn3d',
      'SloAvailabilityBurn6h',
      'SloAvailabilityLowTraffic',
      'SloLatencyBurn3d',
      'SloLatencyLowTraffic',
    ],
  },
  'slow-queries': { told: [['QueryP95Slow postgres', 11]], silenced: [] },
  'pool-exhausted': {
    told: [
      ['DriverPoolWaiting', 6],
      ['MongoSlowOperations', 6],
      ['SloLatencyLowTraffic', 21],
      ['SloLatencyBurn1d', 23],
    ],
    silenced: ['DriverPoolHigh', 'HttpP99Slow', 'SloLatencyBurn3d'],
  },
  'redis-down': {
    told: [
      ['RedisDown main', 3],
      ['SloAvailabilityBurn1d', 29],
      ['SloLatencyBurn1d', 29],
    ],
    silenced: [
      'AppsmithDown',
      'BackendErrorsLogged',
      'Edge5xxRatio',
      'Http5xxRatio',
      'HttpP99Slow',
      'ProcessNotRunning redis exited_too_quickly',
      'SloAvailabilityBurn1h',
      'SloAvailabilityBurn6h',
      'SloAvailabilityLowTraffic',
      'SloLatencyLowTraffic',
    ],
  },
  'redis-full': {
    told: [
      ['RedisMemoryHigh main', 45],
      ['RedisWritesRefused main', 48],
      ['SloAvailabilityBurn1d', 75],
    ],
    silenced: [
      'BackendErrorsLogged',
      'Edge5xxRatio',
      'Http5xxRatio',
      'SloAvailabilityBurn1h',
      'SloAvailabilityBurn3d',
      'SloAvailabilityBurn6h',
      'SloAvailabilityLowTraffic',
    ],
  },
  'redis-evicting': { told: [['RedisEvicting main', 24]], silenced: ['RedisMemoryHigh main'] },
  'rts-down': { told: [['RtsDown', 3]], silenced: ['ProcessNotRunning rts port_in_use'] },
  'rts-ill': { told: [['RtsDown', 3]], silenced: [] },
  'backend-hung': {
    told: [
      ['AppsmithDown', 4],
      ['SloAvailabilityLowTraffic', 21],
    ],
    silenced: ['EdgeDown', 'SloAvailabilityBurn1h'],
  },
  'auto-heal': { told: [['AutoHealRestarted', 6]], silenced: [] },
  'restart-loop': {
    told: [
      ['ProcessFlapping backend', 5],
      ['SloAvailabilityBurn1h', 7],
      // The cause, and of another urgency than the errors: it will not end by itself.
      ['BackendRestarting', 13],
      ['SloAvailabilityLowTraffic', 36],
    ],
    silenced: ['CaddyUpstreamUnhealthy', 'Edge5xxRatio', 'SloAvailabilityBurn6h'],
  },
  'cpu-hog': { told: [['CpuHigh', 16]], silenced: [] },
  'wrong-way-in': { told: [['EdgeDown', 6]], silenced: [] },
  'proxy-down': {
    told: [['ProcessNotRunning editor configuration', 3]],
    silenced: ['EdgeDown'],
  },
  // Nobody suffers, so nobody is told.
  'docker-unhealthy': { told: [], silenced: [] },
  'sso-down': {
    told: [
      ['KeycloakNotReady readiness', 4],
      ['KeycloakDown', 14],
    ],
    silenced: ['ProcessNotRunning keycloak exited_too_quickly'],
  },
  'postgres-down': {
    told: [['PostgresDown', 3]],
    silenced: ['KeycloakNotReady readiness', 'ProcessNotRunning postgres exited_too_quickly'],
  },
  'postgres-held-up': {
    told: [
      ['PostgresConnectionsHigh', 6],
      ['PostgresLongTransaction keycloak idle in transaction', 19],
    ],
    silenced: [],
  },
  'workflows-stuck': {
    told: [
      ['TemporalNoWorkers workflow default appsmith', 11],
      ['TemporalBacklogGrowing workflow default appsmith', 17],
      ['TemporalDown', 39],
    ],
    silenced: ['ProcessNotRunning temporal exited_too_quickly'],
  },
  'log-flood': {
    told: [
      ['LogsGrowing', 61],
      ['VolumeFilling', 61],
      ['BackupSpaceMissing', 140],
      ['VolumeFull', 161],
    ],
    silenced: [],
  },
  'backup-space': {
    told: [
      ['BackupSpaceMissing', 15],
      ['BackupFailed', 31],
    ],
    silenced: [],
  },
  'volume-hung': { told: [['VolumeNotAnswering', 3]], silenced: [] },
};
