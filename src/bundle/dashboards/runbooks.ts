// The Runbooks dashboard: a text panel an alert, so that its link opens offline and at the rules' own version.
import type { Alert, Observed } from '../../observe/index.ts';
import { dashboardUid, panelId } from '../ids.ts';
import { runbookMarkdown } from '../runbooks/markdown.ts';
import type { Settings } from '../settings/settings.ts';
import { head, rowAt } from './dashboard.ts';
import { sortedJson } from './json.ts';
import { flow, type Place } from './layout.ts';
import { portable, Text } from './sdk.ts';

const NAME = 'runbooks';
const INDEX = 'All alerts';
/** Two beside each other: a line of text is then short enough to read, and a panel scrolls. */
const SIZE = { w: 12, h: 16 };

/** Grouped by component; the panel's title is the alert's name, by which its address is made. */
export function runbooksJson(observed: readonly Observed[], settings: Settings): string {
  const groups = observed.filter(({ alerts }) => alerts.length > 0);
  const lines = groups.reduce((sum, { alerts }) => sum + alerts.length + 3, 0);
  const top = { x: 0, y: 0, w: 24, h: Math.min(24, 4 + lines) };
  const drawn = head(NAME, settings.job)
    .annotations([])
    .withPanel(text(INDEX, indexText(groups, settings), top));
  let y = top.h;
  for (const { title, alerts } of groups) {
    const { places, bottom } = flow(
      alerts.map(() => SIZE),
      y + 1,
    );
    drawn.withRow(rowAt(NAME, title, y));
    for (const [i, alert] of alerts.entries()) {
      const content = runbookMarkdown(alert, { observed, settings, linkTo });
      drawn.withPanel(text(alert.name, content, places[i] as Place));
    }
    y = bottom;
  }
  return sortedJson(portable(drawn.build()));
}

const linkTo = ({ name }: Alert): string =>
  `/d/${dashboardUid(NAME)}?viewPanel=${panelId(NAME, name)}`;

const text = (title: string, content: string, place: Place): Text =>
  new Text()
    .id(panelId(NAME, title))
    .title(title)
    .description(title === INDEX ? 'Where to begin.' : `What to do when ${title} fires.`)
    .gridPos(place)
    .content(content);

function indexText(groups: readonly Observed[], settings: Settings): string {
  return groups
    .map(({ title, alerts }) => {
      const rows = alerts.map((alert) => {
        const off = settings.enabled(alert) ? '' : ' (off)';
        return `| [${alert.name}](${linkTo(alert)})${off} | ${settings.severityOf(alert)} | ${firstSentence(alert.runbook.meaning).replaceAll('|', '\\|')} |`;
      });
      return `### ${title}\n\n| alert | severity | what it means |\n|---|---|---|\n${rows.join('\n')}`;
    })
    .join('\n\n');
}

/** The rest is in the runbook itself. */
const firstSentence = (text: string): string => /^.*?\.(?=\s|$)/s.exec(text)?.[0] ?? text;
