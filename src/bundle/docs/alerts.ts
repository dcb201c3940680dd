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

/** Arrows point from what is down to what falls silent; only direct dependencies, the rest follows. */
function mermaid(observed: readonly Observed[]): string {
  const lines = ['flowchart LR'];
  for (const { component, title } of observed) lines.push(`  ${component}["${title}"]`);
  for (const { component, alerts } of observed) {
    const down = alerts.filter((alert) => alert.down).map(({ name }) => name);
    const direct = observed.filter(({ dependsOn }) => dependsOn.includes(component));
    for (const { component: to } of direct) {
      lines.push(
        down.length > 0
          ? `  ${component} -->|${down.join('<br>')}| ${to}`
          : `  ${component} -.-> ${to}`,
      );
    }
  }
  return [...lines, ...namedArrows(observed)].join('\n');
}

/** Alerts that name others, where the components' arrows do not say it already. */
function namedArrows(observed: readonly Observed[]): string[] {
  return silencings(observed).flatMap(({ source, targets }) => {
    const dependents = source.down ? dependentsOf(source.component, observed) : [];
    return targets
      .filter(({ component }) => !dependents.includes(component))
      .map((target) => `  ${source.name}([${source.name}]) --> ${target.name}([${target.name}])`);
  });
}
