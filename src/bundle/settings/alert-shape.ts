// What observability.yml may say of one alert: on or off, how long, how severe, and each of its thresholds.
import {
  type Alert,
  type Condition,
  type Observed,
  spoken,
  type Threshold,
  type Unit,
} from '../../observe/index.ts';
import { HIGHEST_BUCKET, isQuantile } from '../rules/quantiles.ts';
import { conditionsOf } from '../rules/template.ts';
import type { DurationShape, MapShape, NumberShape, Shape } from './shape.ts';

/** Two scrapes of 15 s. */
const LEAST_FOR = 30;
const WEEK = 7 * 86_400;

export function alertShape(alert: Alert, observed: readonly Observed[]): MapShape {
  const { name, offBecause, severity } = alert;
  const keys = movable(alert);
  refuseAmbiguous(name, keys);
  const thresholds = keys.map(([key, condition, than]): [string, Shape] => [
    key,
    thresholdShape(condition, than, observed),
  ]);
  const off = offBecause === undefined ? '' : ` Off unless turned on: ${offBecause}`;
  return {
    kind: 'map',
    help: alert.summary.replace(/\{(\w+)\}/g, '<$1>'),
    keys: {
      enabled: {
        kind: 'switch',
        help: `Whether ${name} exists at all.${off}`,
        default: offBecause === undefined,
        ...(offBecause === undefined && { known: true }),
      },
      ...(severity !== 'none' && {
        severity: {
          kind: 'choice',
          choices: ['critical', 'warning', 'info'],
          help: 'critical wakes somebody, warning is for the working day, info is only shown.',
          default: severity,
          known: true,
        },
        for: forShape(alert),
      }),
      ...Object.fromEntries(thresholds),
    },
  };
}

/** Thresholds that are the user's; those of burn rates follow from the objective's target. */
export function movable(alert: Alert): [key: string, condition: Condition, than: Threshold][] {
  return conditionsOf(alert).flatMap((condition) => {
    const { than, setting = 'threshold' } = condition;
    return typeof than === 'object' && than.burn === undefined ? [[setting, condition, than]] : [];
  });
}

/** One key is one number; two conditions may share it only as the same threshold. */
function refuseAmbiguous(name: string, keys: ReturnType<typeof movable>): void {
  for (const [key, , than] of keys) {
    const other = keys.some(([again, , different]) => again === key && different !== than);
    if (other || ['enabled', 'for', 'severity'].includes(key)) {
      throw new Error(`alert ${name}: the setting ${key} means two things`);
    }
  }
}

function forShape({ for: usual }: Alert): DurationShape {
  const atOnce = Number.parseInt(usual, 10) === 0;
  return {
    kind: 'duration',
    help: `How long the condition must hold: from ${atOnce ? '0s' : '30s'} to 7d.`,
    min: atOnce ? 0 : LEAST_FOR,
    max: WEEK,
    tooLow: 'one scrape alone must not wake anybody; Prometheus scrapes every 15 s',
    default: usual,
    known: true,
  };
}

const MEASURED: Readonly<Record<Unit, string>> = {
  seconds: 'in seconds',
  bytes: 'in bytes',
  ratio: 'as a ratio (0.85 is 85 %)',
  count: 'as a number',
  'per-second': 'per second',
  'bytes-per-second': 'in bytes per second',
  'seconds-per-second': 'in seconds per second',
  timestamp: 'in seconds since 1970',
  up: 'as 1 or 0',
  yes: 'as 1 or 0',
  none: 'as a number',
};

function thresholdShape(
  { signal }: Condition,
  { value, unit, min, max, help }: Threshold,
  observed: readonly Observed[],
): NumberShape {
  const range = `from ${spoken(min, unit)} to ${spoken(max, unit)}`;
  const common = {
    kind: 'number' as const,
    help: `${help} Written ${MEASURED[unit]}, ${range}.`,
    min,
    max,
    spoken: (number: number) => spoken(number, unit),
    default: value,
  };
  if (unit !== 'seconds' || !isQuantile(signal.text, observed)) return common;
  const why = `the highest histogram bucket that Appsmith ships is ${HIGHEST_BUCKET} s, so a quantile never exceeds it and the alert could never fire`;
  return { ...common, below: { value: HIGHEST_BUCKET, why } };
}
