// The first row of the Backend dashboard: is it well, since when, and which one is it.
import { query, type Row } from '../../../observe/index.ts';
import { matchers, promql } from '../../../promql/index.ts';
import { backendRestarting } from '../alerts/process.ts';
import { backendMetrics as m } from '../metrics.ts';
import { SHUT } from './common.ts';

const HEIGHT = 4;

export const wellRow: Row = {
  dashboard: 'backend',
  title: 'Is it well',
  panels: [
    {
      title: 'Backend',
      kind: 'stat',
      unit: 'up',
      queries: [query(promql`${m.up}`)],
      shows: 'What the backend’s own health check says; it asks MongoDB and Redis as well.',
      normal: 'Up.',
      act: 'See the runbook of AppsmithDown.',
      width: 4,
      height: HEIGHT,
    },
    {
      title: 'Version',
      kind: 'table',
      unit: 'none',
      queries: [query(promql`max by (instance, version, edition) (${m.info})`, '', true)],
      shows: 'Version and edition of Appsmith’s image.',
      normal: 'One line for each instance, all of the same version.',
      act: 'Several versions at once: finish the upgrade. An old one: upgrade, after a backup.',
      empty: 'the front door does not tell its version',
      width: 8,
      height: HEIGHT,
    },
    {
      title: 'Running for',
      kind: 'stat',
      unit: 'seconds',
      queries: [query(promql`${m.processUptime}`, '', true)],
      shows: 'How long the backend’s Java process has been running.',
      normal: 'Since the last upgrade or restart that somebody remembers.',
      act: 'Shorter: look why it restarted, in the container’s and the backend’s log.',
      empty: SHUT,
      width: 4,
      height: HEIGHT,
    },
    {
      title: 'Restarts in a day',
      kind: 'stat',
      unit: 'count',
      queries: [query(promql`changes(${m.processStart}[1d])`, '', true)],
      shows: 'How often the backend has started anew within 24 hours.',
      normal: '0, or one or two after an upgrade.',
      alerts: [backendRestarting],
      empty: SHUT,
      width: 4,
      height: HEIGHT,
    },
    {
      title: 'Actuator',
      kind: 'stat',
      unit: 'yes',
      queries: [query(promql`${m.actuatorState}${matchers({ state: 'open' })}`)],
      shows: 'Whether the backend shows its own metrics to the exporter.',
      normal: 'Open. Shut, everything about JVM, HTTP and queries is missing; the rest works.',
      act: 'Run `doctor`: it prints the lines to set in docker.env.',
      mappings: [
        { value: 1, text: 'open', mood: 'good' },
        { value: 0, text: 'shut', mood: 'warn' },
      ],
      width: 4,
      height: HEIGHT,
    },
  ],
};
