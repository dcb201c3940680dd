// Asks Keycloak: what people need to log in, and beside it what it tells about itself.
import { TranslationMemory } from '../../exposition/index.ts';
import type { Collector, ScrapeContext } from '../../scrape/component.ts';
import { reasonOf } from '../../scrape/errors.ts';
import { HttpClient } from '../../scrape/http.ts';
import { withPatience } from '../../scrape/patience.ts';
import { collectFront, type FrontOptions } from './front.ts';
import { collectManagement } from './management.ts';

export interface KeycloakOptions extends FrontOptions {
  /** With its relative path: `http://127.0.0.1:8081/auth`. */
  readonly url: string;
  /** Of health and metrics, with the same relative path: `http://127.0.0.1:9000/auth`. */
  readonly managementUrl: string;
}

/** Share of the scrape's time that health and metrics may take: what hangs there costs itself alone. */
const PATIENCE = 0.8;

/** Holds kept connections to the login port and the management port. */
export class KeycloakCollector implements Collector {
  readonly #options: KeycloakOptions;
  readonly #front: HttpClient;
  readonly #management: HttpClient;
  readonly #memory = new TranslationMemory();
  #known: boolean;

  constructor(options: KeycloakOptions) {
    this.#options = options;
    this.#known = !options.guessed;
    this.#front = new HttpClient({ url: options.url });
    this.#management = new HttpClient({ url: options.managementUrl });
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    // Who has never answered at an address that nothing names may be somebody else: no more is asked of it.
    const aside = this.#known ? this.#aside(scrape) : undefined;
    try {
      await collectFront(this.#front, this.#options, scrape);
      this.#known = true;
    } finally {
      await aside;
    }
    if (!aside) await this.#aside(scrape);
  }

  async close(): Promise<void> {
    this.#front.close();
    this.#management.close();
    this.#memory.close();
  }

  /** Health and metrics; never rejects, since Keycloak is up without them. */
  async #aside(scrape: ScrapeContext): Promise<void> {
    const places = [this.#management, this.#front];
    try {
      await withPatience(scrape, scrape.remaining() * PATIENCE, (signal) =>
        collectManagement(places, this.#memory, scrape, signal),
      );
    } catch (error) {
      if (scrape.signal.aborted) return;
      scrape.note({
        level: 'warning',
        code: 'keycloak-management-broken',
        text: `Keycloak’s health or metrics could not be read: ${reasonOf(error)}`,
      });
    }
  }
}
