// Counts over the connection that MongoDB's own collector keeps: after it, and one question a scrape.
import { setImmediate } from 'node:timers/promises';
import type { Collector, Note, ScrapeContext } from '../../../scrape/component.ts';
import type { Secret } from '../../../scrape/secret.ts';
import type { Deadline } from '../client.ts';
import { toScrapeError } from '../errors.ts';
import type { Run } from '../link.ts';
import { type Lease, leaseLink } from '../share.ts';
import type { MongoAddress } from '../url.ts';
import { Book } from './book.ts';

/** Ends before the scrape does, so that what is known can still be told when a question hangs. */
const HEADROOM_MS = 50;
/** A question may be several commands; a server that does not keep to their time limits is left after this. */
const QUESTION_MS = 4000;
/** With less time left nothing is begun: what is known is told. */
const LEAST_MS = 200;

export class UsageCollector implements Collector {
  readonly #lease: Lease;
  readonly #database: string;
  readonly #book = new Book();

  constructor(url: Secret, address: MongoAddress) {
    this.#lease = leaseLink(url, address);
    this.#database = address.database;
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    const { samples } = scrape;
    const { link } = this.#lease;
    const began = performance.now();
    // All collectors start at once, and MongoDB's own is to come first: there is one connection.
    await setImmediate();
    await link.idle(scrape.signal);
    await link.openUnlessAnswered(began, scrape);
    scrape.answered();
    const { deadline, clear } = earlier(scrape);
    try {
      await this.#ask(await link.openUnlessAnswered(began, deadline), deadline);
    } finally {
      clear();
      this.#book.tell(samples);
    }
    const refusals = this.#book.refusals();
    if (refusals.length > 0) scrape.note(refusalNote(refusals));
  }

  async #ask(run: Run, { signal, remaining }: Deadline): Promise<void> {
    if (remaining() < LEAST_MS) return;
    try {
      await this.#book.ask(run, this.#database, signal);
    } catch (error) {
      this.#lease.link.reset();
      throw toScrapeError(error, signal);
    }
  }

  async close(): Promise<void> {
    await this.#lease.release();
  }
}

/** The scrape's deadline a little earlier, and the limit of a question; `clear` when all is done. */
function earlier({ signal, remaining }: ScrapeContext): { deadline: Deadline; clear: () => void } {
  const own = new AbortController();
  const late = () => own.abort(new DOMException('MongoDB took too long', 'TimeoutError'));
  const end = performance.now() + Math.min(remaining() - HEADROOM_MS, QUESTION_MS);
  const left = () => Math.max(0, end - performance.now());
  const timer = setTimeout(late, Math.max(1, left()));
  const stop = () => own.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  return {
    deadline: { signal: own.signal, remaining: left },
    clear: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}

function refusalNote(refusals: readonly string[]): Note {
  return {
    level: 'info',
    code: 'usage-questions-refused',
    text: `MongoDB does not answer ${refusals.join(', ')}; what they would tell is left out`,
    remedy:
      'if the user lacks rights, let it find in these collections of Appsmith’s database (docs/least-privilege.md)',
  };
}
