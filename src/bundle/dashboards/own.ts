// What belongs to no component: the alerts that fire, first on the Overview.
import { query, type Row } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';

/** Components' panels in a row of this title stand beside it. */
export const NOW = 'Is it up?';

export const OWN_ROWS: readonly Row[] = [
  {
    dashboard: 'overview',
    title: NOW,
    panels: [
      {
        title: 'Firing alerts',
        kind: 'table',
        unit: 'none',
        queries: [
          query(
            promql`sum by (alertname, severity, component, instance) (ALERTS{alertstate="firing",alertname!="Watchdog"})`,
          ),
        ],
        shows: 'The alerts that fire now, of the chosen jobs and instances.',
        normal: 'None.',
        act: 'Begin with the critical ones; the Runbooks dashboard says what each means and what to do.',
        empty: 'no alert is firing',
        width: 12,
        // The whole Overview is one screen of 24 grid rows.
        height: 7,
      },
    ],
  },
];
