// Links between dashboards and to runbooks; those within Grafana keep the time range and the variables.
import type { Alert } from '../../observe/index.ts';
import { dashboardUid } from '../ids.ts';
import { Link, LinkType } from './sdk.ts';
import { TAG } from './variables.ts';

const RUNBOOKS = `/d/${dashboardUid('runbooks')}`;
/** Grafana fills these in; in a dashboard of its own they lead to the same moment and the same Appsmith. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's own templates.
const KEEP = '&${__url_time_range}&${__all_variables}';

/** A drop-down with all of Appsmith's dashboards. */
export const dashboardLinks = (): Link[] => [
  new Link('Appsmith')
    .type(LinkType.Dashboards)
    .tags([TAG])
    .asDropdown(true)
    .icon('external link')
    .includeVars(true)
    .keepTime(true),
];

/** The runbook's address as seen from a panel: within the same Grafana it needs no host. */
export function runbookUrl(
  alert: Alert,
  { links }: { readonly links: { runbook(alert: Alert): string } },
): string {
  const url = links.runbook(alert);
  const at = url.indexOf(RUNBOOKS);
  return at < 0 ? url : url.slice(at) + KEEP;
}

export const runbookLinks = (
  alerts: readonly Alert[],
  settings: { readonly links: { runbook(alert: Alert): string } },
): Link[] =>
  alerts.map((alert) =>
    new Link(`Runbook: ${alert.name}`).url(runbookUrl(alert, settings)).targetBlank(true),
  );
