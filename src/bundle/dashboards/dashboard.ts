// One dashboard from its rows: panels placed, rows closed or open, the head that all dashboards share.
import type { DashboardName, Panel } from '../../observe/index.ts';
import { dashboardUid, panelId } from '../ids.ts';
import { annotations } from './annotations.ts';
import type { Checked } from './check.ts';
import { sortedJson } from './json.ts';
import { flow, type Place, type Size } from './layout.ts';
import { dashboardLinks } from './links.ts';
import { PURPOSES } from './names.ts';
import { type PanelSettings, panelBuilder } from './panel.ts';
import type { DashboardRow } from './rows.ts';
import { Dashboard, DashboardCursorSync, portable, Row } from './sdk.ts';
import { TAG, variables } from './variables.ts';

const LINE = 24;

/** An empty dashboard with title, uid, tags, variables, annotations and links. */
export function head(name: keyof typeof PURPOSES, job: string): Dashboard {
  const { title, about, from, refresh } = PURPOSES[name];
  return new Dashboard(`Appsmith / ${title}`)
    .uid(dashboardUid(name))
    .description(about)
    .tags([TAG])
    .timezone('browser')
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from, to: 'now' })
    .refresh(refresh)
    .variables(variables(job))
    .links(dashboardLinks());
}

/** The dashboard's file; `checked` comes from the same rows. */
export function dashboardJson(
  name: DashboardName,
  rows: readonly DashboardRow[],
  { labels }: Checked,
  settings: PanelSettings,
): string {
  const drawn = head(name, settings.job).annotations(annotations());
  let y = 0;
  for (const { title, collapsed, panels } of rows) {
    const { places, bottom } = flow(panels.map(sizeOf), y + 1);
    const builders = panels.map((panel, i) => {
      const known = panel.queries.map((query) => labels.get(query) ?? 'any');
      return panelBuilder(name, panel, known, places[i] as Place, settings);
    });
    const row = rowAt(name, title, y).collapsed(collapsed);
    // What a closed row nests takes no room until it is opened: then Grafana moves the rest down.
    if (collapsed) for (const builder of builders) row.withPanel(builder);
    drawn.withRow(row);
    if (!collapsed) for (const builder of builders) drawn.withPanel(builder);
    y = collapsed ? y + 1 : bottom;
  }
  return sortedJson(portable(drawn.build()));
}

export const rowAt = (dashboard: string, title: string, y: number): Row =>
  new Row(title).id(panelId(dashboard, `row: ${title}`)).gridPos({ x: 0, y, w: LINE, h: 1 });

const sizeOf = ({ kind, width, height }: Panel): Size => ({
  w: width ?? 8,
  // A row of small figures is one line of figures.
  h: height ?? (kind === 'stat' || (kind === 'gauge' && (width ?? 8) < 8) ? 4 : 8),
});
