// One collection: every configured component at once, each isolated and cut off at the deadline.
import { setMaxListeners } from 'node:events';
import { type Family, type ForeignFamilies, familiesOf } from '../exposition/index.ts';
import { SampleSet } from '../metrics/index.ts';
import type { Collector, Component, Configured, Note, ScrapeContext } from './component.ts';
import { AbsentError, type Reason, reasonOf } from './errors.ts';
import { NO_TRACE, type ScrapeTrace } from './trace.ts';

/** A component of a target, with its collector if it is configured. */
export interface Member {
  readonly component: Component;
  readonly configured?: { readonly target: Configured; readonly collector: Collector };
  /** Why it is absent, and what to do about it. */
  readonly absent?: { readonly why: string; readonly hint?: string | undefined };
}

/** What one component gave in one collection. */
export interface Outcome {
  readonly component: Component;
  readonly state: 'up' | 'down' | 'absent';
  readonly address?: string;
  /** Why it is absent, or what the error said. */
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly success: boolean;
  readonly reason?: Reason | undefined;
  readonly seconds: number;
  readonly notes: readonly Note[];
  readonly families: readonly Family[];
  readonly dropped: ReadonlyMap<string, number>;
}

/** The state of one running collector. */
class Task {
  readonly member: Member;
  readonly samples = new SampleSet();
  readonly notes: Note[];
  readonly foreign: ForeignFamilies[] = [];
  readonly finished: Promise<void>;
  programs: ReadonlySet<string> | undefined;
  #answered = false;
  #error: unknown;
  #seconds: number | undefined;
  readonly #started = performance.now();
  readonly #abort = new AbortController();
  notEmbedded = false;

  constructor(member: Member, deadline: number, trace: ScrapeTrace) {
    this.member = member;
    this.notes = [...(member.configured?.target.notes ?? [])];
    setMaxListeners(64, this.#abort.signal);
    this.finished = this.#run(this.#abort.signal, deadline, trace);
  }

  /** Ends whatever the collector still does; its `finished` resolves at once. */
  cancel(why: DOMException): void {
    this.#abort.abort(why);
  }

  async #run(signal: AbortSignal, deadline: number, trace: ScrapeTrace): Promise<void> {
    const { configured } = this.member;
    const context: ScrapeContext = {
      signal,
      remaining: () => Math.max(0, deadline - performance.now()),
      samples: this.samples,
      foreign: (families) => this.foreign.push(families),
      answered: () => {
        this.#answered = true;
      },
      note: (note) => this.notes.push(note),
      programs: (names) => {
        this.programs = names;
      },
    };
    try {
      const work = async () => configured?.collector.collect(context);
      await Promise.race([trace.collect(this.member, work), aborted(signal)]);
    } catch (error) {
      this.#error = error;
      // One part failed: the parts that still run have nobody to give their answers to.
      this.#abort.abort(new DOMException('the collector failed', 'AbortError'));
    }
    this.#seconds = (performance.now() - this.#started) / 1000;
    this.samples.seal();
  }

  get refused(): boolean {
    return this.#error !== undefined && reasonOf(this.#error) === 'refused';
  }

  outcome(): Outcome {
    const { component, configured } = this.member;
    const address = configured?.target.address ?? '';
    const seconds = this.#seconds ?? (performance.now() - this.#started) / 1000;
    if (this.notEmbedded && configured) return notEmbedded(component, configured.target, seconds);
    if (this.#error instanceof AbsentError) {
      const { message: detail, hint } = this.#error;
      return { ...NOTHING, component, state: 'absent', address, seconds, detail, hint };
    }
    const unfinished = this.#seconds === undefined;
    // A caller in more of a hurry than the others gets a copy: the collector goes on for them.
    const samples = unfinished ? this.samples.snapshot() : this.samples;
    const failure = this.#error === undefined ? undefined : reasonOf(this.#error);
    const reason = unfinished ? 'timeout' : failure;
    return {
      component,
      address,
      state: this.#answered ? 'up' : 'down',
      success: !unfinished && (reason === undefined || isTargets(this.#error)),
      reason,
      detail: this.#error instanceof Error ? this.#error.message : undefined,
      seconds,
      notes: this.notes,
      families: [...familiesOf(samples), ...this.foreign.flatMap((f) => f.families)],
      dropped: addUp(this.foreign),
    };
  }
}

/** One run over the members of a target, shared by all scrapes that overlap it. */
export class Collection {
  readonly done: Promise<void>;
  readonly #tasks: readonly Task[];
  readonly #members: readonly Member[];

  /**
   * @param timeoutMs time until everything still running is cancelled
   * @param witness asked as well, but not told of, if one of the members may need its word
   */
  constructor(
    members: readonly Member[],
    timeoutMs: number,
    witness?: Member,
    trace: ScrapeTrace = NO_TRACE,
  ) {
    const deadline = performance.now() + timeoutMs;
    const timer = setTimeout(() => this.cancel('the deadline passed'), timeoutMs);
    this.#members = members;
    const needed = members.some((m) => isUncertain(m));
    this.#tasks = [...members, ...(witness && needed ? [witness] : [])]
      .filter((m) => m.configured)
      .map((m) => new Task(m, deadline, trace));
    this.done = Promise.all(this.#tasks.map((task) => task.finished)).then(() => {
      clearTimeout(timer);
      this.#askWitness();
    });
  }

  /** Cancels what is still running; `done` resolves at once. */
  cancel(why: string): void {
    for (const task of this.#tasks) task.cancel(new DOMException(why, 'TimeoutError'));
  }

  /** Gives back the memory of foreign lines; their families keep names and counts but no lines. */
  release(): void {
    for (const { foreign } of this.#tasks) for (const families of foreign) families.release?.();
  }

  /** Outcomes in the members' order; what has not finished yet counts as timed out. */
  outcomes(): Outcome[] {
    const byMember = new Map(this.#tasks.map((task) => [task.member, task]));
    return this.#members.map((member) => byMember.get(member)?.outcome() ?? absentOutcome(member));
  }

  /**
   * docker.env is written once with loopback addresses and is not the truth: a store that only it
   * names, that refuses, and that supervisord does not run, is not part of this deployment. What nothing
   * names is not even without supervisord's word.
   */
  #askWitness(): void {
    const programs = this.#tasks.find((task) => task.programs)?.programs;
    for (const task of this.#tasks) {
      const presence = task.member.configured?.target.presence;
      if (!presence || !isUncertain(task.member) || !task.refused) continue;
      task.notEmbedded = programs ? !programs.has(presence.program) : presence.guessed === true;
    }
  }
}

function isUncertain({ configured }: Member): boolean {
  const presence = configured?.target.presence;
  return presence?.uncertain === true || presence?.guessed === true;
}

/** Rejects when the signal fires, so that a collector which ignores it cannot hold up the scrape. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Whether an error is the target's doing (our collector finished) rather than ours or the deadline's. */
function isTargets(error: unknown): boolean {
  return !OURS.has(reasonOf(error));
}

const OURS: ReadonlySet<Reason> = new Set(['internal', 'timeout', 'cancelled', 'no_descriptors']);

function addUp(foreign: readonly ForeignFamilies[]): ReadonlyMap<string, number> {
  const sum = new Map<string, number>();
  for (const { dropped } of foreign) {
    for (const [reason, n] of dropped) sum.set(reason, (sum.get(reason) ?? 0) + n);
  }
  return sum;
}

const NOTHING = { success: true, notes: [], families: [], dropped: new Map<string, number>() };

/** The same each time: most parts are absent wherever one looks. */
const absentOutcomes = new WeakMap<Member, Outcome>();

function absentOutcome(member: Member): Outcome {
  const known = absentOutcomes.get(member);
  if (known) return known;
  const { why: detail, hint } = member.absent ?? {};
  const { component } = member;
  const made: Outcome = { ...NOTHING, component, state: 'absent', seconds: 0, detail, hint };
  absentOutcomes.set(member, made);
  return made;
}

function notEmbedded(
  component: Component,
  { address, presence }: Configured,
  seconds: number,
): Outcome {
  const { title } = component;
  const named = `docker.env names ${address}, but it refuses and supervisord runs no such program`;
  const looked = `nothing names it, and ${address}, where Appsmith would embed it, refuses`;
  return {
    ...NOTHING,
    component,
    state: 'absent',
    address,
    seconds,
    detail: presence?.guessed ? looked : named,
    hint: presence?.guessed
      ? `if Appsmith uses an external ${title}, say where it is: docs/options.md`
      : `if Appsmith uses an external ${title}, give the exporter the same variable that Appsmith’s own environment has, with Docker by compose/external-stores.yml`,
  };
}
