// Asks supervisord over XML-RPC for its own state and that of every program, and what fails for its reason.
import type { Collector, Examination, ScrapeContext } from '../../scrape/component.ts';
import { AutoHeal } from './auto-heal.ts';
import { failureNote } from './failure/advice.ts';
import { Endings } from './failure/endings.ts';
import { Failures } from './failure/failures.ts';
import { supervisordMetrics as m, PROCESS_STATES, SUPERVISOR_STATES } from './metrics.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { type Answer, type ProcessInfo, readAnswer, STATUS_CALL } from './process-info.ts';
import { Restarts } from './restarts.ts';
import { Rpc, type RpcOptions, refusal } from './rpc.ts';
import { XmlRpcFault } from './xml-rpc.ts';

/** A default Appsmith has half a dozen; a server that claims thousands is not one. */
const MAX_PROCESSES = 200;

export interface SupervisordOptions extends RpcOptions {
  /** Processes that get no series. */
  readonly ignore: ReadonlySet<string>;
  /** Where Appsmith's volume is mounted, with the programs' logs. */
  readonly stacksDir?: string | undefined;
}

export class SupervisordCollector implements Collector {
  readonly #rpc: Rpc;
  readonly #ignore: ReadonlySet<string>;
  readonly #restarts = new Restarts();
  readonly #failures: Failures;
  readonly #endings: Endings;
  readonly #autoHeal: AutoHeal | undefined;

  constructor(options: SupervisordOptions) {
    this.#rpc = new Rpc(options);
    this.#ignore = options.ignore;
    const { stacksDir } = options;
    const files = new OneAtATime();
    this.#failures = new Failures(this.#rpc, files, stacksDir);
    this.#endings = new Endings(this.#rpc, files, stacksDir);
    this.#autoHeal = stacksDir === undefined ? undefined : new AutoHeal(files, stacksDir);
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    // Its log is a file: it can be read whether supervisord answers or not.
    const [asked] = await Promise.allSettled([
      this.#ask(scrape.signal),
      this.#autoHeal?.observe(scrape),
    ]);
    if (asked.status === 'rejected') throw asked.reason;
    await this.#report(asked.value, scrape);
  }

  async #report(answer: Answer, scrape: ScrapeContext): Promise<void> {
    scrape.answered();
    if (answer.version !== undefined) scrape.samples.info(m.info, { version: answer.version });
    for (const state of answer.state === undefined ? [] : SUPERVISOR_STATES) {
      scrape.samples.set(m.state, state === answer.state, { state });
    }
    if (!answer.processes) return;
    // Also what gets no series is embedded, and so are programs that do not run.
    scrape.programs(new Set(answer.processes.map(({ program }) => program)));
    const shown = this.#processes(answer.processes, scrape);
    const hasAsked = await this.#failures.observe(shown, scrape);
    for (const [process, { reason }] of this.#failures.known) {
      scrape.samples.info(m.failure, { process, reason });
    }
    await this.#endings.observe(this.#restarts.latest, hasAsked, scrape);
    for (const [process, reason] of this.#endings.known) {
      scrape.samples.info(m.restart, { process, reason });
    }
  }

  /** Shows the lines of the logs that no metric may hold, without their secrets. */
  async examine({ note }: Examination): Promise<void> {
    for (const [process, failure] of this.#failures.known) {
      const told = failureNote(process, failure);
      if (told) note(told);
    }
  }

  async close(): Promise<void> {
    this.#rpc.close();
  }

  async #ask(signal: AbortSignal): Promise<Answer> {
    const value = await this.#rpc.call(STATUS_CALL, signal);
    try {
      return readAnswer(value);
    } catch (error) {
      throw error instanceof XmlRpcFault ? refusal(error) : error;
    }
  }

  #processes(processes: readonly ProcessInfo[], scrape: ScrapeContext): readonly ProcessInfo[] {
    const wanted = processes.filter(({ process }) => !this.#ignore.has(process));
    const shown = wanted.slice(0, MAX_PROCESSES);
    if (shown.length < wanted.length) {
      const text = `supervisord lists ${wanted.length} processes, the first ${MAX_PROCESSES} are shown`;
      scrape.note({ level: 'warning', code: 'supervisord-too-many', text });
    }
    const restarts = this.#restarts.observe(shown);
    for (const info of shown) {
      describe(info, scrape);
      const { process } = info;
      scrape.samples.set(m.restarts, restarts.get(process), { process });
    }
    return shown;
  }
}

function describe(info: ProcessInfo, { samples }: ScrapeContext): void {
  const { process, start } = info;
  const known = PROCESS_STATES.find((state) => state === info.state) ?? 'UNKNOWN';
  samples.set(m.processUp, known === 'RUNNING', { process });
  for (const state of PROCESS_STATES) {
    samples.set(m.processState, state === known, { process, state });
  }
  if (start > 0) samples.set(m.startTime, start, { process });
  // In every other state supervisord says 0, whatever the program's last status was.
  const ended = known === 'EXITED' || (known === 'STOPPED' && info.stop > 0);
  if (ended) samples.set(m.exitStatus, info.exitStatus, { process });
}
