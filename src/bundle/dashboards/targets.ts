// A panel's queries as Grafana runs them: tied to the chosen job and instance, named, in the panel's scale.
import type { Panel, Query } from '../../observe/index.ts';
import { scoped } from '../scope.ts';
import { DATASOURCE, PromQueryFormat, QueryEditorMode, Target } from './sdk.ts';
import { inGrafanasScale } from './units.ts';
import { CHOSEN, CHOSEN_OR_GONE } from './variables.ts';

/** Kinds that show the present only: an old value would be a lie. */
const PRESENT: readonly Panel['kind'][] = ['gauge', 'bargauge', 'table'];

/** Every selector follows the dashboard's variables; those of alerts also match what has no instance. */
export const scopedPanel = (expr: string): string => scoped(expr, CHOSEN, CHOSEN_OR_GONE);

/** Whether a query asks for the newest value only; states too, since nobody reads a trend from them. */
export function isInstant({ kind, unit, mappings }: Panel, query: Query): boolean {
  const state = unit === 'up' || unit === 'yes' || mappings !== undefined;
  return query.instant ?? (PRESENT.includes(kind) || (kind === 'stat' && state));
}

export function targets(panel: Panel, legends: readonly string[]): Target[] {
  return panel.queries.map((query, i) => {
    const target = new Target()
      .refId(refId(i))
      .datasource(DATASOURCE)
      .editorMode(QueryEditorMode.Code)
      .expr(inGrafanasScale(scopedPanel(query.expr.text), panel.unit))
      .format(format(panel))
      .legendFormat(legends[i] ?? '');
    return isInstant(panel, query) ? target.instant() : target.range();
  });
}

/** A, B, C … */
export const refId = (i: number): string => String.fromCharCode('A'.charCodeAt(0) + i);

function format({ kind }: Panel): PromQueryFormat {
  if (kind === 'table') return PromQueryFormat.Table;
  return kind === 'heatmap' ? PromQueryFormat.Heatmap : PromQueryFormat.TimeSeries;
}
