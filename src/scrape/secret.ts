// An opaque value for passwords and connection strings: every way of printing it gives `***`.
import { inspect } from 'node:util';

/**
 * Holds a secret so that no log, error, template or JSON shows it; `reveal()` is the only way out
 * and belongs at the call that hands it to a driver.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself; never log it, never put it into an error. */
  reveal(): string {
    return this.#value;
  }

  get isEmpty(): boolean {
    return this.#value === '';
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return '***';
  }
}
