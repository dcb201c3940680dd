// What a scrape tells a tracer, which without one is nobody: scrapes know no tracing library.
import type { Member, Outcome } from './collection.ts';

/** A caller's HTTP headers, as Node gives them; a tracer looks for the trace that the caller is part of. */
export type CallerHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ScrapeBeginning {
  readonly target: string;
  /** Names of the components that are asked. */
  readonly components: readonly string[];
  readonly timeoutMs: number;
  readonly caller?: CallerHeaders | undefined;
}

/** Makes a trace of each collection. Nothing here may throw, and nothing may be waited for. */
export interface Tracer {
  begin(scrape: ScrapeBeginning): ScrapeTrace;
}

/** One collection that runs. */
export interface ScrapeTrace {
  /** Runs a component's collector inside a span of its own, and gives back what it gives. */
  collect(member: Member, work: () => Promise<void>): Promise<void>;
  /** Another caller shares this collection. */
  join(caller: CallerHeaders | undefined): void;
  /** Everything has ended or was cut off. */
  end(outcomes: readonly Outcome[]): void;
}

export const NO_TRACE: ScrapeTrace = {
  collect: (_, work) => work(),
  join() {},
  end() {},
};

export const NO_TRACER: Tracer = { begin: () => NO_TRACE };
