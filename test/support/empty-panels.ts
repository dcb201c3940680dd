// Which queries of a dashboard return nothing to draw, each named so that an exception can be made of it.
import { askInstant, askRange, type History, type Range } from './history/index.ts';
import {
  type DashboardJson,
  filledIn,
  type PanelJson,
  panelsOf,
  type TargetJson,
} from './panels.ts';

export interface Asked {
  /** `Panel title`, or `Panel title (B)` where the panel has several queries. */
  readonly name: string;
  readonly panel: PanelJson;
  /** Whether it returned a number. */
  readonly drawn: boolean;
}

const INTERVAL = 60;
const SCRAPE = 15;

/** Asks every query of every panel over all that the history has, or at its end. */
export async function askPanels(dashboard: DashboardJson, history: History): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const panel of panelsOf(dashboard)) {
    const targets = panel.targets ?? [];
    for (const target of targets) {
      const name = targets.length > 1 ? `${panel.title} (${target.refId})` : `${panel.title}`;
      const ranges = await answer(target, dashboard, history);
      asked.push({ name, panel, drawn: ranges.some(({ values }) => values.some(isNumber)) });
    }
  }
  return asked;
}

function answer(
  { expr, instant }: TargetJson,
  dashboard: DashboardJson,
  { url, span }: History,
): Promise<Range[]> {
  const range = span.end - span.start;
  const query = filledIn(expr, dashboard, { range, interval: INTERVAL, scrape: SCRAPE });
  if (instant) return askInstant(url, query, span.end);
  return askRange(url, query, { ...span, step: INTERVAL });
}

const isNumber = ([, value]: Range['values'][number]): boolean => value !== 'NaN';
