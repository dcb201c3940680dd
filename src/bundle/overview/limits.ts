// Overview, third row: what is near its limit, and what changed.

import { jvmHeapHigh } from '../../components/backend/alerts/memory.ts';
import { driverPoolHigh } from '../../components/backend/alerts/pools.ts';
import { cpuHigh, fileDescriptorsHigh } from '../../components/backend/alerts/process.ts';
import { foreignMetrics, ownMetrics } from '../../components/backend/metrics.ts';
import { appsmithVersionSkew } from '../../components/backend/whole/alerts.ts';
import { mongoConnectionsHigh } from '../../components/mongodb/alerts/pressure.ts';
import { postgresConnectionsHigh } from '../../components/postgres/alerts.ts';
import { redisMemoryHigh } from '../../components/redis/alerts/memory.ts';
import { containerMemoryHigh } from '../../components/runtime/alerts.ts';
import { processFlapping } from '../../components/supervisord/alerts.ts';
import { supervisordMetrics } from '../../components/supervisord/metrics.ts';
import { volumeFull } from '../../components/volume/alerts.ts';
import { type Alert, type Panel, query, type Row } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';

const HEIGHT = 7;

/** Each is a share of its limit, as its alert computes it: what is drawn here is what wakes somebody. */
const LIMITS: readonly (readonly [name: string, alert: Alert])[] = [
  ['Heap', jvmHeapHigh],
  ['CPU', cpuHigh],
  ['Driver pool', driverPoolHigh],
  ['Mongo clients', mongoConnectionsHigh],
  ['Volume', volumeFull],
  ['Container memory', containerMemoryHigh],
  ['Postgres clients', postgresConnectionsHigh],
  ['Redis memory', redisMemoryHigh],
  ['File descriptors', fileDescriptorsHigh],
];

const limits: Panel = {
  title: 'What is near its limit?',
  kind: 'bargauge',
  unit: 'ratio',
  queries: LIMITS.map(([name, { when }]) => {
    const [main] = when;
    if (!main) throw new Error(`${name} has no signal`);
    return query(promql`max(${main.signal})`, name, true);
  }),
  shows:
    'How much of each limit is in use. A bar that is missing has no limit here, or the backend does not tell it while its actuator is shut.',
  normal: 'All green. The heap swings between 30 and 80 %.',
  alerts: LIMITS.map(([, alert]) => alert),
  empty: 'nothing here tells its limits',
  min: 0,
  max: 1,
  decimals: 0,
  width: 12,
  height: HEIGHT,
};

const changed: readonly Panel[] = [
  {
    title: 'Version',
    kind: 'table',
    unit: 'none',
    queries: [query(promql`max by (instance, version, edition) (${ownMetrics.info})`, '', true)],
    shows:
      'Version and edition of Appsmith’s image. Vertical marks in the panels are changes of it.',
    normal: 'One line for each instance, all of the same version.',
    alerts: [appsmithVersionSkew],
    empty: 'the front door does not tell its version',
    width: 4,
    height: HEIGHT,
  },
  {
    title: 'Restarts in a day',
    kind: 'stat',
    unit: 'count',
    queries: [
      query(
        promql`sum by (process) (changes(${supervisordMetrics.startTime}[1d])) > 0`,
        '{{process}}',
        true,
      ),
    ],
    shows: 'How often each program of the container has started anew within 24 hours.',
    normal: 'None, or each of them once after an update.',
    alerts: [processFlapping],
    empty: 'none',
    width: 4,
    height: HEIGHT,
  },
  {
    title: 'Backend runs for',
    kind: 'stat',
    unit: 'seconds',
    queries: [
      query(
        promql`
          min by (instance) (
            ${foreignMetrics.processUptime}
            or on (job, instance) (time() - ${supervisordMetrics.startTime}{process="backend"})
          )
        `,
        '{{instance}}',
        true,
      ),
    ],
    shows: 'For how long the backend has been running.',
    normal: 'Since the last update or restart that somebody remembers.',
    act: 'Shorter: it restarted. See “Restarts in a day” and its log.',
    empty: 'neither the actuator nor supervisord tells',
    width: 4,
    height: HEIGHT,
  },
];

export const limitsRow: Row = {
  dashboard: 'overview',
  title: 'What is near its limit, and what changed?',
  panels: [limits, ...changed],
};
