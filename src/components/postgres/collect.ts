// Asks one PostgreSQL everything over its kept connection, one question after the other.
import type { Collector, Examination, Note, ScrapeContext } from '../../scrape/component.ts';
import { ScrapeError } from '../../scrape/errors.ts';
import { withPatience } from '../../scrape/patience.ts';
import { type Access, Connection, type Row } from './connection.ts';
import { isRefusal, NoCredentials, ServerFailure } from './errors.ts';
import { postgresMetrics as m } from './metrics.ts';
import { type Facts, type Question, questionsFor, SERVER } from './queries.ts';
import { addRows, factsOf } from './samples.ts';

/** A connection that breaks without a word answers nothing: do not wait for it all the time there is. */
const STALE_MS = 2000;
/** So long a question that was refused is not asked again: each one is a line in the server's log. */
const REFUSED_MS = 10 * 60_000;

export interface Options extends Access {
  /** Nobody gave credentials: that the server wants some is then no failure. */
  readonly isGuess: boolean;
}

export class PostgresCollector implements Collector {
  readonly #connection: Connection;
  readonly #isGuess: boolean;
  readonly #refused = new Map<Question, number>();
  #turn: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#connection = new Connection(options);
    this.#isGuess = options.isGuess;
  }

  /** Scrapes that ask for different sets of components may overlap; they take turns on the connection. */
  async collect(scrape: ScrapeContext): Promise<void> {
    const before = this.#turn;
    let done = () => {};
    this.#turn = new Promise((resolve) => {
      done = resolve;
    });
    scrape.samples.fallback(m.up, 0);
    try {
      await before;
      scrape.signal.throwIfAborted();
      await this.#collect(scrape);
    } finally {
      done();
    }
  }

  /** Reads the server's clock over the connection of the scrape before. */
  async examine({ signal, remaining, clock }: Examination): Promise<void> {
    if (!this.#connection.isOpen) return;
    const asked = Date.now();
    const now = 'select extract(epoch from clock_timestamp())::float8 * 1000 as now';
    const [row] = await this.#connection.query(signal, remaining(), now);
    if (typeof row?.now === 'number') clock(row.now, asked, 1);
  }

  async close(): Promise<void> {
    this.#connection.close();
  }

  async #collect(scrape: ScrapeContext): Promise<void> {
    const row = await this.#server(scrape).catch((error: unknown) => {
      if (this.#isGuess && isWantOfCredentials(error)) return undefined;
      throw error;
    });
    scrape.answered();
    scrape.samples.set(m.up, 1);
    if (!row) return scrape.note(NO_USER);
    const facts = factsOf(row);
    if (!facts) throw new ScrapeError('protocol', 'the server tells no version');
    addRows(scrape.samples, 'server', [row]);
    if (!facts.seesAll) scrape.note(LIMITED);
    await this.#further(scrape, facts);
  }

  /** Opens the connection if need be and asks the first question; a kept one that has died is replaced once. */
  async #server(scrape: ScrapeContext): Promise<Row> {
    const reused = this.#connection.isOpen;
    if (!reused) return this.#first(scrape, scrape.signal);
    const limit = Math.min(STALE_MS, scrape.remaining() / 2);
    try {
      return await withPatience(scrape, limit, (signal) => this.#first(scrape, signal));
    } catch (error) {
      const isAnswer = error instanceof ServerFailure && !error.fatal;
      if (scrape.signal.aborted || isAnswer) throw error;
      return this.#first(scrape, scrape.signal);
    }
  }

  async #first(scrape: ScrapeContext, signal: AbortSignal): Promise<Row> {
    if (!this.#connection.isOpen) this.#refused.clear();
    await this.#connection.open(signal);
    const started = performance.now();
    const [row] = await this.#connection.query(signal, scrape.remaining(), SERVER);
    if (!row) throw new ScrapeError('protocol', 'the server answers nothing about itself');
    scrape.samples.set(m.ping, (performance.now() - started) / 1000);
    return row;
  }

  /** All at once; where one is refused, one by one. The sizes have a time of their own: they look at every file. */
  async #further(scrape: ScrapeContext, facts: Facts): Promise<void> {
    const asked = questionsFor(facts).filter(([question]) => !this.#isRefused(question));
    const fast = asked.filter(([question]) => question !== 'sizes');
    try {
      await this.#ask(scrape, fast);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      for (const one of fast) await this.#tryOne(scrape, one);
    }
    for (const one of asked) if (!fast.includes(one)) await this.#tryOne(scrape, one);
  }

  async #tryOne(scrape: ScrapeContext, asked: Asked): Promise<void> {
    try {
      await this.#ask(scrape, [asked]);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#refused.set(asked[0], performance.now() + REFUSED_MS);
    }
  }

  async #ask(scrape: ScrapeContext, asked: readonly Asked[]): Promise<void> {
    const selects = asked.map(([, select]) => select);
    const answers = await this.#connection.queries(scrape.signal, scrape.remaining(), selects);
    for (const [i, [question]] of asked.entries()) addRows(scrape.samples, question, answers[i]!);
  }

  #isRefused(question: Question): boolean {
    return (this.#refused.get(question) ?? 0) > performance.now();
  }
}

type Asked = readonly [Question, string];

/** No password is known, or the server lets this user in from elsewhere only: it answers all the same. */
function isWantOfCredentials(error: unknown): boolean {
  if (error instanceof NoCredentials) return true;
  return error instanceof ServerFailure && /^(28|3D)/.test(error.state);
}

const NO_USER: Note = {
  level: 'info',
  code: 'postgres-no-user',
  text: 'PostgreSQL accepts connections, but no user is known: only whether it is up can be told',
  remedy:
    'create a role and set APPSMITH_EXPORTER_POSTGRES_URL=postgresql://appsmith_exporter:…@127.0.0.1:5432/postgres: docs/least-privilege.md',
};

const LIMITED: Note = {
  level: 'info',
  code: 'postgres-not-monitor',
  text: 'the exporter’s PostgreSQL role may not see others’ sessions: states, transactions and the write-ahead log are missing',
  remedy: 'GRANT pg_monitor TO the role: docs/least-privilege.md',
};
