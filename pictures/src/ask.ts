// Asks Prometheus for everything that a dashboard shows, with the intervals that Grafana would choose.
import { askInstant, askRange, type History } from '../../test/support/history/index.ts';
import {
  type AnnotationJson,
  type DashboardJson,
  filledIn,
  type PanelJson,
  panelsOf,
} from '../../test/support/panels.ts';
import type { Answer, Mark, Scene } from '../page/types.ts';

/** The bundle's scrape interval, which its data source is told, in seconds. */
const SCRAPE = 15;
const RANGES: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };
/** Grafana's round intervals up to an hour, in seconds, each with the exact interval below which it is chosen. */
const ROUND = [
  ...[
    [7.5, 5],
    [12.5, 10],
    [17.5, 15],
    [25, 20],
    [45, 30],
    [90, 60],
    [210, 120],
    [450, 300],
  ],
  ...[
    [750, 600],
    [1050, 900],
    [1500, 1200],
    [2700, 1800],
  ],
] as const;

export interface Asked extends Scene {
  /** Titles of panels with a query that returned nothing. */
  readonly empty: readonly string[];
}

/** @param hours the range to show; the dashboard's own if absent, as far as the history goes */
export async function ask(
  dashboard: DashboardJson,
  history: History,
  width: number,
  hours?: number,
): Promise<Asked> {
  const { end: to, start } = history.span;
  const range = hours === undefined ? rangeOf(dashboard.time?.from ?? 'now-6h') : hours * 3600;
  const from = Math.max(start, to - range);
  const answers: Record<string, Record<string, Answer[]>> = {};
  const steps: Record<string, number> = {};
  const empty: string[] = [];
  for (const panel of panelsOf(dashboard)) {
    const step = stepOf(panel, to - from, width);
    const found: Record<string, Answer[]> = {};
    for (const { refId, expr, instant } of panel.targets ?? []) {
      const times = { range: to - from, interval: step, scrape: SCRAPE };
      const query = filledIn(expr, dashboard, times);
      found[refId] = instant
        ? await askInstant(history.url, query, to)
        : await askRange(history.url, query, aligned(from, to, step));
      if (found[refId].length === 0) empty.push(`${panel.title} (${refId})`);
    }
    answers[panel.id] = found;
    steps[panel.id] = step;
  }
  const marks = await marksOf(dashboard, history, from, to);
  const scene = { dashboard, answers, steps, marks, from: from * 1000, to: to * 1000, width };
  return { ...(scene as unknown as Scene), empty };
}

const aligned = (from: number, to: number, step: number) => ({
  start: Math.floor(from / step) * step,
  end: Math.floor(to / step) * step,
  step,
});

function rangeOf(from: string): number {
  const [, count, unit] = /^now-(\d+)([mhd])$/.exec(from) ?? [];
  return Number(count ?? 6) * (RANGES[unit ?? 'h'] ?? 3600);
}

function stepOf(panel: PanelJson, range: number, width: number): number {
  const points =
    panel.maxDataPoints ?? Math.max(1, Math.floor((panel.gridPos.w / 24) * width) - 60);
  const exact = range / points;
  const round = ROUND.find(([below]) => exact < below)?.[1] ?? 3600;
  return Math.max(SCRAPE, round);
}

async function marksOf(
  dashboard: DashboardJson,
  { url }: History,
  from: number,
  to: number,
): Promise<Mark[]> {
  const all = await Promise.all(
    (dashboard.annotations?.list ?? [])
      .filter(({ enable, expr }) => enable !== false && expr !== undefined)
      .map(async (annotation) => {
        const times = { range: to - from, interval: 60, scrape: SCRAPE };
        const query = filledIn(annotation.expr ?? '', dashboard, times);
        const ranges = await askRange(url, query, aligned(from, to, 60));
        return ranges.flatMap((range) => marks(annotation, range));
      }),
  );
  return all.flat().filter(({ to: last }) => last >= from * 1000);
}

/** A mark for every run of values: a while, or a moment where the value is the time itself. */
function marks(annotation: AnnotationJson, { metric, values }: Answer): Mark[] {
  const color = annotation.iconColor ?? 'red';
  const text = (annotation.titleFormat ?? '').replace(
    /\{\{\s*(\w+)\s*\}\}/g,
    (_all, label: string) => metric[label] ?? '',
  );
  if (annotation.useValueForTime) {
    const moments = [...new Set(values.map(([, value]) => Number(value)))];
    return moments.map((at) => ({ from: at, to: at, color, text }));
  }
  const found: { from: number; to: number; color: string; text: string }[] = [];
  for (const [seconds] of values) {
    const at = seconds * 1000;
    const last = found.at(-1);
    if (last && at - last.to <= 60_000) last.to = at;
    else found.push({ from: at, to: at, color, text });
  }
  return found;
}
