// What a panel says about itself: what it shows, what is normal, what to do.
import { type Alert, type Panel, spoken } from '../../observe/index.ts';
import type { PanelSettings } from './panel.ts';

const COMPARED = {
  '>': 'above',
  '>=': 'at or above',
  '<': 'below',
  '<=': 'at or below',
  '==': '',
  '!=': 'other than',
} as const;

/** Markdown, behind the panel's little i. */
export function describePanel(
  { shows, normal, act }: Pick<Panel, 'shows' | 'normal' | 'act'>,
  alerts: readonly Alert[],
  settings: PanelSettings,
): string {
  return [
    shows,
    `**Normal:** ${normal}`,
    ...(act === undefined ? [] : [`**If not:** ${act}`]),
    ...alerts.map((alert) => `**Alert:** ${alert.name}${conditionText(alert, settings)}.`),
  ].join('\n\n');
}

/** ` above 85 % for 15m`, as the user has chosen it; nothing of a signal that is its own condition. */
export function conditionText(alert: Alert, settings: PanelSettings): string {
  const [main] = alert.when;
  const lasting = /^0/.test(settings.forOf(alert)) ? '' : ` for ${settings.forOf(alert)}`;
  if (main?.compare === undefined || main.than === undefined) return lasting;
  const unit = typeof main.than === 'number' ? (alert.valueUnit ?? 'none') : main.than.unit;
  const value = said(settings.chosen(alert)(main), unit);
  return ` ${COMPARED[main.compare]} ${value}${lasting}`.replace(/ {2,}/g, ' ');
}

function said(value: number, unit: Parameters<typeof spoken>[1]): string {
  if (unit === 'up') return value === 0 ? 'down' : 'up';
  return spoken(value, unit);
}
