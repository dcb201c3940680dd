// Burn-rate alerts: the error budget of an objective goes too fast, over two windows at once.
import {
  type Alert,
  above,
  alert,
  atLeast,
  burning,
  OBJECTIVES,
  type ObjectiveName,
  type Runbook,
  type Severity,
  threshold,
} from '../../../observe/index.ts';
import { type Expression, promql } from '../../../promql/index.ts';
import { badCount, badShare, type Window } from './slo.ts';

/** Both windows: the long one makes it matter, the short one says that it still goes on. The smaller share. */
function both(objective: ObjectiveName, long: Window, short: Window): Expression {
  const [whole, last] = [badShare(objective, long), badShare(objective, short)];
  return promql`${whole} <= on (job, instance) ${last} or on (job, instance) ${last} < on (job, instance) ${whole}`;
}

interface Words {
  /** `SloErrors`. */
  readonly name: string;
  /** What the bad share is of: `of all requests failed`. */
  readonly bad: string;
  /** Alerts on the same failures, counted elsewhere: beside a page of this objective they are a second one. */
  readonly heard?: readonly string[];
  readonly runbook: Pick<Runbook, 'meaning' | 'impact' | 'diagnosis' | 'mitigation'>;
}

const FLOOR_HELP = 'Bad events within six hours; fewer are left to the low-traffic alert.';
const FEW_HELP =
  'Bad requests within six hours below which nobody is told, however large their share is.';

/** The alerts of one objective, from a page within minutes to a ticket for the week. */
export interface Burning {
  readonly hour: Alert;
  readonly sixHours: Alert;
  readonly day: Alert;
  readonly threeDays: Alert;
  readonly lowTraffic: Alert;
}

/** One pair of windows, and what to do about it when it burns. */
interface Pair {
  readonly long: Window;
  readonly short: Window;
  readonly rate: number;
  readonly severity: Severity;
  readonly for: string;
  /** For how long a month's budget lasts: `two days`. */
  readonly lasts: string;
  readonly urgency: string;
  /** Suffixes of the objective's alerts that say nothing new meanwhile. */
  readonly inhibits: readonly string[];
}

const SPOKEN: Readonly<Partial<Record<Window, string>>> = {
  '1h': 'an hour',
  '6h': 'six hours',
  '1d': 'a day',
  '3d': 'three days',
};

function burnAlert(objective: ObjectiveName, words: Words, pair: Pair): Alert {
  const { name, bad, runbook, heard = [] } = words;
  const { long, short, rate, severity, urgency, lasts, inhibits } = pair;
  const goal = OBJECTIVES[objective];
  const floor = threshold(10, 'count', { min: 1, max: 10_000, help: FLOOR_HELP });
  // After an outage both windows stay bad for half an hour and more, and nobody need be woken for that, nor for the
  // odd error that every Appsmith has.
  const still = above(promql`${badShare(objective, '5m')}`, burning(goal, rate), 'still');
  return alert({
    name: `${name}Burn${long}`,
    component: 'appsmith',
    severity,
    when: [above(both(objective, long, short), burning(goal, rate))],
    provided: [
      atLeast(promql`${badCount(objective)}`, floor, 'floor'),
      ...(long === '6h' ? [still] : []),
    ],
    for: pair.for,
    summary: `Appsmith {instance}: the error budget of ${goal.name} will last only ${lasts}`,
    description: `Within ${SPOKEN[long]} {value} ${bad}, and it goes on: at this pace a month’s error budget lasts ${lasts}. ${urgency}`,
    valueUnit: 'ratio',
    inhibits: [
      ...inhibits.map((suffix) => name + suffix),
      ...(severity === 'critical' ? heard : []),
    ],
    runbook,
  });
}

const NOW = 'People notice it now: look at once.';
const LATER = 'No need to get up; look for the cause this week.';

const PAIRS: Readonly<Record<Exclude<keyof Burning, 'lowTraffic'>, Pair>> = {
  hour: {
    ...{ long: '1h', short: '5m', rate: 14.4, severity: 'critical', for: '2m' },
    ...{ lasts: 'two days', urgency: NOW },
    inhibits: ['Burn6h', 'Burn1d', 'Burn3d', 'LowTraffic'],
  },
  sixHours: {
    ...{ long: '6h', short: '30m', rate: 6, severity: 'critical', for: '15m' },
    ...{ lasts: 'five days', urgency: NOW },
    inhibits: ['Burn1d', 'Burn3d', 'LowTraffic'],
  },
  day: {
    ...{ long: '1d', short: '2h', rate: 3, severity: 'warning', for: '15m' },
    ...{ lasts: 'ten days', urgency: LATER },
    inhibits: ['Burn3d', 'LowTraffic'],
  },
  threeDays: {
    ...{ long: '3d', short: '6h', rate: 1, severity: 'warning', for: '30m' },
    ...{ lasts: 'less than the month', urgency: LATER },
    inhibits: ['LowTraffic'],
  },
};

const burnAlerts = (objective: ObjectiveName, words: Words): Burning => ({
  hour: burnAlert(objective, words, PAIRS.hour),
  sixHours: burnAlert(objective, words, PAIRS.sixHours),
  day: burnAlert(objective, words, PAIRS.day),
  threeDays: burnAlert(objective, words, PAIRS.threeDays),
  lowTraffic: lowTraffic(objective, words),
});

/** Where ten bad requests never come together, a few bad ones among few still mean that somebody cannot work. */
function lowTraffic(objective: ObjectiveName, { name, bad, runbook }: Words): Alert {
  const goal = OBJECTIVES[objective];
  const floor = threshold(3, 'count', { min: 1, max: 1000, help: FEW_HELP });
  return alert({
    name: `${name}LowTraffic`,
    component: 'appsmith',
    severity: 'warning',
    when: [above(both(objective, '6h', '30m'), burning(goal, 6))],
    provided: [atLeast(promql`${badCount(objective, 'requests')}`, floor, 'floor')],
    for: '5m',
    summary: `Appsmith {instance}: few requests, and {value} of them bad`,
    description: `Within six hours {value} ${bad}. They were few, so it may be one person with one broken application; but for them it is broken.`,
    valueUnit: 'ratio',
    runbook,
  });
}

export const availabilityBurn = burnAlerts('availability', {
  name: 'SloAvailability',
  bad: 'of the requests failed (or of the time Appsmith was down)',
  heard: ['CaddyUpstreamUnhealthy', 'Edge5xxRatio'],
  runbook: {
    meaning:
      'The objective promises a share of requests that are answered without a server error (5xx), and of time in which Appsmith says that it is up; where the backend’s metrics are shut, the time alone counts. The rest is the error budget, meant for 30 days. It is being used up several times too fast.',
    impact:
      'Some people get errors while others work on. A failed query of an application does not count here: it is answered with 200.',
    diagnosis: [
      'The row “Availability” on the SLO dashboard: when did it begin? Compare with “Version” and “Restarts in a day” on Overview.',
      'The panel “Requests” on Overview, and “Failed requests by path” on Backend & JVM: one path means one feature, all paths mean a store or the backend itself.',
      '`docker compose exec appsmith sh -c "grep -h ERROR /appsmith-stacks/logs/backend/*.log | tail -n 50"`.',
      'Going up and down by turns: the panel “Processes” on Edge & processes shows restarts.',
    ],
    mitigation: [
      'It began with an update: go back to the version before.',
      'A store is the cause: follow MongoDown or RedisDown.',
      'The backend restarts again and again: follow BackendRestarting or ProcessFlapping.',
      'One application floods it: find its route and its owner, and stop its automatic refresh.',
    ],
  },
});

export const latencyBurn = burnAlerts('latency', {
  name: 'SloLatency',
  bad: 'of the requests took longer than 2.5 s',
  runbook: {
    meaning:
      'The objective promises a share of requests that are answered within 2.5 s. Queries are left out, since they take as long as their datasource. What is slow here is Appsmith itself: loading pages, saving, logging in. It needs the backend’s histogram buckets, which the add-on turns on.',
    impact: 'Applications open slowly for many people, and editors wait for each save.',
    diagnosis: [
      'The panel “What is near its limit?” on Overview: CPU, heap and connections first.',
      'The panel “Time by path” on Backend & JVM: one slow path, or all of them?',
      'Dashboard Data stores: MongoDB’s latency and slow operations; almost every request reads from it.',
      'Long garbage collections on Backend & JVM: the heap is too small for what people do.',
    ],
    mitigation: [
      'Heap full or collecting all the time: restart the backend for now (`docker compose exec appsmith supervisorctl restart backend`), then give it more memory.',
      'MongoDB is slow: look for missing indexes with `appsmith-exporter doctor`, and for a backup or an export that runs right now.',
      'CPU at its limit: move other work off the machine, or give it more.',
    ],
  },
});

export const burnRates: readonly Alert[] = [availabilityBurn, latencyBurn].flatMap((of) => [
  of.hour,
  of.sixHours,
  of.day,
  of.threeDays,
  of.lowTraffic,
]);
