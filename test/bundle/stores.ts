// A small Appsmith for tests of the bundle: MongoDB below the backend below a target that may be absent as a whole.
import { gauge } from '../../src/metrics/index.ts';
import {
  type Alert,
  above,
  alert,
  equals,
  exists,
  type Observed,
  query,
  threshold,
} from '../../src/observe/index.ts';
import { promql } from '../../src/promql/index.ts';

const metric = (name: string) => gauge({ name, help: `${name}.`, source: 'test' });
const m = {
  up: metric('appsmith_up'),
  mongo: metric('mongodb_up'),
  used: metric('mongodb_used_ratio'),
  connections: metric('mongodb_connections'),
  slow: metric('http_seconds'),
  build: metric('appsmith_exporter_builds'),
};
const runbook = {
  meaning: 'Connections run out.',
  impact: 'Everybody waits.',
  diagnosis: ['Look.', 'Look again.'],
  mitigation: ['Restart it.'],
};
const base = { for: '5m', severity: 'warning', description: 'It is so.', runbook } as const;

const appsmithDown = alert({
  ...base,
  name: 'AppsmithDown',
  component: 'appsmith',
  severity: 'critical',
  when: [equals(promql`${m.up}`, 0), exists(promql`absent(${m.up})`)],
  summary: '{instance} is down',
  down: true,
  inhibits: ['ExporterAbsent'],
});
const mongoDown = alert({
  ...base,
  name: 'MongoDown',
  component: 'mongodb',
  severity: 'critical',
  when: [equals(promql`${m.mongo}`, 0)],
  summary: 'MongoDB of {instance} is down',
  down: true,
});
const connectionsHigh = alert({
  ...base,
  name: 'MongoConnectionsHigh',
  component: 'mongodb',
  when: [
    above(
      promql`${m.used}`,
      threshold(0.8, 'ratio', { min: 0.5, max: 0.99, help: 'Higher is later.' }),
    ),
  ],
  provided: [
    above(
      promql`${m.connections}`,
      threshold(10, 'count', { min: 0, max: 100, help: 'Fewer do not count.' }),
      'floor',
    ),
  ],
  summary: 'MongoDB of {instance} is above {threshold}',
  runbook: { ...runbook, falseAlarms: 'A load test.', reports: [2810] },
});
const httpSlow = alert({
  ...base,
  name: 'HttpSlow',
  component: 'backend',
  when: [
    above(
      promql`histogram_quantile(0.99, ${m.slow})`,
      threshold(5, 'seconds', { min: 0.1, max: 120, help: 'Higher is later.' }),
    ),
  ],
  summary: 'Slow requests of {instance}',
});
const exporterAbsent = alert({
  ...base,
  name: 'ExporterAbsent',
  component: 'exporter',
  when: [exists(promql`absent(${m.build})`)],
  summary: '{instance} is not watched',
});
const watchdog = alert({
  ...base,
  name: 'Watchdog',
  component: 'exporter',
  severity: 'none',
  for: '0m',
  when: [exists(promql`vector(1)`)],
  summary: 'Alerting works',
});

function part(
  component: string,
  title: string,
  dependsOn: readonly string[],
  alerts: readonly Alert[],
): Observed {
  return {
    component,
    title,
    dependsOn,
    alerts,
    metrics: Object.values(m),
    proofs: [],
    rows: [
      {
        dashboard: 'stores',
        title,
        panels: alerts.includes(connectionsHigh)
          ? [
              {
                title: 'Connections',
                kind: 'timeseries',
                unit: 'ratio',
                queries: [query(promql`${m.used}`)],
                shows: 'How many.',
                normal: 'Few.',
                alerts: [connectionsHigh],
              },
            ]
          : [],
      },
    ],
  };
}

export const stores = {
  appsmithDown,
  mongoDown,
  connectionsHigh,
  httpSlow,
  exporterAbsent,
  watchdog,
  all: [
    part('appsmith', 'Appsmith', [], [appsmithDown]),
    part('mongodb', 'MongoDB', ['appsmith'], [mongoDown, connectionsHigh]),
    part('backend', 'Backend', ['mongodb', 'appsmith'], [httpSlow]),
    part('exporter', 'Exporter', [], [exporterAbsent, watchdog]),
  ] as readonly Observed[],
};
