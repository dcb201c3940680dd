// Recording rules of the volume: how fast its space goes, and how long it lasts at that pace.
import type { RecordingRule } from '../../observe/index.ts';
import { matchers, promql, recorded } from '../../promql/index.ts';
import { volumeMetrics as m } from './metrics.ts';

const labels = ['job', 'instance'] as const;

/** All that is logged; the folders below it are parts of it. */
export const LOGS = matchers({ folder: 'logs' });

/** Bytes a second over the last six hours; negative while space comes back. */
export const filling = recorded('appsmith:volume_filling:deriv6h', { labels });
export const logsGrowth = recorded('appsmith:volume_logs_growth:deriv6h', { labels });

export const volumeRecords: readonly RecordingRule[] = [
  {
    recorded: filling,
    expr: promql`-deriv(${m.available}[6h])`,
    why: 'VolumeFilling and its panel.',
    everyMinute: true,
  },
  {
    recorded: logsGrowth,
    expr: promql`sum by (job, instance) (deriv(${m.folderBytes}${LOGS}[6h]))`,
    why: 'LogsGrowing and its panel.',
    everyMinute: true,
  },
];

/** In seconds; absent while nothing grows. */
export const secondsLeft = promql`${m.available} / on (job, instance) (${filling} > 0)`;
export const logsSecondsLeft = promql`${m.available} / on (job, instance) (${logsGrowth} > 0)`;
