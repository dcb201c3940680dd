// Holds every panel against the catalogue before it is written: queries, legends, titles, widths.
import type { MetricDef } from '../../metrics/index.ts';
import type { Observed, Panel, Query } from '../../observe/index.ts';
import { type CheckOptions, describe, examine } from '../../promql/index.ts';
import { checkOptions } from '../rules/sound.ts';
import type { DashboardRow } from './rows.ts';
import { VARIABLES } from './variables.ts';

const WIDTHS: readonly number[] = [4, 6, 8, 12, 24];
const LEGEND_LABEL = /\{\{\s*([^}]*?)\s*\}\}/g;

export interface Checked {
  /** The labels of each query's result, where they can be told. */
  readonly labels: ReadonlyMap<Query, ReadonlySet<string> | 'any'>;
  /** A line for each fault: where it is, what is wrong and what to do. */
  readonly problems: readonly string[];
}

/** What panels may use: every metric of every component, recorded names, aliases, the dashboard's variables. */
export function panelOptions(observed: readonly Observed[]): CheckOptions {
  return { ...checkOptions(observed), grafana: VARIABLES };
}

export function checkRows(
  dashboard: string,
  rows: readonly DashboardRow[],
  catalogue: readonly MetricDef[],
  options: CheckOptions,
): Checked {
  const labels = new Map<Query, ReadonlySet<string> | 'any'>();
  const problems: string[] = [];
  const panels = rows.flatMap((row) => row.panels);
  for (const panel of panels) {
    const at = `${panel.queries[0]?.expr.where ?? 'an unknown place'}: ${dashboard}, “${panel.title}”`;
    problems.push(...shapeProblems(panel).map((what) => `${at}: ${what}`));
    for (const query of panel.queries) {
      const verdict = examine(query.expr, catalogue, options);
      labels.set(query, verdict.labels);
      problems.push(...verdict.problems.map((one) => `${at}: ${describe(one)}`));
      if (verdict.problems.length > 0) continue;
      problems.push(...legendProblems(query, verdict.labels).map((what) => `${at}: ${what}`));
    }
  }
  return { labels, problems: [...problems, ...twice(dashboard, panels)] };
}

function shapeProblems({ queries, width, height, kind, unit, act, alerts }: Panel): string[] {
  const found: string[] = [];
  if (queries.length === 0) found.push('has no query; give it one');
  if (width !== undefined && !WIDTHS.includes(width)) {
    found.push(`is ${width} columns wide; use one of ${WIDTHS.join(', ')}`);
  }
  if (height !== undefined && !(Number.isInteger(height) && height > 0)) {
    found.push(`is ${height} rows high; use a whole number`);
  }
  if (act === undefined && (alerts ?? []).length === 0) {
    found.push('says neither `act` nor `alerts`; say what to do if it is not normal');
  }
  if (kind === 'heatmap' && queries.some(({ legend }) => legend !== '{{le}}')) {
    found.push('is a heatmap; its legend must be {{le}}');
  }
  if (kind === 'heatmap' && unit === 'timestamp') found.push('cannot be a heatmap of instants');
  return found;
}

function legendProblems({ legend }: Query, labels: ReadonlySet<string> | 'any'): string[] {
  if (labels === 'any') return [];
  return [...legend.matchAll(LEGEND_LABEL)]
    .map(([, label = '']) => label)
    .filter((label) => !labels.has(label))
    .map(
      (label) =>
        `the legend says {{${label}}}, but the result has ${[...labels].join(', ') || 'no labels'}; keep it in \`by (…)\` or leave it out`,
    );
}

function twice(dashboard: string, panels: readonly Panel[]): string[] {
  return panels
    .filter(({ title }, i) => panels.findIndex((one) => one.title === title) !== i)
    .map(
      ({ title, queries }) =>
        `${queries[0]?.expr.where}: ${dashboard}, “${title}”: another panel there has this title; rename one, since ids and links hang on it`,
    );
}
