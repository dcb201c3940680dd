// docs/metrics.md: every metric of the catalogue, a table a component.
import type { Catalogue, MetricDef } from '../../metrics/index.ts';
import type { GeneratedFile } from '../file.ts';

/** A chapter of the page: a component, or the exporter itself. */
export interface Chapter {
  readonly title: string;
  /** A sentence or two before the table. */
  readonly intro: string;
  readonly metrics: Catalogue;
}

const HEAD = `# Metrics

Generated from the catalogue by \`npm run generate\`; do not edit.

A series that its source does not have is absent, never zero. A component that is not part of a deployment
has no series but \`appsmith_component_configured\` 0. Metrics marked *foreign* arrive from the upstream under
the name that their community's dashboards use and are passed on cleaned; the others are made here.
`;

/** Renders the page: chapters in the order given, metrics by name. */
export function metricsPage(chapters: readonly Chapter[]): GeneratedFile {
  const contents = chapters.map(({ title }) => `- [${title}](#${anchor(title)})`).join('\n');
  const parts = [HEAD, contents, '', ...chapters.map(chapterText)];
  return { path: 'docs/metrics.md', content: `${parts.join('\n').trimEnd()}\n` };
}

function chapterText({ title, intro, metrics }: Chapter): string {
  const rows = Object.values(metrics)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(row);
  const head = '| name | type | labels | unit | help | source |\n|---|---|---|---|---|---|';
  return `## ${title}\n\n${intro}\n\n${head}\n${rows.join('\n')}\n`;
}

function row(def: MetricDef): string {
  const type = def.foreign ? `${def.type}, *foreign*` : def.type;
  const labels = def.labels.map((label) => `\`${label}\``).join(' ');
  const cells = [`\`${def.name}\``, type, labels, def.unit ?? '', cell(def.help), cell(def.source)];
  return `| ${cells.join(' | ')} |`;
}

function cell(text: string): string {
  return text
    .replace(/\|/g, '\\|')
    .replace(/</g, '&lt;')
    .replace(/\s*\n\s*/g, ' ');
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replace(/ /g, '-');
}
