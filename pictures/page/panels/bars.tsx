// Bar gauges by Grafana's own component.
import { getDisplayValueAlignmentFactors, VizOrientation } from '@grafana/data';
import { BarGauge, VizRepeater } from '@grafana/ui';
import type { Drawn } from './drawn.ts';
import { valuesOf } from './stats.tsx';

export function Bars(drawn: Drawn) {
  const { panel, width, height, theme, frames } = drawn;
  const options = panel.options ?? {};
  const orientation: VizOrientation =
    !options.orientation || options.orientation === 'auto'
      ? VizOrientation.Horizontal
      : options.orientation;
  return (
    <VizRepeater
      getValues={() => valuesOf(drawn)}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({ value, width: w, height: h, alignmentFactors }) => (
        <BarGauge
          value={value.display}
          field={value.field}
          {...(value.view && {
            display: value.view.getFieldDisplayProcessor(value.colIndex ?? 0),
          })}
          displayMode={options.displayMode ?? 'gradient'}
          showUnfilled={options.showUnfilled ?? true}
          valueDisplayMode={options.valueMode ?? 'color'}
          text={options.text ?? {}}
          {...{ orientation, width: w, height: h, theme, alignmentFactors }}
        />
      )}
      source={frames}
      renderCounter={1}
      orientation={orientation}
      minVizHeight={options.minVizHeight ?? 16}
      maxVizHeight={options.maxVizHeight ?? 300}
      minVizWidth={options.minVizWidth ?? 8}
      itemSpacing={10}
      {...{ width, height }}
    />
  );
}
