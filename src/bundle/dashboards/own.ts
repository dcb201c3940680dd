// What belongs to no component: the alerts that fire, first on the Overview.
import { query, type Row } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';

const BY = { fragment: 'alertname, severity, component, instance' };

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
        unit: 'seconds',
        queries: [
          {
            ...query(
              promql`
                max by (${BY}) (
                  2 * ALERTS{alertstate="firing",severity="critical"}
                  or ALERTS{alertstate="firing",severity="warning"}
                  or 0 * ALERTS{alertstate="firing",severity!~"critical|warning",alertname!="Watchdog"}
                )`,
              'rank',
            ),
            order: true,
          },
          // Since its condition has held; what merely waits has no rank.
          query(
            promql`
              time() - min by (${BY}) (ALERTS_FOR_STATE{alertname!="Watchdog"})
              and on (${BY}) ALERTS{alertstate="firing"}`,
            'For',
          ),
        ],
        shows:
          'The alerts that fire now, of the chosen jobs and instances, the critical ones first; and for how long their conditions have held.',
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
