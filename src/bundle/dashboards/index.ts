// The room's front door: every dashboard that has something to show, as a file for Grafana's provisioning.
import type { DashboardName, Observed } from '../../observe/index.ts';
import type { GeneratedFile } from '../file.ts';
import { catalogueOf } from '../rules/sound.ts';
import { checkRows, panelOptions } from './check.ts';
import { dashboardJson } from './dashboard.ts';
import { PURPOSES } from './names.ts';
import type { PanelSettings } from './panel.ts';
import { rowsOf } from './rows.ts';

export type DashboardSettings = PanelSettings;

const NAMES = Object.keys(PURPOSES).filter((name) => name !== 'runbooks') as DashboardName[];

/** Throws one error with a line for each fault, by the place of its template. The same bytes at every call. */
export function dashboardFiles(
  observed: readonly Observed[],
  settings: DashboardSettings,
): GeneratedFile[] {
  const catalogue = catalogueOf(observed);
  const options = panelOptions(observed);
  const made = NAMES.map((name) => {
    const rows = rowsOf(name, observed);
    return { name, rows, checked: checkRows(name, rows, catalogue, options) };
  }).filter(({ rows }) => rows.length > 0);
  const problems = made.flatMap(({ checked }) => checked.problems);
  if (problems.length > 0) {
    throw new Error(`the dashboards are not sound:\n${problems.join('\n')}`);
  }
  return made.map(({ name, rows, checked }) => ({
    path: `dashboards/appsmith-${name}.json`,
    content: dashboardJson(name, rows, checked, settings),
  }));
}
