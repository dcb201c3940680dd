// Lets time pass for the embedded Appsmith and takes each minute's scrape through the real collectors.
import { type EmbeddedAppsmith, startAppsmith } from '../../src/demo/appsmith.ts';
import { apply, type Step, secondsOf } from '../../src/demo/incidents/index.ts';
import type { Knobs } from '../../src/demo/model/knobs.ts';
import type { Target } from '../../src/scrape/target.ts';
import { exporterBeside, readBy } from './exporter.ts';
import { Recording } from './recording.ts';

/** Scrapes that fail, by their minutes, both included: the exporter is away with the container. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

export interface Script {
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** Healthy minutes before the first step. */
  readonly lead: number;
  /** All of it, the lead included. */
  readonly minutes: number;
  readonly steps: readonly Step[];
  readonly outages?: readonly Outage[];
  readonly knobs?: Partial<Knobs>;
  readonly seed?: number;
  /** The first minute that is scraped; time passes before it too. Default 0. */
  readonly from?: number;
  readonly needed: ReadonlySet<string>;
  /** The actuator tells everything, as a real one does, and not only what is needed. */
  readonly whole?: boolean;
}

/** The model's step; a minute is whole with it. */
const STEP_SECONDS = 5;
const MINUTE = 60;
/** For a component that hangs: in reality ten seconds, with the same result. */
const HANGING_MS = 1000;
const TIMEOUT_MS = 20_000;

export async function simulate(script: Script): Promise<Recording> {
  const { start, seed = 1, knobs = {}, outages = [], from: first = 0 } = script;
  const appsmith = await startAppsmith({
    ...{ time: 'manual', patience: 0, stepSeconds: STEP_SECONDS },
    ...{ now: start, seed, knobs },
    ...(!script.whole && { rawPaths: false, shows: readBy(script.needed) }),
  });
  const target = await exporterBeside(appsmith);
  const recording = new Recording(script.needed, start / 1000);
  try {
    const due = script.steps.map((step) => ({
      step,
      at: script.lead * MINUTE + secondsOf(step.at),
    }));
    for (let minute = 0; minute < script.minutes; minute++) {
      if (minute > 0) passMinute(appsmith, due, (minute - 1) * MINUTE);
      if (minute < first) continue;
      await appsmith.settle();
      if (outages.some(({ from, to }) => from <= minute && minute <= to)) recording.fail();
      else await scrape(target, appsmith, recording);
    }
  } finally {
    await target.close();
    await appsmith.stop();
  }
  return recording;
}

/** Steps happen at their second, not at the next scrape. */
function passMinute(
  { model }: EmbeddedAppsmith,
  due: readonly { step: Step; at: number }[],
  from: number,
): void {
  let now = from;
  for (const { step, at } of due) {
    if (at < from || at >= from + MINUTE) continue;
    model.advance(at - now);
    apply(model, step);
    now = at;
  }
  model.advance(from + MINUTE - now);
}

async function scrape(
  target: Target,
  { model }: EmbeddedAppsmith,
  recording: Recording,
): Promise<void> {
  const timeoutMs = model.knobs.backendHung ? HANGING_MS : TIMEOUT_MS;
  const result = await target.scrape({ timeoutMs });
  recording.add(result.families);
  result.release?.();
}
