// State timelines: Grafana does not export its own, so bars as it draws them, coloured by its display functions.
import { type DataFrame, type Field, FieldType, getFieldDisplayName } from '@grafana/data';
import { measureText, VizLegend } from '@grafana/ui';
import type { Drawn } from './drawn.ts';
import { TimeAxis } from './time-axis.tsx';

interface Run {
  readonly from: number;
  to: number;
  readonly text: string;
  readonly color: string;
}

const AXIS = 22;
const LEGEND = 26;

export function Timeline({ panel, frames, width, height, theme, range }: Drawn) {
  const rows = frames.flatMap((frame) => rowsOf(frame, frames, range));
  const showLegend = panel.options?.legend?.showLegend !== false;
  const labels = Math.max(...rows.map(({ name }) => measureText(name, 12).width)) + 12;
  const plot = { left: labels, width: width - labels - 4 };
  const bottom = height - AXIS - (showLegend ? LEGEND : 0);
  const rowHeight = bottom / rows.length;
  const bar = rowHeight * (panel.options?.rowHeight ?? 0.9);
  const x = (at: number) => plot.left + ((at - range.from) / (range.to - range.from)) * plot.width;
  const states = new Map(rows.flatMap(({ runs }) => runs).map(({ text, color }) => [text, color]));
  return (
    <>
      <svg width={width} height={bottom + AXIS} style={{ display: 'block' }} role="presentation">
        {rows.map(({ name, runs }, i) => {
          const top = i * rowHeight + (rowHeight - bar) / 2;
          return (
            <g key={name} fontSize={12}>
              <text
                x={labels - 8}
                y={top + bar / 2 + 4}
                textAnchor="end"
                fill={theme.colors.text.primary}
              >
                {name}
              </text>
              {runs.map((run) => (
                <Segment
                  key={run.from}
                  run={run}
                  left={x(run.from)}
                  right={x(run.to)}
                  {...{ top, bar }}
                />
              ))}
            </g>
          );
        })}
        <TimeAxis {...plot} top={bottom} range={range} theme={theme} />
      </svg>
      {showLegend && (
        <VizLegend
          displayMode={'list' as never}
          placement="bottom"
          items={[...states].map(([label, color]) => ({ label, color, yAxis: 1 }))}
        />
      )}
    </>
  );
}

interface SegmentProps {
  readonly run: Run;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bar: number;
}

function Segment({ run: { text, color }, left, right, top, bar }: SegmentProps) {
  const wide = right - left;
  return (
    <>
      <rect
        x={left}
        y={top}
        width={Math.max(1, wide)}
        height={bar}
        fill={color}
        fillOpacity={0.7}
      />
      {wide > measureText(text, 12).width + 12 && bar > 14 && (
        <text x={left + 6} y={top + bar / 2 + 4} fill="#fff">
          {text}
        </text>
      )}
    </>
  );
}

function rowsOf(frame: DataFrame, all: DataFrame[], range: Drawn['range']) {
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  return frame.fields
    .filter(({ type }) => type !== FieldType.time)
    .map((field) => ({
      name: getFieldDisplayName(field, frame, all),
      runs: runsOf((time?.values ?? []) as number[], field, time?.config.interval ?? 15_000, range),
    }));
}

/** Equal values in a row become one bar; a missing value ends it. */
function runsOf(times: number[], field: Field, interval: number, range: Drawn['range']): Run[] {
  const runs: Run[] = [];
  times.forEach((at, i) => {
    const { text, prefix = '', suffix = '', color = '#888' } = field.display!(field.values[i]);
    const said = `${prefix}${text}${suffix}`;
    const last = runs.at(-1);
    const to = Math.min(at + interval, range.to);
    if (last?.text === said && last.color === color && at - last.to <= interval) last.to = to;
    else runs.push({ from: at, to, text: said, color });
  });
  return runs;
}
