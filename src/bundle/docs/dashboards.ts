// docs/dashboards.md: each dashboard with its rows and panels, what they show, and pictures where there are any.
import { existsSync, readdirSync } from 'node:fs';
import type { Alert, DashboardName, Observed, Panel } from '../../observe/index.ts';
import { PURPOSES } from '../dashboards/names.ts';
import { type DashboardRow, rowsOf } from '../dashboards/rows.ts';
import type { GeneratedFile } from '../file.ts';
import { dashboardUid } from '../ids.ts';

const PICTURES = 'pictures/dashboards';
const NAMES = Object.keys(PURPOSES) as (keyof typeof PURPOSES)[];

const HEAD = `# Dashboards

Generated from the panels by \`npm run generate\`; do not edit.

They are plain JSON for Grafana 10 to 13, in \`dashboards/\`: provision the folder, or import the files one by
one. Each has the variables *Data source*, *Job* and *Instance*; links between them keep these and the time range.
Red marks on the time axes are firing alerts, purple ones new versions of Appsmith, blue ones starts of its backend.
A panel of something that a deployment does not have says *not part of this deployment*.
`;

/** `drawn` are the names of the pictures that exist, `overview-healthy.png`; the page links no others. */
export function dashboardsPage(
  observed: readonly Observed[],
  drawn: readonly string[] = committedPictures(),
): GeneratedFile {
  const shown = NAMES.map((name) => ({ name, rows: rowsFor(name, observed) })).filter(
    ({ name, rows }) => rows.length > 0 || name === 'runbooks',
  );
  const contents = shown.map(
    ({ name }) =>
      `- [${PURPOSES[name].title}](#${anchor(PURPOSES[name].title)}): ${PURPOSES[name].about}`,
  );
  const chapters = shown.map(({ name, rows }) => chapter(name, rows, drawn));
  const parts = [HEAD, contents.join('\n'), ...chapters];
  return {
    path: 'docs/dashboards.md',
    content: `${parts.join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`,
  };
}

const rowsFor = (name: keyof typeof PURPOSES, observed: readonly Observed[]): DashboardRow[] =>
  name === 'runbooks' ? [] : rowsOf(name as DashboardName, observed);

function chapter(
  name: keyof typeof PURPOSES,
  rows: readonly DashboardRow[],
  drawn: readonly string[],
): string {
  const { title, about: words } = PURPOSES[name];
  const file = `dashboards/appsmith-${name}.json`;
  return [
    `## ${title}`,
    `${words} File \`${file}\`, uid \`${dashboardUid(name)}\`.`,
    ...pictures(name, drawn).map(([file, what]) => `![${title}${what}](${PICTURES}/${file})`),
    ...rows.map(rowText),
  ].join('\n\n');
}

/** A dashboard's pictures with what each shows, the healthy one first: `overview.png`, `overview-incident.png`. */
function pictures(name: string, drawn: readonly string[]): [file: string, what: string][] {
  const found = drawn.flatMap((file): [string, string][] => {
    const [, own, plan = 'healthy'] = /^([a-z]+)(?:-(.+))?\.png$/.exec(file) ?? [];
    if (own !== name) return [];
    return [[file, plan === 'healthy' ? ', all well' : `: ${plan.replaceAll('-', ' ')}`]];
  });
  return found.toSorted(([a, one], [b, other]) => {
    const first = Number(other === ', all well') - Number(one === ', all well');
    return first || (a < b ? -1 : 1);
  });
}

function committedPictures(): string[] {
  const folder = `docs/${PICTURES}`;
  return existsSync(folder) ? readdirSync(folder) : [];
}

function rowText({ title, collapsed, panels }: DashboardRow): string {
  const lines = panels.map(
    (panel) =>
      `| ${[panel.title, panel.shows, panel.normal, action(panel)].map(cell).join(' | ')} |`,
  );
  const head = '| panel | shows | normal | if not |\n|---|---|---|---|';
  return `### ${title}${collapsed ? ' (closed until opened)' : ''}\n\n${head}\n${lines.join('\n')}`;
}

function action({ act, alerts = [] }: Panel): string {
  const links = alerts.map(({ name }: Alert) => `[${name}](runbooks/${name}.md)`).join(', ');
  return [act, links].filter((part) => part).join(' ');
}

const cell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replace(/\s*\n\s*/g, ' ');

/** As GitHub makes it. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
