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
/** Two beside each other: a line of text is then short enough to read. */
const WIDTH = 12;
/** What fits a line of half a laptop's width, and pixels: of a line, of a heading, of a grid row, of a panel's frame. */
const LINE = { letters: 85, high: 22 };
const HEADING = 56;
const GRID = { row: 38, frame: 60 };

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
    const contents = alerts.map((alert) => runbookMarkdown(alert, { observed, settings, linkTo }));
    const { places, bottom } = flow(
      contents.map((content) => ({ w: WIDTH, h: rowsOf(content) })),
      y + 1,
    );
    drawn.withRow(rowAt(NAME, title, y));
    for (const [i, { name }] of alerts.entries()) {
      drawn.withPanel(text(name, contents[i] ?? '', places[i] as Place));
    }
    y = bottom;
  }
  return sortedJson(portable(drawn.build()));
}

/** Grid rows for all that tells what to do; how the alert is defined is below it, and scrolls. */
function rowsOf(content: string): number {
  const [told = ''] = content.split('\n## The alert\n');
  const high = (line: string) =>
    line.startsWith('#') ? HEADING : Math.ceil(line.length / LINE.letters) * LINE.high;
  const pixels = told.split('\n').reduce((sum, line) => sum + high(line), GRID.frame);
  return Math.max(12, Math.ceil(pixels / GRID.row));
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
