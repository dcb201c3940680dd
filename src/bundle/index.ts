// The room's front door: every file of the bundle, from the components' definitions and the user's settings.
import type { Observed } from '../observe/index.ts';
import { alertmanagerFile } from './alertmanager/files.ts';
import { dashboardFiles } from './dashboards/index.ts';
import { alertsPage } from './docs/alerts.ts';
import { dashboardsPage } from './docs/dashboards.ts';
import type { GeneratedFile } from './file.ts';
import { proofFiles } from './proofs/files.ts';
import { ruleFiles } from './rules/files.ts';
import { annotationsOf, filledAnnotations } from './rules/template.ts';
import { runbookFiles } from './runbooks/files.ts';
import { defaultSettings, type Settings } from './settings/settings.ts';
import { stackFiles } from './stack/index.ts';

/** The same bytes at every call. Throws where a definition is not sound, with the place of each fault. */
export function bundleFiles(observed: readonly Observed[], settings: Settings): GeneratedFile[] {
  return [
    ...ruleFiles(observed, settings, (alert) => ({ ...annotationsOf(alert, settings) })),
    alertmanagerFile(observed, settings),
    alertsPage(observed, settings),
    ...runbookFiles(observed, settings),
    ...dashboardFiles(observed, settings),
    dashboardsPage(observed),
    ...stackFiles(settings),
  ];
}

/** The proofs of the alerts, which hold for the settings as shipped. */
export function bundleProofs(observed: readonly Observed[]): GeneratedFile[] {
  const settings = defaultSettings(observed);
  return proofFiles(observed, settings, (alert, labels, value) => ({
    ...filledAnnotations(alert, settings, { labels, value }),
  }));
}
