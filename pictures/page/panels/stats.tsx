// Stat panels: Grafana's BigValue, one for each value, side by side.
import { getDisplayValueAlignmentFactors, getFieldDisplayValues } from '@grafana/data';
import { BigValue, VizRepeater } from '@grafana/ui';
import { type Drawn, timeRange } from './drawn.ts';

export function Stats(drawn: Drawn) {
  const { panel, width, height, theme, frames, range } = drawn;
  const options = panel.options ?? {};
  const text = options.text ?? {};
  return (
    <VizRepeater
      getValues={() => valuesOf(drawn, options.graphMode === 'area')}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({
        value: { display, sparkline },
        width: w,
        height: h,
        count,
        alignmentFactors,
      }) => (
        <BigValue
          value={display}
          {...(sparkline && { sparkline: { ...sparkline, timeRange: timeRange(range) } })}
          colorMode={options.colorMode ?? 'value'}
          graphMode={options.graphMode ?? 'none'}
          justifyMode={options.justifyMode ?? 'auto'}
          textMode={options.textMode ?? 'auto'}
          disableWideLayout={options.wideLayout === false}
          {...{ width: w, height: h, text, theme, count, alignmentFactors }}
        />
      )}
      source={frames}
      renderCounter={1}
      orientation={options.orientation ?? 'auto'}
      itemSpacing={3}
      {...{ width, height }}
    />
  );
}

export function valuesOf({ panel, frames, fieldConfig, theme }: Drawn, sparkline = false) {
  return getFieldDisplayValues({
    fieldConfig,
    reduceOptions: { calcs: ['lastNotNull'], ...panel.options?.reduceOptions },
    replaceVariables: (one) => one,
    data: frames,
    timeZone: 'utc',
    theme,
    sparkline,
  });
}
