// Asks the backend: health, version and actuator at once, each keeping what it found whatever the others do.
import { TranslationMemory } from '../../exposition/index.ts';
import type { Collector, Examination, ScrapeContext } from '../../scrape/component.ts';
import { discard, HttpClient } from '../../scrape/http.ts';
import { Secret } from '../../scrape/secret.ts';
import { collectActuator } from './actuator.ts';
import { collectHealth } from './health.ts';
import { collectInfo } from './info.ts';
import { ownMetrics as m } from './metrics.ts';

export interface BackendOptions {
  /** The backend's own address: health and actuator. */
  readonly url: string;
  /** The front door, which serves `/info`. */
  readonly publicUrl: string;
  /** Password of the actuator, if one is known. */
  readonly password?: Secret | undefined;
  /** Most series taken over from the actuator. */
  readonly seriesBudget: number;
  /** Most connections of the backend's MongoDB driver, if known. */
  readonly poolMax?: number | undefined;
}

/** A Date header tells whole seconds, and servers may keep one for a second. */
const DATE_STEP_MS = 2000;

/** Connections to the actuator: one for its exposition, up to four where its JSON is walked. */
const ACTUATOR_SOCKETS = 4;

/** Holds kept connections: for the health check, the actuator (which alone sees the password), the front door. */
export class BackendCollector implements Collector {
  readonly #options: BackendOptions;
  readonly #health: HttpClient;
  readonly #actuator: HttpClient;
  readonly #front: HttpClient;
  readonly #memory = new TranslationMemory();

  constructor(options: BackendOptions) {
    this.#options = options;
    this.#health = new HttpClient({ url: options.url });
    // The user's name is ignored; an empty password is what older versions take when none is set.
    const basicAuth = { user: '', password: options.password ?? new Secret('') };
    this.#actuator = new HttpClient({
      url: options.url,
      basicAuth,
      maxSockets: ACTUATOR_SOCKETS,
    });
    this.#front = new HttpClient({ url: options.publicUrl });
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    scrape.samples.fallback(m.up, 0);
    scrape.samples.set(m.poolMax, this.#options.poolMax);
    const parts = await Promise.allSettled([
      collectHealth(this.#health, scrape),
      this.#askActuator(scrape),
      collectInfo(this.#front, scrape),
    ]);
    // Health comes first: where several parts failed, its reason is the one that counts.
    for (const part of parts) if (part.status === 'rejected') throw part.reason;
  }

  /** The backend’s own answers carry no date; its front door, in the same container, writes one. */
  async examine({ signal, clock }: Examination): Promise<void> {
    const asked = Date.now();
    const response = await this.#front.request('/info', { signal, method: 'HEAD' });
    discard(response);
    const told = Date.parse(response.headers.date ?? '');
    if (!Number.isNaN(told)) clock(told, asked, DATE_STEP_MS);
  }

  #askActuator(scrape: ScrapeContext): Promise<void> {
    const { password, seriesBudget } = this.#options;
    const hasPassword = password !== undefined && !password.isEmpty;
    return collectActuator(
      this.#actuator,
      { hasPassword, seriesBudget, memory: this.#memory },
      scrape,
    );
  }

  async close(): Promise<void> {
    for (const http of [this.#health, this.#actuator, this.#front]) http.close();
    this.#memory.close();
  }
}
