// Heatmaps of histogram buckets: Grafana does not export its own, so cells by time and bucket in its colours.
import { getValueFormat } from '@grafana/data';
import { interpolateOranges } from 'd3-scale-chromatic';
import { useLayoutEffect, useRef } from 'react';
import type { Drawn } from './drawn.ts';
import { TimeAxis } from './time-axis.tsx';

const LEFT = 60;
const AXIS = 22;

export function Heatmap({ panel, frames, width, height, theme, range }: Drawn) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [w, h] = [width - LEFT - 4, height - AXIS];
  const rowHeight = h / Math.max(1, frames.length);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    // As many columns as there are values.
    const columns = Math.max(...frames.map(({ length }) => length));
    const cells = frames.map((frame) => columnsOf(frame, range, columns));
    const most = Math.max(...cells.flat());
    cells.forEach((row, i) => {
      row.forEach((value, column) => {
        if (!(value > 0)) return;
        context.fillStyle = colorOf(value / most);
        const top = h - (i + 1) * rowHeight;
        context.fillRect((column * w) / columns, top, w / columns - 1, rowHeight - 1);
      });
    });
  }, [frames, range, w, h, rowHeight]);
  const format = getValueFormat(panel.options?.yAxis?.unit ?? 's');
  return (
    <div style={{ position: 'relative' }}>
      <canvas ref={canvas} width={w} height={h} style={{ position: 'absolute', left: LEFT }} />
      <svg width={width} height={height} style={{ position: 'relative' }} role="presentation">
        {frames.map((frame, i) => {
          const bound = frame.fields[1]?.labels?.le ?? '';
          const { text, suffix = '' } = format(Number(bound));
          return (
            <text
              key={bound}
              x={LEFT - 8}
              y={h - i * rowHeight - rowHeight / 2 + 4}
              textAnchor="end"
              fontSize={12}
              fill={theme.colors.text.primary}
            >
              {bound === '+Inf' ? bound : `${text}${suffix}`}
            </text>
          );
        })}
        <TimeAxis left={LEFT} width={w} top={h} range={range} theme={theme} />
      </svg>
    </div>
  );
}

type Frame = Drawn['frames'][number];

/** The mean of each column of time. */
function columnsOf(
  { fields: [time, value] }: Frame,
  { from, to }: Drawn['range'],
  columns: number,
): number[] {
  const sums = Array.from({ length: columns }, () => ({ sum: 0, count: 0 }));
  (time?.values ?? []).forEach((at: number, i: number) => {
    const cell = sums[Math.min(columns - 1, Math.floor(((at - from) / (to - from)) * columns))];
    if (!cell) return;
    cell.sum += value?.values[i] || 0;
    cell.count++;
  });
  return sums.map(({ sum, count }) => (count > 0 ? sum / count : 0));
}

/** The scheme of the bundle's heatmaps. On a dark background Grafana turns it round: many is bright. */
const colorOf = (share: number): string => interpolateOranges(1 - share);
