// docs/alerts.md: every alert in a table by component, and which silences which.
import type { Alert, Observed } from '../../observe/index.ts';
import { dependentsOf, silencings } from '../alertmanager/dependencies.ts';
import type { GeneratedFile } from '../file.ts';
import { cell } from '../runbooks/markdown.ts';
import { plainText, thresholdText } from '../runbooks/words.ts';
import type { Settings } from '../settings/settings.ts';

const HEAD = `# Alerts

Generated from the definitions by \`npm run generate\`; do not edit.

\`critical\` wakes somebody, \`warning\` is for the working day, \`info\` is only shown. Nothing fires for a component
that is not part of a deployment. Thresholds, times, severities and switches are changed in
\`observability.yml\`, see [alerting.md](alerting.md). Each name leads to its runbook.`;

export function alertsPage(observed: readonly Observed[], settings: Settings): GeneratedFile {
  const parts = [
    HEAD,
    ...observed.filter(({ alerts }) => alerts.length > 0).map((one) => chapter(one, settings)),
    silence(observed),
  ];
  return { path: 'docs/alerts.md', content: `${parts.join('\n\n')}\n` };
}

function chapter({ title, alerts }: Observed, settings: Settings): string {
  const head = '| alert | severity | what is wrong | fires at | for |\n|---|---|---|---|---|';
  return `## ${title}\n\n${[head, ...alerts.map((alert) => row(alert, settings))].join('\n')}`;
}

function row(alert: Alert, settings: Settings): string {
  const cells = [
    `[${alert.name}](runbooks/${alert.name}.md)`,
    settings.enabled(alert) ? settings.severityOf(alert) : `${settings.severityOf(alert)}, off`,
    plainText(alert.summary, alert, settings),
    thresholdText(alert, settings) || '–',
    Number.parseInt(settings.forOf(alert), 10) === 0 ? 'at once' : settings.forOf(alert),
  ];
  return `| ${cells.map(cell).join(' | ')} |`;
}

function silence(observed: readonly Observed[]): string {
  return [
    `## What silences what

While an alert that says a component is down fires, the alerts of everything that depends on that component are
silent: one trouble is one message. Within a component a critical alert silences its warnings. All of it holds
for one \`job\` and \`instance\` at a time.`,
    `\`\`\`mermaid\n${mermaid(observed)}\n\`\`\``,
  ].join('\n\n');
}

/** Arrows point from what is down to what falls silent; those that follow from two others are left out. */
function mermaid(observed: readonly Observed[]): string {
  const boxes = observed.map(({ component, title }) => `  ${component}["${title}"]`);
  const downs = new Map(
    observed.map(({ component, alerts }) => [component, alerts.filter(({ down }) => down)]),
  );
  const direct = observed.flatMap((one) =>
    observed
      .filter(({ dependsOn }) => dependsOn.includes(one.component))
      .map(({ component }): Edge => [one.component, component]),
  );
  const arrows = reduced(direct).map(([from, to]) => {
    const names = downs.get(from)?.map(({ name }) => name) ?? [];
    return names.length > 0 ? `  ${from} -->|${names.join('<br>')}| ${to}` : `  ${from} -.-> ${to}`;
  });
  return ['flowchart LR', ...boxes, ...arrows, ...namedArrows(observed)].join('\n');
}

/** Alerts that name others, where the components' arrows do not say it already. */
function namedArrows(observed: readonly Observed[]): string[] {
  const edges = silencings(observed).flatMap(({ source, targets }) => {
    const dependents = source.down ? dependentsOf(source.component, observed) : [];
    return targets
      .filter(({ component }) => !dependents.includes(component))
      .map((target): Edge => [source.name, target.name]);
  });
  return reduced(edges).map(([from, to]) => `  ${from}([${from}]) --> ${to}([${to}])`);
}

type Edge = readonly [from: string, to: string];

/** Without the edges that a longer way makes superfluous. */
function reduced(edges: readonly Edge[]): Edge[] {
  const reaches = (from: string, to: string): boolean =>
    edges.some(([a, b]) => a === from && (b === to || reaches(b, to)));
  return edges.filter(
    ([from, to]) => !edges.some(([a, b]) => a === from && b !== to && reaches(b, to)),
  );
}
