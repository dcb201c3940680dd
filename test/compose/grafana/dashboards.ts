// Reads the dashboards of a provider's folder as Grafana does, and gathers what their panels ask Prometheus.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Provider, UID, unique } from './provisioning.ts';

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly variables: readonly Variable[];
}

export interface Panel {
  readonly id?: number;
  readonly title?: string;
  readonly type?: string;
  readonly datasource?: { readonly uid?: string; readonly type?: string } | null;
  readonly targets?: readonly { readonly expr?: string }[];
  readonly panels?: readonly Panel[];
}

interface Variable {
  readonly name: string;
  readonly type: string;
}

interface Model {
  readonly uid?: string;
  readonly title?: string;
  readonly schemaVersion?: number;
  readonly panels?: readonly Panel[];
  readonly templating?: { readonly list?: readonly Variable[] };
}

export function readDashboards(
  { path }: Provider,
  datasources: ReadonlySet<string>,
  problems: string[],
): Dashboard[] {
  const names = readdirSync(path, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json'));
  if (names.length === 0) problems.push(`no dashboards in ${path}`);
  const found = names.flatMap((name) => {
    try {
      return [
        checked(
          name,
          JSON.parse(readFileSync(join(path, name), 'utf8')) as Model,
          datasources,
          problems,
        ),
      ];
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
      return [];
    }
  });
  unique(
    found.map(({ uid }) => uid),
    'uid of a dashboard',
    problems,
  );
  unique(
    found.map(({ title }) => title),
    'title of a dashboard',
    problems,
  );
  return found;
}

function checked(
  name: string,
  model: Model,
  datasources: ReadonlySet<string>,
  problems: string[],
): Dashboard {
  const { uid = '', title = '', schemaVersion, panels: top = [], templating } = model;
  const variables = templating?.list ?? [];
  if (!UID.test(uid)) problems.push(`${name}: uid "${uid}"`);
  if (title === '') problems.push(`${name}: no title`);
  if (!Number.isInteger(schemaVersion)) problems.push(`${name}: schemaVersion ${schemaVersion}`);
  const panels = top.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  if (panels.length === 0) problems.push(`${name}: no panels`);
  unique(
    panels.map(({ id }) => String(id)),
    `${name}: id of a panel`,
    problems,
  );
  const names = new Set(variables.map((variable) => `\${${variable.name}}`));
  for (const { type, title: panel = '', datasource } of panels) {
    if (!type) problems.push(`${name}: ${panel} has no type`);
    const source = datasource?.uid;
    if (source === undefined || source === '-- Grafana --' || datasources.has(source)) continue;
    if (!names.has(source)) problems.push(`${name}: ${panel} asks an unknown datasource ${source}`);
  }
  return { uid, title, panels, variables };
}

/** Panels whose queries a Prometheus can be asked, with Grafana's variables replaced as on a first look. */
export function questions({ variables, panels }: Dashboard): { panel: Panel; queries: string[] }[] {
  return panels
    .filter(({ type }) => type !== 'row')
    .map((panel) => ({
      panel,
      queries: (panel.targets ?? []).flatMap(({ expr }) =>
        expr ? [replaced(expr, variables)] : [],
      ),
    }))
    .filter(({ queries }) => queries.length > 0);
}

function replaced(expr: string, variables: readonly Variable[]): string {
  let text = expr
    .replaceAll(/\$(__rate_interval|\{__rate_interval\})/g, '1m')
    .replaceAll(/\$(__interval|\{__interval\})/g, '15s')
    .replaceAll(/\$(__range|\{__range\})/g, '5m');
  const longestFirst = [...variables].sort((a, b) => b.name.length - a.name.length);
  for (const { name } of longestFirst) {
    text = text.replaceAll(new RegExp(`\\$(${name}\\b|\\{${name}(:\\w+)?\\})`, 'g'), '.*');
  }
  return text;
}
