// What an incident came to: which alerts reached somebody and when, and which stayed silent for another's sake.
import type { Incident } from '../../src/demo/incidents/index.ts';
import { secondsOf } from '../../src/demo/incidents/index.ts';
import { simulate } from './course.ts';
import { evaluate } from './engine.ts';
import { told } from './inhibition.ts';
import { inhibitions, neededNames, ruleGroups } from './rules.ts';

/** Healthy minutes before an incident: the rates, and half an hour of the burn rates' windows, know no other. */
export const LEAD = 30;
/** A Monday at work. */
const START = Date.UTC(2026, 10, 23, 9);

export interface Outcome {
  /** By alert (and what it is about), minutes from the incident's beginning to its first notification, in order. */
  readonly told: readonly (readonly [alert: string, after: number])[];
  /** Fired, but only while an alert that speaks for them fired too. */
  readonly silenced: readonly string[];
}

export async function outcomeOf({ steps, lasts }: Incident): Promise<Outcome> {
  const minutes = LEAD + secondsOf(lasts) / 60 + 1;
  const recording = await simulate({
    start: START,
    lead: LEAD,
    minutes,
    steps,
    needed: neededNames,
  });
  const courses = told(await evaluate(ruleGroups, recording), inhibitions());
  const fired = courses.filter(({ firing }) => firing.length > 0);
  return {
    told: fired
      .filter((course) => course.told.length > 0)
      .map((course) => [nameOf(course), course.told[0]!.from - LEAD] as const)
      .sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)),
    silenced: fired
      .filter((course) => course.told.length === 0)
      .map(nameOf)
      .sort(),
  };
}

const COMMON = new Set(['job', 'instance', 'component', 'severity', 'objective']);

/** `QueryP95Slow mysql`. */
export function nameOf({
  alert,
  labels,
}: {
  alert: string;
  labels: Readonly<Record<string, string>>;
}) {
  const own = Object.entries(labels).filter(([name]) => !COMMON.has(name));
  return [alert, ...own.map(([, value]) => value)].join(' ');
}
