// Processor, threads, files and log lines of the backend on its dashboard.
import { query, type Row } from '../../../observe/index.ts';
import { matchers, promql } from '../../../promql/index.ts';
import {
  backendErrorsLogged,
  cpuHigh,
  fileDescriptorsHigh,
  jvmThreadsBlocked,
} from '../alerts/process.ts';
import { backendMetrics as m } from '../metrics.ts';
import { RATE, SHUT } from './common.ts';

export const processRow: Row = {
  dashboard: 'backend',
  title: 'Threads and CPU',
  panels: [
    {
      title: 'CPU',
      kind: 'timeseries',
      unit: 'ratio',
      queries: [
        query(promql`max(${m.systemCpu})`, 'all of it'),
        query(promql`max(${m.processCpu})`, 'backend'),
        query(promql`max(${m.systemLoad} / ${m.systemCpus})`, 'load per processor'),
      ],
      shows:
        'Share of the processors in use: by everything that Appsmith’s machine or container runs, and by the backend; and how many tasks there are for each.',
      normal: 'Below 80 % but for minutes; the backend’s line is the larger part of it.',
      alerts: [cpuHigh],
      empty: SHUT,
    },
    {
      title: 'Threads',
      kind: 'timeseries',
      unit: 'count',
      queries: [query(promql`sum by (state) (${m.threadsStates})`, '{{state}}')],
      shows: 'The backend’s threads by what they do.',
      normal: 'Some dozens, most of them waiting, at any load.',
      act: 'A climb for hours is a leak of threads: restart the backend, and report it.',
      empty: SHUT,
    },
    {
      title: 'Blocked threads',
      kind: 'timeseries',
      unit: 'count',
      queries: [
        query(promql`sum by (instance) (${m.threadsStates}${matchers({ state: 'blocked' })})`),
      ],
      shows: 'Threads that wait for a lock that another one holds.',
      normal: '0; a few for a moment.',
      alerts: [jvmThreadsBlocked],
      empty: SHUT,
    },
    {
      title: 'File descriptors',
      kind: 'timeseries',
      unit: 'ratio',
      queries: [query(promql`max by (instance) (${m.processFilesOpen} / ${m.processFilesMax})`)],
      shows: 'Share of the files and connections open that the backend may have open.',
      normal: 'A few per cent, following the load.',
      alerts: [fileDescriptorsHigh],
      empty: SHUT,
    },
    {
      title: 'Tasks that wait for an event loop',
      kind: 'timeseries',
      unit: 'count',
      queries: [query(promql`sum(${m.eventLoopPending})`, 'event loops')],
      shows: 'Work that the few threads which serve all connections have not come to yet.',
      normal: '0, or a handful for a moment.',
      act: 'Above 0 for minutes: something blocks these threads. Look at “Blocked threads” and “CPU”; restart the backend if it does not dissolve.',
      empty: SHUT,
    },
    {
      title: 'Threads started',
      kind: 'timeseries',
      unit: 'per-second',
      queries: [query(promql`sum(rate(${m.threadsStarted}[${RATE}]))`, 'started')],
      shows: 'New threads a second.',
      normal: 'Hardly any once the backend has warmed up.',
      act: 'A steady stream: something starts threads instead of using a pool; look at the log.',
      empty: SHUT,
    },
  ],
};

export const logRow: Row = {
  dashboard: 'backend',
  title: 'Logs',
  panels: [
    {
      title: 'Errors logged a minute',
      kind: 'timeseries',
      unit: 'count',
      queries: [
        query(
          promql`sum by (instance) (rate(${m.logEvents}${matchers({ level: 'error' })}[${RATE}])) * 60`,
        ),
      ],
      shows: 'Lines of level ERROR that the backend wrote.',
      normal: 'A few an hour.',
      alerts: [backendErrorsLogged],
      empty: SHUT,
      width: 12,
    },
    {
      title: 'Log lines a minute',
      kind: 'timeseries',
      unit: 'count',
      queries: [
        query(
          promql`sum by (level) (rate(${m.logEvents}${matchers({ level: ['info', 'warn', 'error'] })}[${RATE}])) * 60`,
          '{{level}}',
        ),
      ],
      shows: 'Lines that the backend wrote, by level.',
      normal: 'It follows the number of requests.',
      act: 'Many more lines than requests fill the disk: see the Capacity dashboard.',
      empty: SHUT,
      width: 12,
    },
  ],
};
