// A panel's field options put onto its frames by Grafana's own code: units, thresholds, mappings, overrides.
import {
  applyFieldOverrides,
  cacheFieldDisplayNames,
  type DataFrame,
  FieldConfigOptionsRegistry,
  type FieldConfigPropertyItem,
  type GrafanaTheme2,
  identityOverrideProcessor,
} from '@grafana/data';
import type { Panel } from './types.ts';

const STANDARD = [
  ...['unit', 'min', 'max', 'decimals', 'displayName', 'color', 'noValue', 'links', 'mappings'],
  ...['thresholds', 'filterable', 'description', 'fieldMinMax', 'actions'],
];

/** What Grafana's time series panel starts from. */
const LINES = {
  drawStyle: 'line',
  lineInterpolation: 'linear',
  lineWidth: 1,
  fillOpacity: 0,
  gradientMode: 'none',
  showPoints: 'auto',
  pointSize: 5,
  barAlignment: 0,
  spanNulls: false,
  insertNulls: false,
  axisPlacement: 'auto',
  axisLabel: '',
  axisColorMode: 'text',
  axisBorderShow: false,
  axisCenteredZero: false,
  scaleDistribution: { type: 'linear' },
  stacking: { mode: 'none', group: 'A' },
  hideFrom: { legend: false, tooltip: false, viz: false },
  thresholdsStyle: { mode: 'off' },
};

/** Frames with configuration and display functions, ready to draw. */
export function configured(
  panel: Panel,
  data: DataFrame[],
  theme: GrafanaTheme2,
): { frames: DataFrame[]; fieldConfig: { defaults: object; overrides: [] } } {
  const { defaults = {}, overrides = [] } = panel.fieldConfig ?? {};
  const mode = panel.type === 'timeseries' ? 'palette-classic' : 'thresholds';
  const lines = panel.type === 'timeseries' ? LINES : {};
  const fieldConfig = {
    defaults: {
      ...defaults,
      color: defaults.color ?? { mode },
      custom: { ...lines, ...defaults.custom },
    },
    overrides,
  };
  const frames = applyFieldOverrides({
    data,
    fieldConfig,
    theme,
    timeZone: 'utc',
    replaceVariables: (text) => text,
    fieldConfigRegistry: registryFor(fieldConfig),
  });
  cacheFieldDisplayNames(frames);
  return { frames, fieldConfig };
}

/** Grafana's panels register what they know; here it is what the JSON names. */
function registryFor(fieldConfig: {
  defaults: { custom: object };
  overrides: { properties: { id: string }[] }[];
}): FieldConfigOptionsRegistry {
  const own = new Set(Object.keys(fieldConfig.defaults.custom));
  for (const { id } of fieldConfig.overrides.flatMap(({ properties }) => properties)) {
    if (id.startsWith('custom.')) own.add(id.slice('custom.'.length));
  }
  const items = [
    ...STANDARD.map((path) => item(path, path, false)),
    ...[...own].map((path) => item(`custom.${path}`, path, true)),
  ];
  return new FieldConfigOptionsRegistry(() => items);
}

const item = (id: string, path: string, isCustom: boolean) =>
  ({
    id,
    path,
    isCustom,
    name: id,
    editor: () => null,
    override: () => null,
    process: identityOverrideProcessor,
    shouldApply: () => true,
    settings: {},
  }) as unknown as FieldConfigPropertyItem;
