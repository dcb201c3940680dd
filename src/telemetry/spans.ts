// A scrape's spans: one for the collection, one below it for each component.
import type { Context, Tracer as OtelTracer, Span, SpanContext } from '@opentelemetry/api';
import type { Member, Outcome } from '../scrape/collection.ts';
import {
  type CallerHeaders,
  NO_TRACE,
  type ScrapeBeginning,
  type ScrapeTrace,
  type Tracer,
} from '../scrape/trace.ts';
import { addressAttributes, countAttributes, outcomeAttributes } from './attributes.ts';
import { type Api, guarded } from './guarded.ts';

export class SpanTracer implements Tracer {
  readonly #api: Api;
  readonly #tracer: OtelTracer;

  constructor(api: Api, tracer: OtelTracer) {
    this.#api = api;
    this.#tracer = tracer;
  }

  /** The caller's trace, if its headers name one, is the parent. */
  begin(scrape: ScrapeBeginning): ScrapeTrace {
    const begin = () => new CollectionTrace(this.#api, this.#tracer, scrape);
    return guarded(this.#api, begin) ?? NO_TRACE;
  }
}

interface Open {
  readonly span: Span;
  /** Milliseconds since the epoch. */
  readonly started: number;
}

class CollectionTrace implements ScrapeTrace {
  readonly #api: Api;
  readonly #tracer: OtelTracer;
  readonly #root: Span;
  readonly #context: Context;
  readonly #open = new Map<string, Open>();

  constructor(
    api: Api,
    tracer: OtelTracer,
    { target, components, timeoutMs, caller }: ScrapeBeginning,
  ) {
    this.#api = api;
    this.#tracer = tracer;
    const attributes = {
      'scrape.target': target,
      'scrape.components': [...components],
      'scrape.timeout_seconds': timeoutMs / 1000,
    };
    // Nobody called for the scrape at start-up, so it serves nobody.
    const kind = caller ? api.SpanKind.SERVER : api.SpanKind.INTERNAL;
    const parent = this.#callers(caller);
    this.#root = tracer.startSpan('scrape', { kind, attributes }, parent);
    this.#context = api.trace.setSpan(parent, this.#root);
  }

  collect(member: Member, work: () => Promise<void>): Promise<void> {
    const span = guarded(this.#api, () => this.#begin(member));
    if (!span) return work();
    return this.#api.context.with(this.#api.trace.setSpan(this.#context, span), work);
  }

  join(caller: CallerHeaders | undefined): void {
    guarded(this.#api, () => {
      const context = this.#spanOf(caller);
      if (context) this.#root.addLink({ context });
    });
  }

  end(outcomes: readonly Outcome[]): void {
    guarded(this.#api, () => {
      for (const outcome of outcomes) this.#endComponent(outcome);
      // What was asked only as a witness has no outcome.
      for (const { span } of this.#open.values()) span.end();
      this.#root.setAttributes(countAttributes(outcomes)).end();
    });
  }

  #begin({ component, configured }: Member): Span {
    const address = configured?.target.address ?? '';
    const { SpanKind } = this.#api;
    const span = this.#tracer.startSpan(
      `collect ${component.name}`,
      {
        // HTTP requests have client spans of their own below this one.
        kind: /^https?:/.test(address) ? SpanKind.INTERNAL : SpanKind.CLIENT,
        attributes: { 'scrape.component': component.name, ...addressAttributes(address) },
      },
      this.#context,
    );
    this.#open.set(component.name, { span, started: Date.now() });
    return span;
  }

  /** Its end is when its collector ended, which may be long before the whole collection's. */
  #endComponent(outcome: Outcome): void {
    const open = this.#open.get(outcome.component.name);
    if (!open) return;
    this.#open.delete(outcome.component.name);
    const { span, started } = open;
    const { reason, seconds } = outcome;
    if (span.isRecording()) span.setAttributes(outcomeAttributes(outcome));
    if (reason) span.setStatus({ code: this.#api.SpanStatusCode.ERROR, message: reason });
    span.end(started + seconds * 1000);
  }

  #callers(caller: CallerHeaders | undefined): Context {
    const { propagation, ROOT_CONTEXT } = this.#api;
    return caller ? propagation.extract(ROOT_CONTEXT, caller) : ROOT_CONTEXT;
  }

  #spanOf(caller: CallerHeaders | undefined): SpanContext | undefined {
    return this.#api.trace.getSpanContext(this.#callers(caller));
  }
}
