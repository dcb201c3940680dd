// Asks Temporal for its health over gRPC, and where that is well for what else it tells.
import { TranslationMemory } from '../../exposition/index.ts';
import type { Collector, ScrapeContext } from '../../scrape/component.ts';
import { reasonOf, ScrapeError } from '../../scrape/errors.ts';
import { HttpClient } from '../../scrape/http.ts';
import { withPatience } from '../../scrape/patience.ts';
import type { Secret } from '../../scrape/secret.ts';
import { HEALTH, healthRequest, isServing, SYSTEM_INFO, versionOf } from './calls.ts';
import { GrpcChannel } from './channel.ts';
import { GrpcError, STATUS } from './frames.ts';
import { ownMetrics as m } from './metrics.ts';
import { collectOwnMetrics } from './own-metrics.ts';
import { collectQueues, type Queues } from './queues.ts';

export interface TemporalOptions {
  /** `http://host:port`, or `https://…` for TLS. */
  readonly address: string;
  /** Nothing names this address: if something else listens there, Temporal is not part of this deployment. */
  readonly guessed: boolean;
  readonly token?: Secret | undefined;
  /** Where Temporal writes its own metrics. */
  readonly metricsUrl?: string | undefined;
  /** Nothing names that one: nobody is told if it is not there. */
  readonly metricsGuessed: boolean;
  readonly queues: Queues;
}

/** Share of the time left that everything beside the health check may take. */
const PATIENCE = 0.8;

export class TemporalCollector implements Collector {
  readonly #options: TemporalOptions;
  readonly #channel: GrpcChannel;
  readonly #http: HttpClient | undefined;
  readonly #memory = new TranslationMemory();

  constructor(options: TemporalOptions) {
    this.#options = options;
    this.#channel = new GrpcChannel(options.address, options.token);
    if (options.metricsUrl) this.#http = new HttpClient({ url: options.metricsUrl, maxSockets: 1 });
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    const { samples, answered } = scrape;
    samples.fallback(m.up, 0);
    const begun = performance.now();
    const serving = await this.#health(scrape);
    answered();
    samples.set(m.duration, (performance.now() - begun) / 1000);
    if (!serving) throw new ScrapeError('unhealthy', 'Temporal says that it is not serving');
    samples.set(m.up, 1);
    await withPatience(scrape, scrape.remaining() * PATIENCE, (both) =>
      Promise.all([
        this.#aside('temporal-version-unknown', scrape, () => this.#version(scrape, both)),
        this.#aside('temporal-metrics-broken', scrape, () => this.#own(scrape, both)),
        this.#aside('temporal-task-queues-broken', scrape, () =>
          collectQueues(this.#channel, this.#options.queues, scrape, both),
        ),
      ]),
    );
  }

  async close(): Promise<void> {
    this.#channel.close();
    this.#http?.close();
    this.#memory.close();
  }

  /** A server whose health does not know the workflow service by this name is asked for its version instead. */
  async #health(scrape: ScrapeContext): Promise<boolean> {
    const { signal, remaining, answered } = scrape;
    try {
      const call = { method: HEALTH, message: healthRequest(), signal, timeoutMs: remaining() };
      return isServing(await this.#channel.call(call));
    } catch (error) {
      if (!(error instanceof GrpcError)) throw this.#ofWhom(error);
      answered();
      const unknown = error.status === STATUS.NOT_FOUND || error.status === STATUS.UNIMPLEMENTED;
      if (!unknown) throw error;
      await this.#version(scrape, signal);
      return true;
    }
  }

  /** Whoever answers otherwise than gRPC at an address that nothing names is somebody else. */
  #ofWhom(error: unknown): unknown {
    const strange = error instanceof ScrapeError && error.reason === 'protocol';
    if (!strange || !this.#options.guessed) return error;
    return new ScrapeError('refused', error.message, { cause: error });
  }

  async #version({ samples, remaining }: ScrapeContext, signal: AbortSignal): Promise<void> {
    const method = SYSTEM_INFO;
    const message = Buffer.alloc(0);
    const call = { method, message, signal, timeoutMs: remaining() };
    const version = versionOf(await this.#channel.call(call));
    if (version !== '') samples.info(m.info, { version });
  }

  async #own(scrape: ScrapeContext, signal: AbortSignal): Promise<void> {
    if (!this.#http) return;
    try {
      await collectOwnMetrics(this.#http, this.#memory, scrape, signal);
    } catch (error) {
      const nobody = ['refused', 'protocol'].includes(reasonOf(error));
      if (!(nobody && this.#options.metricsGuessed)) throw error;
    }
  }

  /** Temporal is up without it: what fails is noted. */
  async #aside(code: string, { signal, note }: ScrapeContext, work: () => Promise<void>) {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      note({ level: 'warning', code, text: `${WHAT[code]} could not be read: ${reasonOf(error)}` });
    }
  }
}

const WHAT: Readonly<Record<string, string>> = {
  'temporal-version-unknown': 'Temporal’s version',
  'temporal-metrics-broken': 'Temporal’s own metrics',
  'temporal-task-queues-broken': 'Temporal’s task queues',
};
