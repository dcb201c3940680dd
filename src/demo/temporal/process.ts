// Temporal's process in the embedded Appsmith: workflows that start, are worked off and end, by the model's clock.
import type { AppsmithModel } from '../model/appsmith.ts';

/** Workflows that one active person starts, by a button or a webhook. */
const STARTS_PER_SECOND = 0.004;
/** The least that runs by itself, at night too: schedules. */
const SCHEDULED_PER_SECOND = 0.01;
/** Steps of the backlog that two workers do in a second. */
const WORKED_PER_SECOND = 6;
const FAILED_SHARE = 0.02;

export class TemporalProcess {
  readonly #model: AppsmithModel;
  #at: number;
  #started: number;
  /** Since the start of the process. */
  seconds = 0;
  workflows = 0;
  succeeded = 0;
  failed = 0;
  /** Kept in the database: it outlives the process. */
  backlog = 0;
  #waiting = 0;

  constructor(model: AppsmithModel) {
    this.#model = model;
    this.#at = model.clock.now;
    this.#started = model.programs.get('temporal').start;
  }

  /** Lets the time pass that has passed for the model; a new process has counted nothing. */
  settle(): void {
    const { clock, programs, population, knobs } = this.#model;
    const { start } = programs.get('temporal');
    if (start !== this.#started) {
      this.#started = start;
      this.seconds = 0;
      this.workflows = 0;
      this.succeeded = 0;
      this.failed = 0;
    }
    const seconds = Math.max(0, (clock.now - this.#at) / 1000);
    this.#at = clock.now;
    if (knobs.temporalDown) return;
    this.seconds += seconds;
    const begun = (SCHEDULED_PER_SECOND + population.active * STARTS_PER_SECOND) * seconds;
    this.workflows += begun;
    this.#work(begun, seconds);
  }

  get pollers(): number {
    return this.#model.knobs.temporalWorkersGone ? 0 : 2;
  }

  /** Seconds that the oldest task has waited. */
  get age(): number {
    return this.#waiting;
  }

  #work(begun: number, seconds: number): void {
    const arrived = this.backlog + begun;
    const done = this.pollers === 0 ? 0 : Math.min(arrived, WORKED_PER_SECOND * seconds);
    this.backlog = arrived - done;
    this.#waiting = this.backlog < 1 ? 0 : this.#waiting + seconds;
    this.succeeded += done * (1 - FAILED_SHARE);
    this.failed += done * FAILED_SHARE;
  }
}
