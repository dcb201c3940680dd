// Plays an incident on the model: by its own clock, or as real time passes.
import type { AppsmithModel } from '../model/appsmith.ts';
import { type Incident, type Step, secondsOf } from './incident.ts';

export function apply(model: AppsmithModel, { set, restart }: Step): void {
  Object.assign(model.knobs, set);
  if (restart === 'backend') model.restartBackend();
  if (restart === 'container') model.restartContainer();
}

/** Who is moved by the incident: an embedded Appsmith. */
export interface Stage {
  readonly model: AppsmithModel;
  settle(): Promise<void>;
}

/** Applies each step at its real time from now on and tells of it; returns what ends the play. */
export function playLive(
  { model, settle }: Stage,
  { steps }: Pick<Incident, 'steps'>,
  tell: (step: Step) => void,
): () => void {
  const timers = steps.map((step) =>
    setTimeout(() => {
      apply(model, step);
      tell(step);
      void settle();
    }, secondsOf(step.at) * 1000),
  );
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
}
