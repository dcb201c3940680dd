// The rows of each dashboard, put together from all components.
import type { DashboardName, Observed, Panel, Row } from '../../observe/index.ts';
import { OWN_ROWS } from './own.ts';

export interface DashboardRow {
  readonly title: string;
  readonly collapsed: boolean;
  readonly panels: readonly Panel[];
}

/** Rows of the same title are one, in the order of the components; open if any of them is. None without a component's. */
export function rowsOf(name: DashboardName, observed: readonly Observed[]): DashboardRow[] {
  const byTitle = new Map<string, Row[]>();
  const theirs = observed.flatMap(({ rows }) => rows).filter(({ dashboard }) => dashboard === name);
  if (theirs.length === 0) return [];
  for (const row of [...OWN_ROWS, ...theirs]) {
    if (row.dashboard === name) byTitle.set(row.title, [...(byTitle.get(row.title) ?? []), row]);
  }
  return [...byTitle].map(([title, rows]) => ({
    title,
    collapsed: rows.every(({ collapsed }) => collapsed === true),
    panels: rows.flatMap(({ panels }) => panels),
  }));
}
