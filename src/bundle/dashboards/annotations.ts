// What every dashboard marks on its time axes: when critical alerts fired, new versions of Appsmith, restarts of its backend.

import { backendMetrics } from '../../components/backend/metrics.ts';
import { type Expression, promql } from '../../promql/index.ts';
import { Annotation, DATASOURCE } from './sdk.ts';
import { scopedPanel } from './targets.ts';

/** A version was there within the hour before, and it is not this one. */
const { info } = backendMetrics;
const NEW_VERSION = promql`
  count by (job, instance, version) (${info})
  unless on (job, instance, version) count by (job, instance, version) (last_over_time(${info}[1h] offset 5m))
  and on (job, instance) count by (job, instance) (last_over_time(${info}[1h] offset 5m))
`;

interface Mark {
  readonly name: string;
  readonly expr: Expression;
  readonly color: string;
  readonly title: string;
  readonly text: string;
  /** The value is the moment itself, in milliseconds. */
  readonly atValue?: true;
  /** Only for those who switch it on at the top of the dashboard. */
  readonly off?: true;
}

export const MARKS: readonly Mark[] = [
  {
    // One region, however many alerts fire at a time: those lying over each other would hide the lines. Nor by
    // instance: what is gone has none.
    name: 'Critical alerts',
    expr: promql`max by (job) (ALERTS{alertstate="firing",severity="critical"})`,
    color: 'red',
    title: 'Critical alerts fire',
    text: 'Job {{job}}: the Overview says which.',
  },
  {
    name: 'Warnings',
    expr: promql`ALERTS{alertstate="firing",severity!="critical",alertname!="Watchdog"}`,
    color: 'orange',
    title: '{{alertname}}',
    text: '{{severity}} {{component}} {{instance}}',
    off: true,
  },
  {
    name: 'Upgrades',
    expr: NEW_VERSION,
    color: 'purple',
    title: 'Appsmith {{version}}',
    text: 'A new version runs on {{instance}}.',
  },
  {
    name: 'Restarts',
    expr: promql`${backendMetrics.processStart} * 1000`,
    color: 'blue',
    title: 'Backend started',
    text: '{{instance}}',
    atValue: true,
  },
];

export const annotations = (): Annotation[] =>
  MARKS.map(({ name, expr, color, title, text, atValue, off }) =>
    new Annotation()
      .name(name)
      .datasource(DATASOURCE)
      .enable(off !== true)
      .iconColor(color)
      .expr(scopedPanel(expr.text))
      .step('60s')
      .titleFormat(title)
      .textFormat(text)
      .useValueForTime(atValue ?? false),
  );
