// Series for the proofs of burn rates: requests that come, fail or drag along in phases.
import { type InputSeries, input, type ObjectiveName } from '../../../observe/index.ts';
import { series } from '../../../promql/index.ts';
import { foreignMetrics, ownMetrics } from '../metrics.ts';

/** So many minutes with so many good and bad requests a minute. */
export interface Phase {
  readonly minutes: number;
  readonly good: number;
  readonly bad: number;
}

/** A phase by its requests a minute and the share of bad ones. */
export const phase = (minutes: number, perMinute: number, share = 0): Phase => ({
  minutes,
  good: perMinute * (1 - share),
  bad: perMinute * share,
});

const LABELS = { method: 'GET', outcome: 'x', uri: '/api/v1/pages/{id}', error: 'none' };

/** An Appsmith that is up all the time, with the requests that count for the objective. */
export function traffic(objective: ObjectiveName, ...phases: readonly Phase[]): InputSeries[] {
  const minutes = phases.reduce((all, one) => all + one.minutes, 0);
  const { bucket, count } = series(foreignMetrics.httpRequests);
  const rising = (of: (phase: Phase) => number) => counter(phases, of);
  const up = input(ownMetrics.up, {}, `1x${minutes}`);
  if (objective === 'availability') {
    return [
      up,
      input(
        count,
        { ...LABELS, status: '200' },
        rising(({ good }) => good),
      ),
      input(
        count,
        { ...LABELS, status: '500' },
        rising(({ bad }) => bad),
      ),
    ];
  }
  const labels = { ...LABELS, status: '200' };
  return [
    up,
    input(
      bucket,
      { ...labels, le: '2.5' },
      rising(({ good }) => good),
    ),
    input(
      bucket,
      { ...labels, le: '+Inf' },
      rising(({ good, bad }) => good + bad),
    ),
  ];
}

/** A counter that begins at 0 and rises by so much a minute in each phase. */
function counter(phases: readonly Phase[], of: (phase: Phase) => number): string {
  let value = 0;
  const parts = phases.map((one) => {
    const step = round(of(one));
    const first = round(value + step);
    value = round(value + step * one.minutes);
    return `${first}+${step}x${one.minutes - 1}`;
  });
  return ['0', ...parts].join(' ');
}

const round = (value: number): number => Number(value.toFixed(6));
