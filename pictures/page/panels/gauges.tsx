// Gauges: Grafana 13 does not publish its own, so an arc as it draws one, with the thresholds as a thin outer ring.
import { type FieldDisplay, formattedValueToString, type GrafanaTheme2 } from '@grafana/data';
import { measureText, VizRepeater } from '@grafana/ui';
import type { Drawn } from './drawn.ts';
import { valuesOf } from './stats.tsx';

/** The arc leaves the lowest 110 degrees open. */
const FROM = (-215 * Math.PI) / 180;
const SWEEP = (250 * Math.PI) / 180;

export function Gauges(drawn: Drawn) {
  const { panel, width, height, frames, theme } = drawn;
  const options = panel.options ?? {};
  return (
    <VizRepeater
      getValues={() => valuesOf(drawn)}
      renderValue={({ value, width: w, height: h, count }) => (
        <Gauge {...{ value, theme }} width={w} height={h} named={count > 1} />
      )}
      source={frames}
      renderCounter={1}
      orientation={options.orientation ?? 'auto'}
      autoGrid
      {...{ width, height }}
    />
  );
}

interface Props {
  readonly value: FieldDisplay;
  readonly theme: GrafanaTheme2;
  readonly width: number;
  readonly height: number;
  readonly named: boolean;
}

function Gauge({ value: { display, field }, theme, width, height, named }: Props) {
  const label = named ? 20 : 0;
  const radius = Math.min(width / 2, (height - label) / 1.6) - 4;
  const center = { x: width / 2, y: radius + 4 };
  const [min, max] = [field.min ?? 0, field.max ?? 100];
  const share = (one: number) => Math.min(1, Math.max(0, (one - min) / (max - min || 1)));
  const thickness = radius * 0.22;
  const arc = (from: number, to: number, r: number, wide: number, color: string) => (
    <path
      key={`${r}-${from}`}
      d={arcPath(center, r, FROM + from * SWEEP, FROM + to * SWEEP)}
      stroke={color}
      strokeWidth={wide}
      fill="none"
    />
  );
  const middle = radius - thickness / 2 - 7;
  const steps = field.thresholds?.steps ?? [];
  const text = formattedValueToString(display);
  const color = display.color ?? theme.colors.primary.main;
  return (
    <svg width={width} height={height} role="presentation">
      {steps.map((step, i) => {
        const to = steps[i + 1] ? share(steps[i + 1]!.value) : 1;
        const hue = theme.visualization.getColorByName(step.color);
        return arc(i === 0 ? 0 : share(step.value), to, radius - 2, 4, hue);
      })}
      {arc(0, 1, middle, thickness, theme.colors.background.secondary)}
      {Number.isFinite(display.numeric) && arc(0, share(display.numeric), middle, thickness, color)}
      <text
        x={center.x}
        y={center.y + radius * 0.15}
        textAnchor="middle"
        fill={color}
        fontSize={sizeOf(text, radius - thickness - 14)}
        fontWeight={500}
      >
        {text}
      </text>
      {named && (
        <text
          x={center.x}
          y={height - 5}
          textAnchor="middle"
          fill={theme.colors.text.primary}
          fontSize={13}
        >
          {display.title}
        </text>
      )}
    </svg>
  );
}

/** As large as fits into the arc. */
const sizeOf = (text: string, room: number): number =>
  Math.min(44, (10 * 1.8 * room) / measureText(text, 10).width);

function arcPath(center: { x: number; y: number }, r: number, from: number, to: number): string {
  const point = (angle: number) =>
    `${center.x + r * Math.cos(angle)} ${center.y + r * Math.sin(angle)}`;
  const large = to - from > Math.PI ? 1 : 0;
  return `M ${point(from)} A ${r} ${r} 0 ${large} 1 ${point(to)}`;
}
