// Remembers why each program that fails does so, and looks into its log when it has failed anew.
import type { ScrapeContext } from '../../../scrape/component.ts';
import { through } from '../../../scrape/files/index.ts';
import type { OneAtATime } from '../one-at-a-time.ts';
import type { ProcessInfo } from '../process-info.ts';
import type { Rpc } from '../rpc.ts';
import { logEnds } from './log-files.ts';
import { logTails, type Told } from './log-tails.ts';
import { type Failure, failureInLog, failureToSpawn, failureUnexplained } from './reasons.ts';
import { endingOf } from './supervisor-log.ts';

/** If everything fails at once, one reason is behind it: a few logs are enough to see it. */
const MAX_LOOKS = 8;
/** What a program wrote last may reach its log a moment after its end. */
const MAX_TRIES = 3;

interface Known extends Failure {
  /** The attempt that it is about: when it started, seconds since 1970. */
  readonly start: number;
  readonly tries: number;
}

/** FATAL and BACKOFF are failures; so is an end with another status than 0. */
export function isFailing({ state, exitStatus }: ProcessInfo): boolean {
  if (state === 'EXITED') return exitStatus !== undefined && exitStatus !== 0;
  return state === 'FATAL' || state === 'BACKOFF';
}

export class Failures {
  readonly #rpc: Rpc;
  readonly #files: OneAtATime;
  readonly #stacksDir: string | undefined;
  #known = new Map<string, Known>();

  constructor(rpc: Rpc, files: OneAtATime, stacksDir: string | undefined) {
    this.#rpc = rpc;
    this.#files = files;
    this.#stacksDir = stacksDir;
  }

  /** The failing programs of the last observation. */
  get known(): ReadonlyMap<string, Failure> {
    return this.#known;
  }

  /**
   * Takes in one scrape. Costs nothing while all is well; else a few reads, and at most one further request: whether
   * it was made is the result.
   */
  async observe(processes: readonly ProcessInfo[], scrape: ScrapeContext): Promise<boolean> {
    const failing = processes.filter(isFailing);
    this.#known = new Map(failing.map((info) => [info.process, this.#before(info)]));
    const open = failing
      .filter(({ process, start }) => !isSettled(this.#known.get(process)!, start))
      .slice(0, MAX_LOOKS);
    if (open.length === 0) return false;
    const files = await this.#fromFiles(open, scrape);
    const inFiles = new Map(
      open.map((info) => [info, failureInLog(files.get(info.process) ?? '')]),
    );
    // mongod's own log may be for its owner's eyes alone, and a file may be elsewhere: supervisord knows more.
    const silent = open.filter((info) => inFiles.get(info) === undefined);
    const told = silent.length === 0 ? NOTHING : await this.#told(silent, scrape.signal);
    for (const info of open) this.#learn(info, inFiles.get(info) ?? failureTold(info, told));
    return silent.length > 0;
  }

  /** What is known so far: of this attempt, of the one before, or from supervisord's own words alone. */
  #before({ process, start, spawnError, exitStatus }: ProcessInfo): Known {
    const toSpawn = failureToSpawn(spawnError);
    if (toSpawn) return { ...toSpawn, start, tries: MAX_TRIES };
    const before = this.#known.get(process);
    return before ?? { ...failureUnexplained(spawnError, exitStatus), start, tries: 0 };
  }

  /** A reason from an earlier attempt stays until another is found, so that alerts do not begin anew. */
  #learn({ process, start }: ProcessInfo, failure: Failure | undefined): void {
    const before = this.#known.get(process);
    if (!before) return;
    const tries = before.start === start ? before.tries + 1 : 1;
    this.#known.set(process, { ...before, ...failure, start, tries });
  }

  /** The states were told already: that a log cannot be had is no failure of the scrape. */
  async #told(infos: readonly ProcessInfo[], signal: AbortSignal): Promise<Told> {
    const told = await logTails(this.#rpc, infos, signal).catch(() => NOTHING);
    signal.throwIfAborted();
    return told;
  }

  async #fromFiles(
    infos: readonly ProcessInfo[],
    { signal, remaining }: ScrapeContext,
  ): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    const dir = this.#stacksDir;
    if (dir === undefined) return found;
    const read = async (over: AbortSignal) => {
      for (const { process, program, start } of infos) {
        if (over.aborted) return;
        const text = await logEnds(dir, program, start);
        if (text !== undefined) found.set(process, text);
      }
    };
    // As much is left to ask supervisord instead.
    const work = (over: AbortSignal) => through(dir, () => read(over), over);
    await this.#files.run(work, signal, remaining() / 3);
    return new Map(found);
  }
}

const NOTHING: Told = { tails: new Map(), own: '' };

/** What its log says, else how it ended; `stopped` is of an earlier life, since what is stopped does not fail. */
function failureTold({ process, program }: ProcessInfo, { tails, own }: Told): Failure | undefined {
  const inLog = failureInLog(tails.get(process) ?? '');
  if (inLog) return inLog;
  const reason = endingOf(program, own);
  return reason === undefined || reason === 'unsaid' || reason === 'stopped'
    ? undefined
    : { reason };
}

/** Whether another look would tell nothing new. */
function isSettled({ line, start, tries }: Known, newest: number): boolean {
  return start === newest && (line !== undefined || tries >= MAX_TRIES);
}
