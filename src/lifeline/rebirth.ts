// Whether Appsmith's container, which went, runs again and stays: by the engine's own file, else by its logs alone.
import { Pulse } from './pulse.ts';

/** An engine waits ever longer between restarts until a container has run for ten seconds; then it begins anew. Milliseconds. */
const OUTLIVED = 12_000;
/** A booting Appsmith writes all the time; an older sign may be of one that is gone again. */
const RECENT = 5000;

export interface Look {
  /** When a log was last written. */
  readonly sign: number | undefined;
  /** When the engine last started the container, if that can be seen. */
  readonly start: number | undefined;
  readonly now: number;
}

/** What is known since the network was lost; times in milliseconds since the epoch. */
export class Rebirth {
  readonly #lost: number;
  readonly #startBefore: number | undefined;
  readonly #pulse = new Pulse();
  #sign: number | undefined;

  constructor(lost: number, startBefore: number | undefined) {
    this.#lost = lost;
    this.#startBefore = startBefore;
  }

  /** Whether who ends now can expect to find the container there in the next second too. */
  steady({ sign, start, now }: Look): boolean {
    const fresh = sign !== undefined && sign !== this.#sign;
    this.#sign = sign;
    if (!fresh) return false;
    // The engine tells each life: in a crash loop none grows old, whatever the logs look like.
    if (start !== undefined && start !== this.#startBefore) {
      return sign > start && now - sign <= RECENT && now - start >= OUTLIVED;
    }
    return sign > this.#lost && this.#pulse.steady(sign, now);
  }
}
