// Time series by Grafana's own chart, with annotations drawn as it draws them: dashed lines and shaded whiles.
import { TimeSeries, type UPlotConfigBuilder } from '@grafana/ui';
import { useLayoutEffect } from 'react';
import type { Mark } from '../types.ts';
import { type Drawn, timeRange } from './drawn.ts';

export function Lines({ panel, frames, width, height, range, marks }: Drawn) {
  const legend = panel.options?.legend ?? {
    showLegend: true,
    displayMode: 'list',
    placement: 'bottom',
    calcs: [],
  };
  return (
    <TimeSeries
      frames={frames}
      structureRev={1}
      width={width}
      height={height}
      timeRange={timeRange(range)}
      timeZone="utc"
      legend={legend}
      options={panel.options}
    >
      {(config: UPlotConfigBuilder) => <Marks config={config} marks={marks} />}
    </TimeSeries>
  );
}

function Marks({ config, marks }: { config: UPlotConfigBuilder; marks: readonly Mark[] }) {
  useLayoutEffect(() => {
    config.addHook('draw', (plot) => {
      for (const mark of marks) drawMark(plot, mark);
    });
  }, [config, marks]);
  return null;
}

interface Plot {
  readonly ctx: CanvasRenderingContext2D;
  readonly bbox: { left: number; top: number; width: number; height: number };
  valToPos(value: number, scale: string, canvas: boolean): number;
}

function drawMark({ ctx, bbox, valToPos }: Plot, { from, to, color }: Mark): void {
  const left = Math.max(bbox.left, valToPos(from, 'x', true));
  const right = Math.min(bbox.left + bbox.width, valToPos(to, 'x', true));
  ctx.save();
  ctx.fillStyle = ctx.strokeStyle = color;
  ctx.globalAlpha = 0.1;
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.globalAlpha = 0.9;
  ctx.setLineDash([5, 5]);
  for (const x of from === to ? [left] : [left, right]) {
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.fillRect(left, bbox.top + bbox.height, Math.max(4, right - left), 4);
  ctx.restore();
}
