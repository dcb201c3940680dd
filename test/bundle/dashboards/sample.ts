// A component that has one panel of every kind, whatever the shipped ones have.
import { counter, gauge, histogram, info } from '../../../src/metrics/index.ts';
import {
  above,
  alert,
  below,
  equals,
  type Observed,
  type Panel,
  query,
  type Row,
  threshold,
} from '../../../src/observe/index.ts';
import { duration, promql, series } from '../../../src/promql/index.ts';

const base = { help: 'A metric of the sample.', source: 'the test' };
export const metrics = {
  up: gauge({ ...base, name: 'sample_up' }),
  used: gauge({ ...base, name: 'sample_used_ratio', unit: 'ratio', labels: ['area'] }),
  free: gauge({ ...base, name: 'sample_free_bytes', unit: 'bytes' }),
  started: gauge({ ...base, name: 'sample_start_timestamp_seconds', unit: 'seconds' }),
  calls: counter({ ...base, name: 'sample_calls_total', labels: ['method'] }),
  took: histogram({ ...base, name: 'sample_call_seconds', unit: 'seconds', labels: ['method'] }),
  build: info({ ...base, name: 'sample_build_info', labels: ['version', 'commit'] }),
};

const runbook = { meaning: 'It is.', impact: 'All.', diagnosis: ['Look.'], mitigation: ['Act.'] };
const common = {
  component: 'sample',
  for: '5m',
  summary: '{instance} is not well',
  description: 'It is {value}.',
  runbook,
};
const RANGE = { min: 0, max: 1e12, help: 'Where it begins.' };

export const alerts = {
  down: alert({
    ...common,
    name: 'SampleDown',
    severity: 'critical',
    when: [equals(promql`${metrics.up}`, 0)],
    valueUnit: 'up',
    down: true,
  }),
  high: alert({
    ...common,
    name: 'SampleHigh',
    severity: 'warning',
    when: [above(promql`${metrics.used}`, threshold(0.85, 'ratio', { ...RANGE, max: 1 }))],
  }),
  low: alert({
    ...common,
    name: 'SampleLow',
    severity: 'critical',
    when: [below(promql`${metrics.free}`, threshold(1024, 'bytes', RANGE))],
  }),
};

const RATE = duration('$__rate_interval');
const words = { shows: 'The sample.', normal: 'As it is.', act: 'Nothing.' };

export const panels: readonly Panel[] = [
  {
    ...words,
    title: 'Up',
    kind: 'stat',
    unit: 'up',
    queries: [query(promql`${metrics.up}`)],
    alerts: [alerts.down],
    width: 4,
  },
  {
    ...words,
    title: 'Used',
    kind: 'gauge',
    unit: 'ratio',
    queries: [query(promql`max by (job, instance) (${metrics.used})`)],
    alerts: [alerts.high],
    width: 4,
  },
  {
    ...words,
    title: 'Free',
    kind: 'stat',
    unit: 'bytes',
    queries: [query(promql`${metrics.free}`)],
    alerts: [alerts.low],
    width: 4,
  },
  {
    ...words,
    title: 'Started',
    kind: 'stat',
    unit: 'timestamp',
    queries: [query(promql`${metrics.started}`)],
    width: 4,
  },
  {
    ...words,
    title: 'Calls',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [query(promql`sum by (method) (rate(${metrics.calls}[${RATE}]))`, '{{method}}')],
    stacked: true,
  },
  {
    ...words,
    title: 'Used by area',
    kind: 'timeseries',
    unit: 'ratio',
    queries: [query(promql`${metrics.used}`, '{{area}}')],
    alerts: [alerts.high],
  },
  {
    ...words,
    title: 'Growth',
    kind: 'timeseries',
    unit: 'bytes-per-second',
    queries: [query(promql`deriv(${metrics.free}[${RATE}])`)],
    alerts: [alerts.low],
  },
  {
    ...words,
    title: 'Free over time',
    kind: 'timeseries',
    unit: 'bytes',
    queries: [query(promql`${metrics.free}`)],
    alerts: [alerts.low],
  },
  {
    ...words,
    title: 'Areas',
    kind: 'bargauge',
    unit: 'ratio',
    queries: [query(promql`${metrics.used}`, '{{area}}')],
    alerts: [alerts.high],
    width: 6,
  },
  {
    ...words,
    title: 'Slowest',
    kind: 'table',
    unit: 'seconds',
    queries: [
      query(promql`sum by (method) (rate(${series(metrics.took).sum}[${RATE}]))`, 'time'),
      query(promql`sum by (method) (rate(${series(metrics.took).count}[${RATE}]))`, 'calls'),
    ],
    width: 12,
  },
  {
    ...words,
    title: 'Build',
    kind: 'table',
    unit: 'none',
    queries: [query(promql`${metrics.build}`)],
    width: 12,
  },
  {
    ...words,
    title: 'Durations',
    kind: 'heatmap',
    unit: 'seconds',
    queries: [
      query(promql`sum by (le) (increase(${series(metrics.took).bucket}[${RATE}]))`, '{{le}}'),
    ],
  },
  {
    ...words,
    title: 'Was it up',
    kind: 'state-timeline',
    unit: 'up',
    queries: [query(promql`${metrics.up}`, '{{instance}}')],
    alerts: [alerts.down],
    width: 24,
  },
];

export const rows: readonly Row[] = [
  { dashboard: 'overview', title: 'Sample', panels },
  {
    dashboard: 'overview',
    title: 'More',
    panels: [{ ...panels[5]!, title: 'Closed', width: 12 }],
    collapsed: true,
  },
];

export const sample: Observed = {
  component: 'sample',
  title: 'Sample',
  dependsOn: [],
  metrics: Object.values(metrics),
  alerts: Object.values(alerts),
  rows,
  proofs: [],
};

/** The same component with other rows. */
export const withRows = (...changed: readonly Row[]): Observed[] => [{ ...sample, rows: changed }];

/** One row of Overview with these panels. */
export const withPanels = (...changed: readonly Panel[]): Observed[] =>
  withRows({ dashboard: 'overview', title: 'Sample', panels: changed });
