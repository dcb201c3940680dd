// The answers that are known and when each was given: asks the question that has waited longest, one at a time.
import type { SampleSet } from '../../../metrics/index.ts';
import { isRefusal, refusalName } from '../errors.ts';
import type { Run } from '../link.ts';
import { usageMetrics as m } from './metrics.ts';
import { type Known, type Question, type Row, TooMuch } from './question.ts';
import { QUESTIONS } from './questions.ts';

/** An answer that could not be renewed for so long after it was due says nothing any more. */
const STALE_SECONDS = 3600;

/** A question that was not answered in time is not asked again for so long. */
const POSTPONED_SECONDS = 300;

interface Page {
  readonly question: Question;
  /** Milliseconds since the epoch. */
  triedAt: number;
  seconds: number;
  /** Why the last try gave nothing. */
  refusal?: string | undefined;
  answer?: { readonly rows: readonly Row[]; readonly at: number };
}

/** Lives as long as the collector. */
export class Book {
  readonly #now: () => number;
  readonly #known: Known = {};
  readonly #pages: readonly Page[];

  /** `now`: milliseconds since the epoch. */
  constructor(now: () => number = Date.now, questions: readonly Question[] = QUESTIONS) {
    this.#now = now;
    this.#pages = questions.map((question) => ({
      question,
      triedAt: Number.NEGATIVE_INFINITY,
      seconds: 0,
    }));
  }

  /**
   * Asks one question, if one is due. A refusal is kept; what else fails is thrown, and asked again next time,
   * but for what was not answered before `signal` fired: that waits, so that the others have their turn.
   */
  async ask(run: Run, database: string, signal: AbortSignal): Promise<void> {
    const now = this.#now();
    const page = this.#due(now);
    if (!page) return;
    const before = page.triedAt;
    page.triedAt = now;
    const started = performance.now();
    try {
      const rows = await page.question.ask({ run, database, now, known: this.#known });
      page.refusal = undefined;
      page.answer = { rows, at: now };
    } catch (error) {
      if (isRefusal(error)) page.refusal = refusalName(error);
      else if (error instanceof TooMuch) page.refusal = error.message;
      else {
        page.triedAt = before;
        if (signal.aborted) postpone(page, now);
        throw error;
      }
    } finally {
      page.seconds = (performance.now() - started) / 1000;
    }
  }

  /** Adds what is known. */
  tell(samples: SampleSet): void {
    const now = this.#now();
    for (const page of this.#pages) if (page.triedAt > 0) this.#tellPage(page, now, samples);
    const ages = this.#pages.filter(({ answer }) => answer?.rows.some(isActivity));
    const oldest = Math.min(...ages.map(({ answer }) => answer!.at));
    if (Number.isFinite(oldest)) samples.set(m.activeUsersAge, Math.max(0, now - oldest) / 1000);
  }

  /** Names of the questions that gave nothing, each with why. */
  refusals(): string[] {
    return this.#pages.flatMap(({ question, refusal }) =>
      refusal === undefined ? [] : [`${question.name}: ${refusal}`],
    );
  }

  #tellPage(page: Page, now: number, samples: SampleSet): void {
    const { question, refusal, seconds, answer } = page;
    const labels = { question: question.name };
    samples.set(m.available, refusal === undefined, labels);
    samples.set(m.duration, seconds, labels);
    if (!answer) return;
    const age = Math.max(0, now - answer.at) / 1000;
    if (age > question.everySeconds + STALE_SECONDS) {
      delete page.answer;
      return;
    }
    samples.set(m.age, age, labels);
    for (const row of answer.rows) samples.set(row.metric, row.value, row.labels);
  }

  #due(now: number): Page | undefined {
    return this.#pages
      .filter(({ question, triedAt }) => now - triedAt >= question.everySeconds * 1000)
      .toSorted((a, b) => (a.triedAt === b.triedAt ? 0 : a.triedAt - b.triedAt))
      .at(0);
  }
}

function postpone(page: Page, now: number): void {
  page.refusal = 'no answer in time';
  page.triedAt = now - (page.question.everySeconds - POSTPONED_SECONDS) * 1000;
}

const isActivity = ({ metric }: Row) => metric === m.activeUsers;
