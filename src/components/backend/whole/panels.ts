// How to look at the objectives: the SLO dashboard, a row each, with the thresholds of the user's own targets.
import {
  type Alert,
  OBJECTIVES,
  type ObjectiveName,
  type Panel,
  query,
  type Row,
} from '../../../observe/index.ts';
import { promql } from '../../../promql/index.ts';
import { availabilityBurn, type Burning, latencyBurn } from './burn.ts';
import { badCount, badShare, type Window } from './slo.ts';

interface Look {
  readonly objective: ObjectiveName;
  readonly title: string;
  readonly alerts: Burning;
  /** What it says where nothing is measured. */
  readonly empty: string;
}

const SPOKEN: Readonly<Record<'1h' | '6h' | '1d' | '3d', string>> = {
  '1h': 'an hour',
  '6h': 'six hours',
  '1d': 'a day',
  '3d': 'three days',
};

/** Good events over a while, as one number. */
const kept = ({ objective, title, empty, alerts }: Look, window: '1h' | '1d' | '3d'): Panel => ({
  title: `${title}, ${SPOKEN[window]}`,
  kind: 'stat',
  unit: 'ratio',
  queries: [query(promql`1 - ${badShare(objective, window)}`, '{{instance}}', true)],
  shows: `The share of good events within ${SPOKEN[window]}. ${OBJECTIVES[objective].good}`,
  normal:
    'At or above the objective’s target: green. Below it orange, and red where the budget burns so fast that somebody is woken.',
  act: 'See since when in the panels beside it, and the runbooks of their alerts.',
  // Three days at a burn rate of 1 are the target itself.
  restOf: [alerts.hour, alerts.threeDays],
  empty,
  width: 4,
  height: 7,
  decimals: 2,
});

/** Both windows of an alert, and its threshold. */
const burn = (
  { objective, title, empty }: Look,
  [long, short]: readonly ['1h' | '6h' | '1d' | '3d', Window],
  alert: Alert,
  width: 6 | 12,
): Panel => ({
  title: `${title}: bad share within ${SPOKEN[long]}`,
  kind: 'timeseries',
  unit: 'ratio',
  queries: [
    query(promql`${badShare(objective, long)}`, `${long}, {{instance}}`),
    query(promql`${badShare(objective, short)}`, `${short}, {{instance}}`),
  ],
  shows: 'The share of bad events in a long window and in a short one; only both together count.',
  normal: 'Far below the line. A peak of the short window alone is over soon.',
  alerts: [alert],
  empty,
  width,
  height: 7,
});

const count = ({ objective, title, alerts, empty }: Look): Panel => ({
  title: `${title}: bad events`,
  kind: 'timeseries',
  unit: 'count',
  queries: [query(promql`${badCount(objective)}`, '{{instance}}')],
  shows:
    'About how many bad events there were within six hours. Time that Appsmith was down counts as one each 15 s.',
  normal: '0, or a handful: below ten nobody is told of their share.',
  alerts: [alerts.lowTraffic],
  empty,
  width: 12,
  height: 7,
});

const row = (look: Look): Row => {
  const { hour, sixHours, day, threeDays } = look.alerts;
  return {
    dashboard: 'slo',
    title: look.title,
    panels: [
      kept(look, '1h'),
      kept(look, '1d'),
      kept(look, '3d'),
      burn(look, ['1h', '5m'], hour, 12),
      burn(look, ['6h', '30m'], sixHours, 12),
      burn(look, ['1d', '2h'], day, 12),
      burn(look, ['3d', '6h'], threeDays, 12),
      count(look),
    ],
  };
};

export const appsmithRows: readonly Row[] = [
  row({
    objective: 'availability',
    title: 'Availability',
    alerts: availabilityBurn,
    empty: 'no answer from the exporter yet',
  }),
  row({
    objective: 'latency',
    title: 'Speed',
    alerts: latencyBurn,
    empty: 'the backend shows no histogram buckets: run doctor',
  }),
];
