// How each kind of panel looks: defaults that read well at a glance and on a phone.
import type { Panel, PanelKind, Unit } from '../../observe/index.ts';
import {
  BarGauge,
  BigValueColorMode,
  BigValueGraphMode,
  FieldColor,
  FieldColorModeId,
  Gauge,
  GraphThresholdsStyleMode,
  Heatmap,
  HeatmapColor,
  HeatmapColorMode,
  Legend,
  LegendDisplayMode,
  LegendPlacement,
  Reduce,
  SortOrder,
  Stacking,
  StackingMode,
  Stat,
  StateTimeline,
  TextSizes,
  ThresholdsStyle,
  TimeSeries,
  Tooltip,
  TooltipDisplayMode,
  VisibilityMode,
  VizOrientation,
  YAxis,
} from './sdk.ts';
import { table } from './table.ts';
import { isInstant } from './targets.ts';
import { grafanaUnit } from './units.ts';

/** What a kind's look depends on besides the panel itself. */
export interface Look {
  readonly panel: Panel;
  /** More than one series is drawn, so each needs its name. */
  readonly many: boolean;
  /** It has thresholds of its alerts. */
  readonly limited: boolean;
  /** The highest of them. */
  readonly highest: number | undefined;
  /** The labels of each query's result, where they can be told. */
  readonly labels: readonly (ReadonlySet<string> | 'any')[];
}

export type AnyPanel = ReturnType<(typeof KINDS)[PanelKind]>;

/** Points that a wide screen can tell apart, and that a month's query can still pay for. */
const POINTS = 600;
const CELLS = 120;
/** These may fall below zero however good all is. */
const SIGNED = /\b(deriv|delta|idelta|predict_linear)\s*\(|\btime\(\) - \S+ - /;

export const KINDS = {
  timeseries,
  stat,
  gauge,
  bargauge,
  table,
  heatmap,
  'state-timeline': stateTimeline,
} satisfies Readonly<Record<PanelKind, (look: Look) => unknown>>;

function timeseries({ panel, many, limited, highest }: Look): TimeSeries {
  const signed = panel.queries.some(({ expr }) => SIGNED.test(expr.text));
  const drawn = new TimeSeries()
    .maxDataPoints(POINTS)
    .legend(many ? LEGEND() : NO_LEGEND())
    .tooltip(new Tooltip().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .lineWidth(1)
    .fillOpacity(fillOf(panel))
    .showPoints(VisibilityMode.Never)
    .spanNulls(false)
    .axisSoftMin(0)
    .colorScheme(new FieldColor().mode(FieldColorModeId.PaletteClassic))
    .thresholdsStyle(
      new ThresholdsStyle().mode(
        limited ? GraphThresholdsStyleMode.Dashed : GraphThresholdsStyleMode.Off,
      ),
    );
  if (!signed && panel.unit !== 'timestamp') drawn.min(0);
  const roof = roofOf(panel.unit, highest);
  if (roof !== undefined) drawn.axisSoftMax(roof);
  if (panel.stacked) drawn.stacking(new Stacking().mode(StackingMode.Normal).group('A'));
  return drawn;
}

/** Areas that lie over each other turn to mud, so only a known few are filled. */
function fillOf({ stacked, queries }: Panel): number {
  if (stacked) return 40;
  return queries.some(({ legend }) => /\{\{(?!\s*instance)/.test(legend)) ? 0 : 10;
}

/** Flat at zero, Grafana would draw an axis up to 100 of anything. */
const FLAT: Readonly<Partial<Record<Unit, number>>> = {
  count: 1,
  ratio: 0.01,
  'per-second': 0.1,
  seconds: 0.001,
  bytes: 1024,
  'bytes-per-second': 1024,
  'seconds-per-second': 0.01,
};

/** How high an axis goes at least. Counts and shares are read against their limit; times need their detail. */
function roofOf(unit: Unit, highest: number | undefined): number | undefined {
  const read = unit === 'count' || unit === 'ratio';
  if (read && highest) return Number((highest * 1.1).toPrecision(4));
  return FLAT[unit];
}

function stat({ panel, limited }: Look): Stat {
  const present = panel.queries.every((query) => isInstant(panel, query));
  const judged = limited || panel.mappings !== undefined || panel.unit === 'up';
  const drawn = new Stat()
    .graphMode(present ? BigValueGraphMode.None : BigValueGraphMode.Area)
    .colorMode(judged ? BigValueColorMode.Background : BigValueColorMode.Value)
    .reduceOptions(NEWEST())
    .colorScheme(judged ? BY_THRESHOLD() : NEUTRAL());
  return present ? drawn : drawn.maxDataPoints(CELLS);
}

function gauge({ panel }: Look): Gauge {
  const drawn = new Gauge().reduceOptions(NEWEST()).min(0).colorScheme(BY_THRESHOLD());
  return panel.unit === 'ratio' ? drawn.max(1) : drawn;
}

function bargauge({ panel, limited }: Look): BarGauge {
  const drawn = new BarGauge()
    .reduceOptions(NEWEST())
    .orientation(VizOrientation.Horizontal)
    // Left to itself, Grafana makes names as large as bars are high, and cuts them.
    .text(new TextSizes().titleSize(13).valueSize(18))
    .min(0)
    .colorScheme(limited ? BY_THRESHOLD() : NEUTRAL());
  return panel.unit === 'ratio' ? drawn.max(1) : drawn;
}

function heatmap({ panel }: Look): Heatmap {
  return new Heatmap()
    .maxDataPoints(CELLS)
    .calculate(false)
    .color(new HeatmapColor().mode(HeatmapColorMode.Scheme).scheme('Oranges').steps(64))
    .yAxis(new YAxis().unit(grafanaUnit(panel.unit)))
    .showLegend();
}

function stateTimeline(): StateTimeline {
  return new StateTimeline()
    .maxDataPoints(POINTS)
    .mergeValues(true)
    .showValue(VisibilityMode.Auto)
    .rowHeight(0.85)
    .fillOpacity(80)
    .legend(NO_LEGEND())
    .tooltip(new Tooltip().mode(TooltipDisplayMode.Single).sort(SortOrder.None))
    .colorScheme(BY_THRESHOLD());
}

// Builders are filled in place, so every panel needs its own.
const BY_THRESHOLD = () => new FieldColor().mode(FieldColorModeId.Thresholds);
const NEUTRAL = () => new FieldColor().mode(FieldColorModeId.Fixed).fixedColor('blue');
const NEWEST = () => new Reduce().calcs(['lastNotNull']).fields('').values(false);
const NO_LEGEND = () =>
  new Legend()
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .showLegend(false)
    .calcs([]);
const LEGEND = () =>
  new Legend()
    .displayMode(LegendDisplayMode.Table)
    .placement(LegendPlacement.Bottom)
    .showLegend(true)
    .calcs(['lastNotNull', 'max'])
    .sortBy('Max')
    .sortDesc(true);
