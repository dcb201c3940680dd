// Where an alert's links lead: its runbook and its panel, by default within the same Grafana.
import type { Alert, DashboardName, Observed } from '../../observe/index.ts';
import { dashboardUid, panelId } from '../ids.ts';

export interface Links {
  /** The alert's runbook, without templates. */
  runbook(alert: Alert): string;
  /**
   * The dashboard of the first panel that belongs to the alert, or of the one with this title; the overview
   * where there is none. Without variables.
   */
  dashboard(alert: Alert, panel?: string): string;
}

export interface LinkBases {
  readonly grafanaUrl: string;
  /** `{alert}` stands for the alert's name; without it, `/<name>.md` is added. Absent: Grafana's Runbooks dashboard. */
  readonly runbookBaseUrl?: string | undefined;
}

interface Place {
  readonly dashboard: DashboardName;
  readonly title: string;
}

/** The panel's place in which an alert's signal is seen, if any; `title` picks one of several. */
export function placeOf(
  alert: Alert,
  observed: readonly Observed[],
  title?: string,
): Place | undefined {
  for (const { dashboard, panels } of observed.flatMap(({ rows }) => rows)) {
    for (const panel of panels) {
      const mine = panel.alerts?.some(({ name }) => name === alert.name) ?? false;
      if (title === undefined ? mine : panel.title === title) {
        return { dashboard, title: panel.title };
      }
    }
  }
  return undefined;
}

export function linksOf(
  { grafanaUrl, runbookBaseUrl }: LinkBases,
  observed: readonly Observed[],
): Links {
  const grafana = grafanaUrl.replace(/\/+$/, '');
  const view = (dashboard: string, title?: string) =>
    `${grafana}/d/${dashboardUid(dashboard)}${
      title === undefined ? '' : `?viewPanel=${panelId(dashboard, title)}`
    }`;
  return {
    runbook: ({ name }) => {
      if (runbookBaseUrl === undefined) return view('runbooks', name);
      if (runbookBaseUrl.includes('{alert}')) return runbookBaseUrl.replaceAll('{alert}', name);
      return `${runbookBaseUrl.replace(/\/+$/, '')}/${name}.md`;
    },
    dashboard: (alert, title) => {
      const place = placeOf(alert, observed, title);
      return view(place?.dashboard ?? 'overview', place?.title);
    },
  };
}
