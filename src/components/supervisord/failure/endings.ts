// Why a program that runs again had ended: supervisord's own log says how, the program's log perhaps why.
import type { ScrapeContext } from '../../../scrape/component.ts';
import type { OneAtATime } from '../one-at-a-time.ts';
import type { ProcessInfo } from '../process-info.ts';
import { multicall, type Rpc } from '../rpc.ts';
import type { XmlRpcValue } from '../xml-rpc.ts';
import { logEnds } from './log-files.ts';
import { type FailureReason, failureInLog } from './reasons.ts';
import { endingOf, READ_LOG, supervisorLog } from './supervisor-log.ts';

/** A program that was found started anew. */
export interface Restarted extends Pick<ProcessInfo, 'process' | 'program'> {
  /** When the life that has ended began, in seconds since 1970. */
  readonly lived: number;
}

const CALL = multicall([READ_LOG]);
/** As far back as flapping is looked for. */
const KEPT_MS = 3_600_000;
const MAX_LOOKS = 8;

export class Endings {
  readonly #rpc: Rpc;
  readonly #files: OneAtATime;
  readonly #stacksDir: string | undefined;
  readonly #known = new Map<string, { readonly reason: FailureReason; readonly at: number }>();
  /** Not looked into yet. */
  #open: readonly Restarted[] = [];

  constructor(rpc: Rpc, files: OneAtATime, stacksDir: string | undefined) {
    this.#rpc = rpc;
    this.#files = files;
    this.#stacksDir = stacksDir;
  }

  /** By process: how it ended last, if that is less than an hour ago. */
  get known(): Iterable<readonly [process: string, reason: FailureReason]> {
    return [...this.#known].map(([process, { reason }]) => [process, reason] as const);
  }

  /**
   * Takes in the restarts of one scrape: costs nothing without any, else one request and a few reads. Where the
   * scrape has asked for something already, they wait for the next one.
   */
  async observe(restarted: readonly Restarted[], hasAsked: boolean, scrape: ScrapeContext) {
    const now = performance.now();
    for (const [process, { at }] of this.#known) {
      if (now - at > KEPT_MS) this.#known.delete(process);
    }
    this.#open = [...this.#open, ...restarted].slice(-MAX_LOOKS);
    if (this.#open.length === 0 || hasAsked) return;
    const open = this.#open;
    this.#open = [];
    const log = await this.#supervisorLog(scrape.signal);
    for (const one of open) {
      const how = log === undefined ? 'unsaid' : endingOf(one.program, log);
      // Where supervisord itself began anew it knows of no end, and there is nothing to explain.
      if (how === undefined) continue;
      const reason = how === 'unsaid' ? await this.#fromProgram(one, scrape) : how;
      this.#known.set(one.process, { reason, at: now });
    }
  }

  async #supervisorLog(signal: AbortSignal): Promise<string | undefined> {
    const answer = await this.#rpc.call(CALL, signal).catch(() => undefined);
    signal.throwIfAborted();
    return supervisorLog(Array.isArray(answer) ? (answer as readonly XmlRpcValue[])[0] : undefined);
  }

  async #fromProgram(one: Restarted, { signal, remaining }: ScrapeContext): Promise<FailureReason> {
    const dir = this.#stacksDir;
    if (dir === undefined) return 'unknown';
    const read = () => logEnds(dir, one.program, one.lived);
    const text = await this.#files.run(read, signal, remaining() / 4);
    return failureInLog(text ?? '')?.reason ?? 'unknown';
  }
}
