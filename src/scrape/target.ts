// A target (one Appsmith): its members, shared collections, and the families of a whole scrape.
import { type Family, familiesOf } from '../exposition/index.ts';
import { SampleSet } from '../metrics/index.ts';
import { Collection, type Member, type Outcome } from './collection.ts';
import { selfMetrics as m } from './self.ts';
import { type CallerHeaders, NO_TRACER, type ScrapeTrace, type Tracer } from './trace.ts';

/** One scrape as the server, doctor and the landing page see it. */
export interface ScrapeResult {
  readonly target: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly seconds: number;
  readonly outcomes: readonly Outcome[];
  /** Everything to render, the scrape's own metrics included. */
  readonly families: readonly Family[];
  /**
   * Lets the next scrape have the memory. Each caller may call it, once, when all that it wanted of `families`
   * has been sent; if one never does, it goes as garbage goes. Names and counts stay.
   */
  release?(): void;
}

export interface ScrapeRequest {
  /** Milliseconds until this caller wants its answer. */
  readonly timeoutMs: number;
  /** Names of the components to ask; all if absent. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Fires when this caller has gone; when the last one has, the work is cancelled. */
  readonly signal?: AbortSignal | undefined;
  /** For the tracer alone. */
  readonly caller?: CallerHeaders | undefined;
}

interface Flight {
  readonly collection: Collection;
  readonly trace: ScrapeTrace;
  readonly started: number;
  waiting: number;
  /** Callers that may still read the families. */
  holders: number;
  /** Once it is over. */
  result: ScrapeResult | undefined;
}

/** Holds one Appsmith's collectors over the process's life; scrapes that overlap share a collection. */
export class Target {
  readonly name: string;
  readonly members: readonly Member[];
  readonly #tracer: Tracer;
  readonly #flights = new Map<string, Flight>();
  readonly #dropped = new Map<string, Map<string, number>>();

  constructor(name: string, members: readonly Member[], tracer: Tracer = NO_TRACER) {
    this.name = name;
    this.members = members;
    this.#tracer = tracer;
  }

  /** Collects, or joins the collection that runs; answers by the caller's own deadline at the latest. */
  async scrape(request: ScrapeRequest): Promise<ScrapeResult> {
    const { timeoutMs, only, signal } = request;
    const key = only ? [...only].sort().join() : '*';
    const running = this.#flights.get(key);
    running?.trace.join(request.caller);
    const flight = running ?? this.#start(key, request);
    flight.waiting++;
    flight.holders++;
    const leave = once(() => {
      if (--flight.waiting === 0) flight.collection.cancel('nobody waits for this scrape any more');
    });
    signal?.addEventListener('abort', leave, { once: true });
    await withDeadline(flight.collection.done, timeoutMs);
    signal?.removeEventListener('abort', leave);
    if (this.#flights.get(key) === flight) leave();
    return this.#result(flight);
  }

  /** Closes every collector; one that fails to close does not keep the others open. */
  async close(): Promise<void> {
    for (const { collection } of this.#flights.values())
      collection.cancel('the exporter is stopping');
    await Promise.allSettled(this.members.map((member) => member.configured?.collector.close()));
  }

  #start(key: string, { timeoutMs, only, caller }: ScrapeRequest): Flight {
    const started = performance.now();
    const members = this.members.filter((member) => !only || only.has(member.component.name));
    // What only docker.env names needs the witness, whether or not somebody asked for it.
    const witness = this.members.find((m) => m.component.witness && !members.includes(m));
    const components = members.filter((m) => m.configured).map((m) => m.component.name);
    const trace = this.#tracer.begin({ target: this.name, components, timeoutMs, caller });
    const collection = new Collection(members, timeoutMs, witness, trace);
    const flight: Flight = {
      ...{ collection, trace, started },
      ...{ waiting: 0, holders: 0, result: undefined },
    };
    this.#flights.set(key, flight);
    void collection.done.then(() => {
      this.#flights.delete(key);
      const outcomes = collection.outcomes();
      for (const outcome of outcomes) this.#count(outcome);
      trace.end(outcomes);
      flight.result = this.#resultOf(flight, outcomes);
      releaseUnheld(flight);
    });
    return flight;
  }

  /** The whole result, made once for all who share the flight; for whoever cannot wait, what there is so far. */
  #result(flight: Flight): ScrapeResult {
    return flight.result ?? this.#resultOf(flight, flight.collection.outcomes());
  }

  #resultOf(flight: Flight, outcomes: readonly Outcome[]): ScrapeResult {
    const seconds = (performance.now() - flight.started) / 1000;
    return {
      target: this.name,
      at: Date.now(),
      seconds,
      outcomes,
      families: [...outcomes.flatMap((o) => o.families), ...this.#selfFamilies(outcomes, seconds)],
      release: () => {
        flight.holders--;
        releaseUnheld(flight);
      },
    };
  }

  #count({ component, dropped }: Outcome): void {
    const sums = this.#dropped.get(component.name) ?? new Map<string, number>();
    this.#dropped.set(component.name, sums);
    for (const [reason, n] of dropped) sums.set(reason, (sums.get(reason) ?? 0) + n);
  }

  #selfFamilies(outcomes: readonly Outcome[], seconds: number): Family[] {
    const samples = new SampleSet();
    for (const outcome of outcomes) describe(samples, outcome);
    for (const [component, sums] of this.#dropped) {
      for (const [reason, n] of sums) samples.set(m.dropped, n, { component, reason });
    }
    samples.set(m.scrapeDuration, seconds);
    return familiesOf(samples);
  }
}

function describe(samples: SampleSet, outcome: Outcome): void {
  const labels = { component: outcome.component.name };
  samples.set(m.configured, outcome.state !== 'absent', labels);
  if (outcome.state === 'absent') return;
  samples.set(m.up, outcome.state === 'up', labels);
  samples.set(m.success, outcome.success, labels);
  samples.set(m.duration, outcome.seconds, labels);
  if (outcome.reason) samples.set(m.error, 1, { ...labels, reason: outcome.reason });
}

/** What still runs may add to the families, so memory is given back after the end only. */
function releaseUnheld({ collection, holders, result }: Flight): void {
  if (result && holders === 0) collection.release();
}

function once(action: () => void): () => void {
  let ran = false;
  return () => {
    if (!ran) action();
    ran = true;
  };
}

async function withDeadline(done: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([done, late]);
  clearTimeout(timer);
}
