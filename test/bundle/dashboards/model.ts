// The generated dashboards as the tests read them: plain JSON with the few fields that they ask for.
import { dashboardFiles } from '../../../src/bundle/dashboards/index.ts';
import { observed as shipped } from '../../../src/bundle/observed.ts';
import { defaultSettings } from '../../../src/bundle/settings/settings.ts';
import type { Observed } from '../../../src/observe/index.ts';

export interface TargetJson {
  refId: string;
  expr: string;
  legendFormat?: string;
  instant?: boolean;
  range?: boolean;
  format?: string;
  datasource?: { uid?: string };
}

export interface PanelJson {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: TargetJson[];
  panels?: PanelJson[];
  collapsed?: boolean;
  datasource?: { type?: string; uid?: string };
  links?: { title: string; url: string }[];
  transformations?: { id: string; options: Record<string, Record<string, unknown>> }[];
  options?: Record<string, unknown> & { content?: string };
  fieldConfig?: {
    defaults: {
      unit?: string;
      min?: number;
      max?: number;
      noValue?: string;
      mappings?: unknown[];
      thresholds?: { steps: { value: number | null; color: string }[] };
      custom?: Record<string, unknown>;
    };
    overrides: { properties: { id: string; value?: unknown }[] }[];
  };
}

export interface VariableJson {
  name: string;
  label?: string;
  type: string;
  query: string | { query: string };
  datasource?: { uid?: string };
  multi?: boolean;
  allValue?: string;
  refresh?: number;
  includeAll?: boolean;
  current?: { value: string[] };
}

export interface DashboardJson {
  id?: number;
  uid: string;
  title: string;
  tags: string[];
  editable?: boolean;
  schemaVersion: number;
  templating: { list: VariableJson[] };
  annotations: { list: { name: string; expr: string; datasource: { uid: string } }[] };
  links: Record<string, unknown>[];
  panels: PanelJson[];
}

export interface Made {
  readonly path: string;
  readonly content: string;
  readonly json: DashboardJson;
}

export function made(observed: readonly Observed[] = shipped): Made[] {
  return dashboardFiles(observed, defaultSettings(observed)).map(({ path, content }) => ({
    path,
    content,
    json: JSON.parse(content) as DashboardJson,
  }));
}

/** Every panel but the rows, those of closed rows too. */
export const panelsOf = ({ panels }: Pick<DashboardJson, 'panels'>): PanelJson[] =>
  panels.flatMap((panel) => (panel.type === 'row' ? (panel.panels ?? []) : [panel]));

/** The panel of this title; throws where there is none. */
export function panelNamed(dashboards: readonly Made[], title: string): PanelJson {
  const found = dashboards.flatMap(({ json }) => panelsOf(json)).find((one) => one.title === title);
  if (!found) throw new Error(`no panel ${title}`);
  return found;
}
