// The one door to Grafana's own builders: they are before 1.0, so only this file names their package.
export { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
export {
  BigValueColorMode,
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder as ThresholdsStyle,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder as Reduce,
  SortOrder,
  StackingConfigBuilder as Stacking,
  StackingMode,
  TableSortByFieldStateBuilder as SortBy,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder as Legend,
  VizOrientation,
  VizTextDisplayOptionsBuilder as TextSizes,
  VizTooltipOptionsBuilder as Tooltip,
} from '@grafana/grafana-foundation-sdk/common';
export {
  AnnotationQueryBuilder as Annotation,
  DashboardBuilder as Dashboard,
  DashboardCursorSync,
  DashboardLinkBuilder as Link,
  DashboardLinkType as LinkType,
  DatasourceVariableBuilder as DatasourceVariable,
  FieldColorBuilder as FieldColor,
  FieldColorModeId,
  MappingType,
  type Panel as PanelJson,
  QueryVariableBuilder as QueryVariable,
  RowBuilder as Row,
  SpecialValueMatch,
  type Threshold as Step,
  ThresholdsConfigBuilder as Thresholds,
  ThresholdsMode,
  type ValueMapping,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
export { PanelBuilder as Gauge } from '@grafana/grafana-foundation-sdk/gauge';
export {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder as HeatmapColor,
  PanelBuilder as Heatmap,
  YAxisConfigBuilder as YAxis,
} from '@grafana/grafana-foundation-sdk/heatmap';
export {
  DataqueryBuilder as Target,
  PromQueryFormat,
  QueryEditorMode,
} from '@grafana/grafana-foundation-sdk/prometheus';
export { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
export { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline';
export { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
export { PanelBuilder as Text } from '@grafana/grafana-foundation-sdk/text';
export { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';

/** In every place where a panel, a query or a variable names its data source: never a fixed one. */
export const DATASOURCE = { type: 'prometheus', uid: `\${datasource}` };

/** The newest schema of Grafana 10: later ones migrate it, and 10 need not guess at a newer one. */
const SCHEMA_VERSION = 39;

/**
 * What the builders leave behind in a whole dashboard and Grafana should not see: `placement` hides links and
 * annotations of Grafana 12.3 in a menu, and the schema is the newest one's.
 */
export function portable(built: object): object {
  const plain = JSON.parse(JSON.stringify(built), (key, value: unknown) =>
    key === 'placement' && value === 'inControlsMenu' ? undefined : value,
  ) as object;
  return { ...plain, schemaVersion: SCHEMA_VERSION };
}
