// Keycloak's process in the embedded Appsmith: what it has counted since its start, moved by the model's clock.
import type { AppsmithModel } from '../model/appsmith.ts';

/** Logins by single sign-on of one active person: about two an hour, some with a wrong password first. */
const LOGINS_PER_SECOND = 1 / 1800;
const WRONG_SHARE = 0.08;
const MIB = 1 << 20;
/** Garbage per second at rest and per active person. */
const GARBAGE = { idle: 0.4 * MIB, person: 0.05 * MIB };
const EDEN = 150 * MIB;
const OLD = 110 * MIB;

export class KeycloakProcess {
  readonly #model: AppsmithModel;
  /** Milliseconds since the epoch. */
  #at: number;
  /** Seconds since the epoch, as supervisord has it. */
  #started: number;
  logins = 0;
  wrong = 0;
  #garbage = 0;

  constructor(model: AppsmithModel) {
    this.#model = model;
    this.#at = model.clock.now;
    this.#started = model.programs.get('keycloak').start;
  }

  /** Lets the time pass that has passed for the model; a new process has counted nothing. */
  settle(): void {
    const { clock, programs, population } = this.#model;
    const { start } = programs.get('keycloak');
    if (start !== this.#started) {
      this.#started = start;
      this.#garbage = 0;
      this.logins = 0;
      this.wrong = 0;
    }
    const seconds = Math.max(0, (clock.now - this.#at) / 1000);
    this.#at = clock.now;
    this.logins += population.active * LOGINS_PER_SECOND * seconds;
    this.wrong += population.active * LOGINS_PER_SECOND * WRONG_SHARE * seconds;
    this.#garbage += (GARBAGE.idle + population.active * GARBAGE.person) * seconds;
  }

  get started(): number {
    return this.#started;
  }

  get uptime(): number {
    return this.#at / 1000 - this.#started;
  }

  get users(): number {
    return this.#model.population.active;
  }

  /** Bytes of the young and the old generation, and collections so far. */
  get heap(): { eden: number; old: number; collections: number } {
    const collections = Math.floor(this.#garbage / EDEN);
    return { eden: this.#garbage % EDEN, old: OLD, collections };
  }
}
