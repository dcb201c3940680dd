// An alert's runbook as Markdown: what is broken and what to do first, how it is defined last; a page of docs/ and a panel in Grafana.
import { type Alert, type Observed, spoken } from '../../observe/index.ts';
import { silencersOf, silencings } from '../alertmanager/dependencies.ts';
import { PURPOSES } from '../dashboards/names.ts';
import { alertingRule } from '../rules/groups.ts';
import { conditionsOf, isAboutJob } from '../rules/template.ts';
import { placeOf } from '../settings/links.ts';
import type { Settings } from '../settings/settings.ts';
import { linked, plainText } from './words.ts';

export interface RunbookContext {
  readonly observed: readonly Observed[];
  readonly settings: Settings;
  /** Where another alert's runbook is, as seen from this one. */
  readonly linkTo: (alert: Alert) => string;
}

const REPORTS = 'https://github.com/appsmithorg/appsmith/issues';

/**
 * An exporter in the network of a container that is gone can never join the new one by itself, so whatever tells
 * of an absence opens with it.
 */
const REJOIN = `Has somebody re-created Appsmith’s container (\`docker compose up -d\`, a new image) without the add-on’s file? The exporter lives in that container’s network and cannot join the new one by itself. Start both with both files:

\`\`\`console
$ docker compose -f docker-compose.yml -f compose/compose.yml up -d
\`\`\`

The line \`COMPOSE_FILE=docker-compose.yml:compose/compose.yml\` in \`.env\` makes both files the default, so that it does not happen again.`;

/** What an alert of this severity is for. */
const SEVERITIES = {
  critical: 'critical: somebody is woken',
  warning: 'warning: for the working day',
  info: 'info: shown, nobody is told',
  none: 'none: it fires all the time',
} as const;

/** One page, without its heading: that is the file's or the panel's own. */
export function runbookMarkdown(alert: Alert, context: RunbookContext): string {
  const { runbook } = alert;
  const others = context.observed.flatMap(({ alerts }) => alerts).filter((one) => one !== alert);
  const prose = (text: string) => linked(text, others, context.linkTo);
  return [
    prose(runbook.meaning),
    section('First', isAboutJob(alert) ? REJOIN : ''),
    section('What to do', numbered(runbook.mitigation.map(prose))),
    section('What to look at', numbered(runbook.diagnosis.map(prose))),
    section('Who notices what', prose(runbook.impact)),
    section('When it is a false alarm', prose(runbook.falseAlarms ?? '')),
    section('Who has met it', reports(runbook.reports)),
    section('The alert', facts(alert, context)),
    section('Its condition', condition(alert, context.settings)),
    section('How to change it', howToChange(alert, context.settings)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function section(title: string, text: string): string {
  return text === '' ? '' : `## ${title}\n\n${text}`;
}

const numbered = (steps: readonly string[]): string =>
  steps.map((step, i) => `${i + 1}. ${step.replaceAll('\n', '\n   ')}`).join('\n');

const reports = (numbers: readonly number[] = []): string =>
  numbers.map((number) => `- [appsmithorg/appsmith#${number}](${REPORTS}/${number})`).join('\n');

function facts(alert: Alert, { observed, settings, linkTo }: RunbookContext): string {
  const link = (one: Alert) => `[${one.name}](${linkTo(one)})`;
  const by = silencersOf(alert, observed, settings.severityOf);
  const others = silencings(observed).find(({ source }) => source === alert)?.targets ?? [];
  const owner = observed.find(({ alerts }) => alerts.includes(alert))?.title;
  const rows: [string, string][] = [
    ['severity', SEVERITIES[settings.severityOf(alert)]],
    ['component', owner ? `${owner} (\`${alert.component}\`)` : `\`${alert.component}\``],
    ['fires', since(settings.forOf(alert))],
    ['summary', plainText(alert.summary, alert, settings)],
    ['says', plainText(alert.description, alert, settings)],
    ['dashboard', panelLink(alert, observed, settings)],
    [
      'silent while',
      by.length === 0
        ? ''
        : `${by.map((one) => link(one) + where(one, alert)).join(', ')} ${by.length > 1 ? 'fire' : 'fires'}`,
    ],
    ['silences', others.map((one) => link(one) + where(alert, one)).join(', ')],
    ['switched off', alert.offBecause ?? ''],
  ];
  const shown = rows.filter(([, text]) => text !== '');
  return ['| | |', '|---|---|', ...shown.map(([name, text]) => `| ${name} | ${cell(text)} |`)].join(
    '\n',
  );
}

/** With which labels one silences the other, if not with all: ` (process: editor)`. */
function where({ inhibits, inhibitsWhere }: Alert, { name }: Alert): string {
  if (!inhibitsWhere?.alerts.includes(name) || inhibits?.includes(name)) return '';
  const labels = Object.entries(inhibitsWhere.labels).map((label) => label.join(': '));
  return ` (${labels.join(', ')})`;
}

const since = (duration: string): string =>
  Number.parseInt(duration, 10) === 0
    ? 'at once'
    : `once its condition has held for \`${duration}\``;

function panelLink(alert: Alert, observed: readonly Observed[], { links }: Settings): string {
  const place = placeOf(alert, observed);
  const dashboard = PURPOSES[place?.dashboard ?? 'overview'].title;
  const name = place ? `${dashboard} → ${place.title}` : dashboard;
  return `[${name}](${links.dashboard(alert)})`;
}

function condition(alert: Alert, settings: Settings): string {
  return `\`\`\`promql\n${alertingRule(alert, settings, () => ({})).expr}\n\`\`\``;
}

/** The settings' keys with value and range, and the lines of observability.yml that change them. */
function howToChange(alert: Alert, settings: Settings): string {
  const chosen = settings.chosen(alert);
  const movable = conditionsOf(alert).flatMap((one) =>
    typeof one.than === 'object' && !one.than.burn
      ? [{ key: one.setting ?? 'threshold', value: chosen(one), than: one.than }]
      : [],
  );
  const rows = movable.map(
    ({ key, value, than: { unit, min, max, help } }) =>
      `| \`${key}\` | ${spoken(value, unit)} | ${spoken(min, unit)} … ${spoken(max, unit)} | ${cell(help)} |`,
  );
  const table = ['| setting | value | range | meaning |', '|---|---|---|---|', ...rows, ''];
  const example = [
    '```yaml',
    '# observability.yml, then: appsmith-exporter generate --config observability.yml',
    'alerts:',
    `  ${alert.name}:`,
    ...movable.map(({ key, value }) => `    ${key}: ${value}`),
    `    for: ${settings.forOf(alert)}`,
    `    severity: ${settings.severityOf(alert)}`,
    `    enabled: ${settings.enabled(alert)}`,
    '```',
  ];
  return [...(rows.length > 0 ? table : []), ...example].join('\n');
}

export const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
