// Asks supervisord over XML-RPC for its own state and that of every program.
import type { Collector, ScrapeContext } from '../../scrape/component.ts';
import { ScrapeError } from '../../scrape/errors.ts';
import { discard, HttpClient, type HttpResponse, readText } from '../../scrape/http.ts';
import type { Secret } from '../../scrape/secret.ts';
import { supervisordMetrics as m, PROCESS_STATES, SUPERVISOR_STATES } from './metrics.ts';
import { type Answer, MULTICALL, type ProcessInfo, readAnswer } from './process-info.ts';
import { Restarts } from './restarts.ts';
import { parseResponse, XmlRpcFault } from './xml-rpc.ts';

const PATH = '/RPC2';
/** A default Appsmith has half a dozen; a server that claims thousands is not one. */
const MAX_PROCESSES = 200;

export interface SupervisordOptions {
  readonly url: string;
  readonly user: string;
  readonly password: Secret;
  /** Processes that get no series. */
  readonly ignore: ReadonlySet<string>;
}

export class SupervisordCollector implements Collector {
  readonly #http: HttpClient;
  readonly #ignore: ReadonlySet<string>;
  readonly #restarts = new Restarts();

  constructor({ url, user, password, ignore }: SupervisordOptions) {
    this.#http = new HttpClient({ url, basicAuth: { user, password }, maxSockets: 1 });
    this.#ignore = ignore;
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    const answer = await this.#ask(scrape.signal);
    scrape.answered();
    if (answer.version !== undefined) scrape.samples.info(m.info, { version: answer.version });
    for (const state of answer.state === undefined ? [] : SUPERVISOR_STATES) {
      scrape.samples.set(m.state, state === answer.state, { state });
    }
    if (!answer.processes) return;
    // Also what gets no series is embedded, and so are programs that do not run.
    scrape.programs(new Set(answer.processes.map(({ program }) => program)));
    this.#processes(answer.processes, scrape);
  }

  async close(): Promise<void> {
    this.#http.close();
  }

  async #ask(signal: AbortSignal): Promise<Answer> {
    const response = await this.#http.request(PATH, {
      signal,
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: MULTICALL,
    });
    refuse(response);
    try {
      return readAnswer(parseResponse(await readText(response)));
    } catch (error) {
      if (!(error instanceof XmlRpcFault)) throw error;
      const reason = error.code === 1 ? 'unsupported' : 'protocol';
      throw new ScrapeError(reason, `supervisord refused the call with fault ${error.code}`);
    }
  }

  #processes(processes: readonly ProcessInfo[], scrape: ScrapeContext): void {
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

/** Throws for an answer that cannot be XML-RPC. */
function refuse(response: HttpResponse): void {
  const { status, mediaType } = response;
  if (status === 200 && mediaType === 'text/xml') return;
  discard(response);
  if (status === 401) {
    throw new ScrapeError(
      'unauthorized',
      'supervisord refused the user name or password: they must be those that Appsmith was started with',
    );
  }
  if (status === 403) throw new ScrapeError('forbidden', `${PATH} answered 403`);
  if (status === 404)
    throw new ScrapeError('not_found', `${PATH} answered 404: not supervisord’s port`);
  if (status !== 200) throw new ScrapeError('http_status', `${PATH} answered ${status}`);
  throw new ScrapeError(
    'protocol',
    `${PATH} answered ${mediaType || 'no content type'}, not text/xml`,
  );
}
