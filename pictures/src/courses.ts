// What the pictures show: a healthy working day, and for each dashboard the incident that it is made for.
import { apply, incidents, secondsOf } from '../../src/demo/incidents/index.ts';
import type { Course } from '../../test/support/history/index.ts';

/** A Tuesday at half past ten, UTC: the demo's people are at work. */
const END = Date.UTC(2026, 2, 10, 10, 30);

/** Minutes from the picture to the step by which somebody ends the incident. */
const BEFORE_RELIEF = 3;

export interface Plan {
  /** `healthy`, or the incident's name. */
  readonly name: string;
  readonly course: Course;
  /** The dashboards that are drawn, by their files' names; all if absent. */
  readonly dashboards?: readonly string[];
  /** The range that somebody would zoom into, in hours; the dashboard's own if absent. */
  readonly shown?: number;
}

export const PLANS: readonly Plan[] = [
  { name: 'healthy', course: { end: END, hours: 6 } },
  during('heap-leak', 3, ['appsmith-overview', 'appsmith-backend']),
  during('slow-queries', 1, ['appsmith-queries']),
  during('mongo-down', 1, [
    'appsmith-overview',
    'appsmith-stores',
    'appsmith-slo',
    'appsmith-exporter',
  ]),
  during('redis-full', 2, ['appsmith-stores']),
  during('rts-down', 1, ['appsmith-edge']),
  during('sso-down', 1, ['appsmith-identity']),
];

/** @param shown the range of the picture, in hours */
function during(name: string, shown: number, dashboards: readonly string[]): Plan {
  const incident = incidents.find((one) => one.name === name);
  if (!incident) throw new Error(`no incident is called ${name}`);
  const steps = [...incident.steps];
  const began = secondsOf(steps.at(-1)?.at ?? '0m') / 60 - BEFORE_RELIEF;
  return {
    name,
    dashboards,
    shown,
    course: {
      end: END,
      // Rates and what looks back need something before the range.
      hours: shown + 0.5,
      play: (model, minutesToEnd) => {
        const into = (began - minutesToEnd) * 60;
        while (steps[0] && secondsOf(steps[0].at) <= into) apply(model, steps.shift()!);
      },
    },
  };
}
