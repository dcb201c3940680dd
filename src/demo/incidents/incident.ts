// What an incident is: what happens to the embedded Appsmith, at which time, and what it replays.
import type { Knobs } from '../model/knobs.ts';

export interface Step {
  /** Since the incident began: `0m`, `81s`, `1h30m`. */
  readonly at: string;
  readonly set?: Partial<Knobs>;
  /** A new process of the backend, or of everything in the container. */
  readonly restart?: 'backend' | 'container';
  /** A sentence for whoever watches. */
  readonly say: string;
}

export interface Incident {
  /** As it is asked for: `--incident NAME`. */
  readonly name: string;
  readonly title: string;
  /** The issue of appsmithorg/appsmith that it replays. */
  readonly report?: number;
  /** In their order of time. */
  readonly steps: readonly Step[];
  /** How long it is worth watching. */
  readonly lasts: string;
}

const DURATION = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** Seconds of `1h30m`. Throws for what is none. */
export function secondsOf(duration: string): number {
  const match = DURATION.exec(duration);
  if (!match || duration === '') throw new Error(`not a duration: ${duration}`);
  const [, hours = 0, minutes = 0, seconds = 0] = match;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** Throws, with the name, for steps that do not follow each other. */
export function incident(def: Incident): Incident {
  const times = [...def.steps.map(({ at }) => at), def.lasts].map(secondsOf);
  if (times.some((time, i) => i > 0 && time < times[i - 1]!)) {
    throw new Error(`incident ${def.name}: its steps are not in the order of time`);
  }
  return def;
}
