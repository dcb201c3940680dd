// One panel as Grafana reads it: its place, words, queries, unit, thresholds, names of values and runbooks.
import type { Alert, DashboardName, Panel } from '../../observe/index.ts';
import { panelId } from '../ids.ts';
import type { Chosen } from '../rules/expression.ts';
import { type AnyPanel, KINDS } from './kinds.ts';
import type { Place } from './layout.ts';
import { runbookLinks } from './links.ts';
import {
  DATASOURCE,
  MappingType,
  SpecialValueMatch,
  Thresholds,
  ThresholdsMode,
  type ValueMapping,
} from './sdk.ts';
import { targets } from './targets.ts';
import { colored, limitsOf, lines } from './thresholds.ts';
import { grafanaUnit } from './units.ts';
import { describePanel } from './words.ts';

/** What the user's settings say of alerts, as far as panels ask. */
export interface PanelSettings {
  readonly job: string;
  readonly links: { runbook(alert: Alert): string };
  enabled(alert: Alert): boolean;
  chosen(alert: Alert): Chosen;
  forOf(alert: Alert): string;
}

export type Labels = ReadonlySet<string> | 'any';

export const ABSENT = 'not part of this deployment';

export function panelBuilder(
  dashboard: DashboardName,
  panel: Panel,
  labels: readonly Labels[],
  place: Place,
  settings: PanelSettings,
): AnyPanel {
  const alerts = (panel.alerts ?? []).filter((alert) => settings.enabled(alert));
  const limits = limitsOf(
    alerts,
    panel.unit,
    (alert) => settings.chosen(alert),
    panel.restOf?.filter((alert) => settings.enabled(alert)),
  );
  const legends = panel.queries.map(({ legend }, i) => legend || unnamed(panel, labels[i]));
  const many = panel.queries.length > 1 || legends.some((one) => /\{\{(?!instance)/.test(one));
  const [highest] = limits.map(({ than }) => than).toSorted((a, b) => b - a);
  const drawn = KINDS[panel.kind]({ panel, many, limited: limits.length > 0, highest, labels });
  drawn
    .id(panelId(dashboard, panel.title))
    .title(panel.title)
    .description(describePanel(panel, alerts, settings))
    .datasource(DATASOURCE)
    .gridPos(place)
    .targets(targets(panel, legends))
    .links(runbookLinks(alerts, settings))
    .unit(grafanaUnit(panel.unit))
    .noValue(panel.empty ?? ABSENT)
    .thresholds(
      new Thresholds()
        .mode(ThresholdsMode.Absolute)
        .steps(panel.kind === 'timeseries' ? lines(limits) : colored(limits, panel.unit)),
    );
  if (panel.min !== undefined) drawn.min(panel.min);
  if (panel.max !== undefined) drawn.max(panel.max);
  if (panel.decimals !== undefined) drawn.decimals(panel.decimals);
  const mappings = mappingsOf(panel);
  if (mappings.length > 0) drawn.mappings(mappings);
  return drawn;
}

/** The name of a query's only series: whose it is, if that is known to be there. */
const unnamed = ({ title }: Panel, labels?: Labels): string =>
  labels !== undefined && labels !== 'any' && labels.has('instance') ? '{{instance}}' : title;

/** Neither good nor bad, on light and on dark. */
const NOTHING = '#6e7380';
/** These show a base colour, which is green, where there is no value at all. */
const COLOURED_EMPTY: readonly Panel['kind'][] = ['stat', 'gauge', 'bargauge'];

const MOODS = { good: 'green', bad: 'red', warn: 'orange', neutral: 'blue' } as const;
const NAMES: Readonly<Partial<Record<Panel['unit'], NonNullable<Panel['mappings']>>>> = {
  up: [
    { value: 1, text: 'up', mood: 'good' },
    { value: 0, text: 'down', mood: 'bad' },
  ],
  yes: [
    { value: 1, text: 'yes', mood: 'neutral' },
    { value: 0, text: 'no', mood: 'neutral' },
  ],
};

function mappingsOf({ kind, mappings, unit, empty = ABSENT }: Panel): ValueMapping[] {
  const named = (mappings ?? NAMES[unit] ?? []).map(({ value, text, mood }, index) => [
    String(value),
    { text, color: MOODS[mood], index },
  ]);
  const values: ValueMapping[] =
    named.length === 0
      ? []
      : [{ type: MappingType.ValueToText, options: Object.fromEntries(named) }];
  if (!COLOURED_EMPTY.includes(kind)) return values;
  const nothing = (match: SpecialValueMatch, text: string, index: number): ValueMapping => ({
    type: MappingType.SpecialValue,
    options: { match, result: { text, color: NOTHING, index } },
  });
  return [
    ...values,
    nothing(SpecialValueMatch.Null, empty, named.length),
    nothing(SpecialValueMatch.NotANumber, 'no value', named.length + 1),
  ];
}
