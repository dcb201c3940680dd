// A time axis below panels that Grafana draws with components it does not export.
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';

interface Props {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly range: { readonly from: number; readonly to: number };
  readonly theme: GrafanaTheme2;
}

const STEPS = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * 60_000);

export function TimeAxis({ left, width, top, range: { from, to }, theme }: Props) {
  const step = STEPS.find((one) => ((to - from) / one) * 70 <= width) ?? 1440 * 60_000;
  const first = Math.ceil(from / step) * step;
  const ticks = Array.from(
    { length: Math.floor((to - first) / step) + 1 },
    (_, i) => first + i * step,
  );
  return (
    <g fill={theme.colors.text.primary} fontSize={12} textAnchor="middle">
      {ticks.map((at) => (
        <text key={at} x={left + ((at - from) / (to - from)) * width} y={top + 14}>
          {dateTimeFormat(at, { format: 'HH:mm', timeZone: 'utc' })}
        </text>
      ))}
    </g>
  );
}
