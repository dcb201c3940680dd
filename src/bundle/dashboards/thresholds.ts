// An alert's threshold as a panel draws it: colours by value, or a dashed line.
import type { Alert, Condition, Unit } from '../../observe/index.ts';
import type { Chosen } from '../rules/expression.ts';
import type { Step } from './sdk.ts';

/** A condition with the number that the user has chosen for it. */
interface Limit {
  readonly compare: NonNullable<Condition['compare']>;
  readonly than: number;
  readonly color: string;
}

export const GOOD = 'green';
const COLORS: Readonly<Record<Alert['severity'], string>> = {
  critical: 'red',
  warning: 'orange',
  info: 'blue',
  none: 'transparent',
};
/** What is worse is drawn over what is not. */
const RANK = ['red', 'orange', 'blue'];
const WHOLE: readonly Unit[] = ['count', 'up', 'yes', 'none'];

/**
 * The main conditions of a panel's alerts, as far as they speak in the panel's unit; and those of `restOf`, of
 * whose signal the panel shows what is left to 1.
 */
export function limitsOf(
  alerts: readonly Alert[],
  unit: Unit,
  chosen: (alert: Alert) => Chosen,
  restOf: readonly Alert[] = [],
): Limit[] {
  const left = restOf.length === 0 ? [] : limitsOf(restOf, unit, chosen);
  const own = alerts.flatMap((alert) => {
    const [main] = alert.when;
    if (main?.compare === undefined || !speaks(main, unit)) return [];
    return [{ compare: main.compare, than: chosen(alert)(main), color: COLORS[alert.severity] }];
  });
  return [...own, ...left.map(mirrored)];
}

const MIRRORED = { '>': '<', '>=': '<=', '<': '>', '<=': '>=', '==': '==', '!=': '!=' } as const;

const mirrored = ({ compare, than, color }: Limit): Limit => ({
  compare: MIRRORED[compare],
  than: Number((1 - than).toPrecision(6)),
  color,
});

/** A plain number has no unit of its own: it is taken for the panel's. */
const speaks = ({ than }: Condition, unit: Unit): boolean =>
  than !== undefined && (typeof than === 'number' || than.unit === unit);

/** Colours for stats, gauges and the like: each range of values has the colour of the worst alert there. */
export function colored(limits: readonly Limit[], unit: Unit): Step[] {
  const ranges = limits.flatMap((limit) => rangesOf(limit, unit));
  const borders = ranges.flatMap(({ from, to }) => [from, to]).filter(Number.isFinite);
  const steps: Step[] = [{ value: null, color: colorAt(ranges, Number.NEGATIVE_INFINITY) }];
  for (const value of [...new Set(borders)].toSorted((a, b) => a - b)) {
    const color = colorAt(ranges, value);
    if (color !== steps.at(-1)?.color) steps.push({ value, color });
  }
  return steps;
}

/**
 * Dashed lines for time series: each stands at its threshold in the alert's own colour, whichever side is bad.
 * Only their steps' own values are drawn, so nothing may colour what lies between them.
 */
export function lines(limits: readonly Limit[]): Step[] {
  const byValue = new Map<number, string>();
  for (const { than, color } of limits) {
    byValue.set(than, worst([color, byValue.get(than) ?? color]));
  }
  const drawn = [...byValue].toSorted(([a], [b]) => a - b);
  return [
    { value: null, color: 'transparent' },
    ...drawn.map(([value, color]) => ({ value, color })),
  ];
}

/** Values from `from` (included) to `to` (not included), as Grafana's steps count. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly color: string;
}

function rangesOf({ compare, than, color }: Limit, unit: Unit): Range[] {
  const low = { from: Number.NEGATIVE_INFINITY, color };
  const high = { to: Number.POSITIVE_INFINITY, color };
  const whole = WHOLE.includes(unit);
  // A step begins at its value, so what is strictly above begins a little later, where that can be seen.
  const above = than === 0 || (whole && Number.isInteger(than)) ? than + 1e-6 : than;
  const next = whole ? than + 1 : than + 1e-6;
  switch (compare) {
    case '>':
      return [{ from: above, ...high }];
    case '>=':
      return [{ from: than, ...high }];
    case '<':
      return [{ ...low, to: than }];
    case '<=':
      return [{ ...low, to: above }];
    case '==':
      return [{ from: than, to: next, color }];
    case '!=':
      return [
        { ...low, to: than },
        { from: next, ...high },
      ];
  }
}

const colorAt = (ranges: readonly Range[], value: number): string =>
  worst(ranges.filter(({ from, to }) => from <= value && value < to).map(({ color }) => color));

const worst = (colors: readonly string[]): string =>
  RANK.find((color) => colors.includes(color)) ?? GOOD;
