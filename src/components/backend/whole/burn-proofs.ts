// Proofs of the burn-rate alerts: each window on its own, the floors, and what must not wake anybody.
import {
  type Alert,
  budgetOf,
  type Firing,
  fires,
  input,
  OBJECTIVES,
  type ObjectiveName,
  type Proof,
  silent,
} from '../../../observe/index.ts';
import { ownMetrics } from '../metrics.ts';
import { availabilityBurn, type Burning, latencyBurn } from './burn.ts';
import { phase, traffic } from './traffic.ts';

type Expected = readonly [at: Firing['at'], value: string];

/** What one alert looks at, and when it fires. */
interface Course {
  readonly objective: ObjectiveName;
  readonly alert: Alert;
  /** Times the budget, as in the alert. */
  readonly rate: number;
  /** Bad requests that it takes at least. */
  readonly floor: number;
  readonly steady: Expected;
  readonly few: Expected;
}

const firing = ([at, value]: Expected): Firing => ({ at, value });

function proofsOf({ objective, alert, rate, floor, steady, few }: Course): Proof[] {
  const threshold = rate * budgetOf(OBJECTIVES[objective].target);
  const flow = (...phases: Parameters<typeof phase>[]) =>
    traffic(objective, ...phases.map((one) => phase(...one)));
  return [
    fires(alert, 'a steady share just above', flow([60, 1000, threshold * 1.06]), firing(steady)),
    fires(alert, 'few requests, all of them bad', flow([80, 0.09 * floor, 1]), firing(few)),
    silent(alert, 'a steady share just under', flow([60, 1000, threshold * 0.94]), 60),
    silent(alert, 'one bad request short of the floor', flow([floor - 1, 1, 1], [60, 0]), 60),
    silent(alert, 'good requests, and two bad ones', flow([60, 100], [2, 1, 1], [20, 100]), 80),
    ...never(objective, alert),
  ];
}

/** It ended before it had lasted: the six hours remember it, and nobody is woken. */
function over(objective: ObjectiveName, { sixHours }: Burning): Proof[] {
  const share = 6 * budgetOf(OBJECTIVES[objective].target);
  const shares = (...parts: readonly [minutes: number, share: number][]) =>
    traffic(objective, ...parts.map(([minutes, times]) => phase(minutes, 1000, times * share)));
  return [
    silent(
      sixHours,
      'a share just above, but not for so long that the half hour has it',
      shares([60, 0.82], [21, 1.06], [20, 0.5]),
      100,
    ),
    silent(
      sixHours,
      'all requests bad for five minutes, and good again',
      traffic(objective, phase(5, 100, 1), phase(55, 1)),
      60,
    ),
    silent(
      sixHours,
      'all requests bad for ten minutes, and afterwards a share just under',
      shares([10, 1 / share], [50, 0.94]),
      60,
    ),
  ];
}

/** What must not trouble anybody, however the alert is made. */
function never(objective: ObjectiveName, alert: Proof['alert']): Proof[] {
  const restart = '0+100x70 0+100x49';
  const [up, first, ...others] = traffic(objective, phase(120, 100));
  const restarted = [first, ...others].flatMap((one) => (one ? [{ ...one, values: restart }] : []));
  return [
    silent(alert, 'good requests only', traffic(objective, phase(60, 100)), 60),
    silent(alert, 'no traffic at all', traffic(objective, phase(60, 0)), 60),
    silent(alert, 'the actuator is shut and Appsmith is up', up ? [up] : [], 60),
    silent(alert, 'Appsmith is restarted: the counters begin anew, three minutes are lost', [
      input(ownMetrics.up, {}, '1x68 0 0 0 1x49'),
      ...(objective === 'latency' ? restarted : restarted.slice(0, 1)),
    ]),
    silent(alert, 'the target is gone', [input('up', {}, '0x60')], 60),
  ];
}

const course = (
  objective: ObjectiveName,
  alert: Alert,
  [rate, floor]: readonly [number, number],
  steady: Expected,
  few: Expected,
): Course => ({ objective, alert, rate, floor, steady, few });

const AVAILABILITY = availabilityBurn;
const LATENCY = latencyBurn;
const COURSES: readonly Course[] = [
  course('availability', AVAILABILITY.hour, [14.4, 10], ['3m', '7.632%'], ['16m', '100%']),
  course('availability', AVAILABILITY.sixHours, [6, 10], ['17m', '3.18%'], ['29m', '100%']),
  course('availability', AVAILABILITY.day, [3, 10], ['18m', '1.59%'], ['29m', '100%']),
  course('availability', AVAILABILITY.threeDays, [1, 10], ['34m', '0.53%'], ['44m', '100%']),
  course('availability', AVAILABILITY.lowTraffic, [6, 3], ['6m', '3.18%'], ['19m', '100%']),
  course('latency', LATENCY.hour, [14.4, 10], ['3m', '76.32%'], ['16m', '100%']),
  course('latency', LATENCY.sixHours, [6, 10], ['16m', '31.8%'], ['29m', '100%']),
  course('latency', LATENCY.day, [3, 10], ['16m', '15.9%'], ['29m', '100%']),
  course('latency', LATENCY.threeDays, [1, 10], ['31m', '5.3%'], ['44m', '100%']),
  course('latency', LATENCY.lowTraffic, [6, 3], ['6m', '31.8%'], ['19m', '100%']),
];

export const burnProofs: readonly Proof[] = [
  ...COURSES.flatMap(proofsOf),
  ...over('availability', AVAILABILITY),
  ...over('latency', LATENCY),
  // Without the actuator, the time that Appsmith is down is all there is. Within the first hour, so that all samples
  // are in the window: before Prometheus 3 it held the one at its very beginning too, which changes a mean.
  fires(
    AVAILABILITY.hour,
    'the actuator is shut, and Appsmith is down every other minute',
    [input(ownMetrics.up, {}, `1x45${' 0 1'.repeat(30)}`)],
    firing(['54m', '9.091%']),
  ),
];
