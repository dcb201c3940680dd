// How to look at Appsmith's cloud services: a row of Edge & processes, closed since few switch it on.
import { query, type Row } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';
import { cloudServicesUnreachable } from './alerts.ts';
import { cloudServicesMetrics as m } from './metrics.ts';

const OFF = 'switched off: cloud_services.enabled';

export const cloudServicesRows: readonly Row[] = [
  {
    dashboard: 'edge',
    title: 'Cloud services',
    collapsed: true,
    panels: [
      {
        title: 'Cloud services',
        kind: 'state-timeline',
        unit: 'up',
        queries: [query(promql`${m.up}`, '{{instance}}')],
        shows: 'Whether cs.appsmith.com answers on the way that Appsmith takes to it.',
        normal: 'Up; an hour without it harms nobody.',
        alerts: [cloudServicesUnreachable],
        empty: OFF,
        width: 12,
      },
      {
        title: 'Time to the cloud services',
        kind: 'timeseries',
        unit: 'seconds',
        queries: [query(promql`${m.duration}`, '{{instance}}')],
        shows:
          'How long their answer took, over a new connection and through the proxy if there is one.',
        normal: 'Some tenths of a second, by the distance.',
        act: 'Seconds: the proxy or the line to the internet is overloaded.',
        empty: OFF,
        width: 12,
      },
    ],
  },
];
