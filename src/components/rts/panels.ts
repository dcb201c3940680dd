// How to look at RTS: its row on the dashboard Edge & processes.
import { query, type Row } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';
import { rtsDown } from './alerts.ts';
import { rtsMetrics as m } from './metrics.ts';

export const rtsRows: readonly Row[] = [
  {
    dashboard: 'edge',
    title: 'RTS',
    panels: [
      {
        title: 'RTS',
        kind: 'state-timeline',
        unit: 'up',
        queries: [query(promql`${m.up}`, '{{instance}}')],
        shows: 'Whether RTS says that it is healthy.',
        normal: 'Up all the time.',
        alerts: [rtsDown],
        empty: 'RTS is not asked: see doctor',
        width: 12,
      },
      {
        title: 'RTS health check',
        kind: 'timeseries',
        unit: 'seconds',
        queries: [query(promql`${m.duration}`, '{{instance}}')],
        shows: 'How long RTS took to answer its health check.',
        normal: 'A few milliseconds; a rise says that its one thread is busy.',
        act: 'Look for large JavaScript objects being saved; restart RTS if it stays slow.',
        empty: 'no answer to time',
        width: 12,
      },
    ],
  },
];
