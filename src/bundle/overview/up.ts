// Overview, first row: is Appsmith up, and which of its parts is not.

import { ownMetrics } from '../../components/backend/metrics.ts';
import { appsmithDown } from '../../components/backend/whole/alerts.ts';
import { supervisordMetrics } from '../../components/supervisord/metrics.ts';
import { query, type Row } from '../../observe/index.ts';
import { matchers, promql } from '../../promql/index.ts';
import { selfMetrics } from '../../scrape/self.ts';

const HEIGHT = 7;

/**
 * As Appsmith itself ranks its parts, the most critical first: without MongoDB or the volume nothing works, without
 * PostgreSQL nobody can log in where Keycloak does that, and Redis holds the sessions. The rest follow by their names.
 */
const RANKS: readonly (readonly string[])[] = [['mongodb', 'volume'], ['postgres'], ['redis']];
const ranked = RANKS.map((names) => matchers({ component: [...names] }));
const rest = matchers({ component: { notRe: RANKS.flat().join('|') } });
const parts = [...ranked, rest].map((which) =>
  query(promql`min by (component) (${selfMetrics.up}${which})`, '{{component}}'),
);

export const upRow: Row = {
  dashboard: 'overview',
  title: 'Is it up?',
  panels: [
    {
      title: 'Appsmith',
      kind: 'stat',
      unit: 'up',
      // Without an answer from the exporter nothing else would say that it is down.
      queries: [
        query(promql`min by (instance) (${ownMetrics.up} or up == 0)`, '{{instance}}', true),
      ],
      shows: 'Whether Appsmith answers and calls itself healthy.',
      normal: 'Up.',
      alerts: [appsmithDown],
      empty: 'no target: is the exporter scraped?',
      width: 4,
      height: HEIGHT,
    },
    {
      title: 'Components',
      kind: 'state-timeline',
      unit: 'up',
      queries: [
        ...parts,
        query(
          promql`(min by (process) (${supervisordMetrics.processUp})) == 0`,
          'process {{process}}',
        ),
      ],
      shows:
        'Which parts of this deployment answer, the most critical first; below them, the programs of the container that do not run.',
      normal: 'All green, and no programs at all.',
      act: 'Begin with the highest that is red: the others may be down because it is. Its alert’s runbook says how.',
      empty: 'no answer from the exporter',
      width: 8,
      height: HEIGHT,
    },
  ],
};
