// The queries of generated dashboards as Grafana would ask them: panels in order, variables filled in.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TargetJson {
  readonly expr: string;
  readonly refId: string;
  readonly legendFormat?: string;
  readonly instant?: boolean;
  readonly format?: string;
  readonly interval?: string;
}

export interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly interval?: string;
  readonly maxDataPoints?: number;
  readonly collapsed?: boolean;
  readonly gridPos: { x: number; y: number; w: number; h: number };
  readonly targets?: readonly TargetJson[];
  readonly panels?: readonly PanelJson[];
  readonly fieldConfig?: { readonly defaults?: { readonly noValue?: string } };
}

export interface VariableJson {
  readonly name: string;
  readonly type: string;
  readonly includeAll?: boolean;
  readonly allValue?: string | null;
  readonly current?: { value?: string | readonly string[] };
}

export interface DashboardJson {
  readonly uid: string;
  readonly title: string;
  readonly time?: { from: string; to: string };
  readonly panels: readonly PanelJson[];
  readonly templating?: { list: readonly VariableJson[] };
  readonly annotations?: { list: readonly AnnotationJson[] };
}

export interface AnnotationJson {
  readonly name: string;
  readonly enable?: boolean;
  readonly expr?: string;
  readonly iconColor?: string;
  readonly titleFormat?: string;
  readonly useValueForTime?: boolean;
}

/** Every generated dashboard, by its file's name. */
export function readDashboards(folder: string): Map<string, DashboardJson> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    names.sort().map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return [name.replace(/\.json$/, ''), JSON.parse(text) as DashboardJson];
    }),
  );
}

/** Those inside rows, too; not the rows. */
export function panelsOf({ panels }: Pick<DashboardJson, 'panels'>): PanelJson[] {
  const all = panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  return all.filter(({ type }) => type !== 'row');
}

/** What Grafana would put in: intervals in seconds. */
export interface Intervals {
  readonly range: number;
  readonly interval: number;
  readonly scrape: number;
}

/** The query with every variable filled in as it stands when the dashboard opens. Throws on one that is unknown. */
export function filledIn(expr: string, dashboard: DashboardJson, times: Intervals): string {
  const known = new Map([...builtIn(times), ...chosen(dashboard)]);
  const filled = expr.replace(
    /\$\{(\w+)(?::[^}]*)?\}|\$(\w+)/g,
    (_all, braced?: string, bare?: string) => {
      const value = known.get(braced ?? bare ?? '');
      if (value === undefined) throw new Error(`no such variable: ${braced ?? bare} in ${expr}`);
      return value;
    },
  );
  return filled;
}

function builtIn({ range, interval, scrape }: Intervals): [string, string][] {
  return [
    ['__rate_interval', `${Math.max(interval + scrape, 4 * scrape)}s`],
    ['__interval', `${interval}s`],
    ['__interval_ms', `${interval * 1000}`],
    ['__range', `${range}s`],
    ['__range_s', `${range}`],
    ['__range_ms', `${range * 1000}`],
  ];
}

function chosen({ templating }: DashboardJson): [string, string][] {
  return (templating?.list ?? []).map(({ name, includeAll, allValue, current }) => {
    const value = current?.value;
    const one = typeof value === 'string' ? value : value?.join('|');
    const all = one === undefined || one === '' || one === '$__all' || one === 'All';
    return [name, includeAll && all ? allValue || '.*' : (one ?? '')];
  });
}
