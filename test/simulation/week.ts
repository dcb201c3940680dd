// A healthy week of an Appsmith: who works when, what happens to it, and nothing of it is anybody's alarm.
import type { Step } from '../../src/demo/incidents/index.ts';
import type { Outage } from './course.ts';

/** A Monday, 0:00 UTC. */
export const MONDAY = Date.UTC(2026, 10, 23);
export const DAY = 1440;
export const WEEK = 7 * DAY;
/** Minutes into the week. */
export const UPGRADE = 3.5 * DAY;
const HOUR = 60;

interface Happening {
  /** Minutes since the week began. */
  readonly at: number;
  readonly step: Omit<Step, 'at'>;
  /** Minutes in which the exporter is away too: it lives in Appsmith's network. */
  readonly away?: number;
}

const on = (day: number, hour: number, step: Omit<Step, 'at'>, away?: number): Happening => ({
  at: day * DAY + hour * HOUR,
  step,
  ...(away !== undefined && { away }),
});

const backups = Array.from({ length: 7 }, (_, day) => [
  on(day, 2, {
    set: { mongoReadsPerSecond: 1500, foreignCpuCores: 1.2 },
    say: 'The nightly backup dumps the database.',
  }),
  on(day, 2.2, { set: { mongoReadsPerSecond: 0, foreignCpuCores: 0 }, say: 'It is done.' }),
]).flat();

/** In order of time. */
const happenings: readonly Happening[] = [
  on(0, 0, { set: { peakUsers: 95 }, say: 'The quarter ends: a busy Monday.' }),
  on(0, 12.5, { restart: 'backend', say: 'Somebody restarts the backend at lunch.' }),
  on(1, 0, { set: { peakUsers: 60 }, say: 'An ordinary day.' }),
  on(2, 18, { restart: 'container', say: 'The machine gets its updates and restarts.' }, 1),
  on(3, 12, { restart: 'container', set: { version: 'v1.87' }, say: 'An upgrade.' }, 2),
  ...backups,
].sort((a, b) => a.at - b.at);

/** Everything from one minute of the week to another, with times from its beginning. */
export function partOfWeek(from: number, to: number): { steps: Step[]; outages: Outage[] } {
  const inside = happenings.filter(({ at }) => at >= from && at < to);
  return {
    steps: inside.map(({ at, step }) => ({ ...step, at: `${at - from}m` })),
    outages: inside.flatMap(({ at, away = 0 }) =>
      away > 0 ? [{ from: at - from + 1, to: at - from + away }] : [],
    ),
  };
}
