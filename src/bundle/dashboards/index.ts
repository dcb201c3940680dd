// The room's front door: every dashboard that has something to show, as a file for Grafana's provisioning.
import type { DashboardName, Observed } from '../../observe/index.ts';
import type { GeneratedFile } from '../file.ts';
import { dashboardUid } from '../ids.ts';
import { catalogueOf } from '../rules/sound.ts';
import type { Settings } from '../settings/settings.ts';
import { checkRows, panelOptions } from './check.ts';
import { dashboardJson } from './dashboard.ts';
import { PURPOSES } from './names.ts';
import { rowsOf } from './rows.ts';
import { runbooksJson } from './runbooks.ts';

const NAMES = Object.keys(PURPOSES).filter((name) => name !== 'runbooks') as DashboardName[];

/** Throws one error with a line for each fault, by the place of its template. The same bytes at every call. */
export function dashboardFiles(observed: readonly Observed[], settings: Settings): GeneratedFile[] {
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
  const files = made.map(({ name, rows, checked }) =>
    file(name, dashboardJson(name, rows, checked, settings)),
  );
  const alerting = observed.some(({ alerts }) => alerts.length > 0);
  return alerting ? [...files, file('runbooks', runbooksJson(observed, settings))] : files;
}

const file = (name: string, content: string): GeneratedFile => ({
  path: `dashboards/${dashboardUid(name)}.json`,
  content,
});

export { type Filled, fill } from './fill.ts';
