// Caddy as the front door counts: every request of people, probes and browsers by its answer, and who still waits.
import { Random } from '../random.ts';
import type { Work } from './backend/conditions.ts';

/** Caddy's own buckets, in seconds. */
export const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Answers of one method and status code. */
export class Answers {
  readonly method: string;
  readonly code: string;
  /** Not cumulative; the last is what took longer than every bound. */
  readonly buckets: number[] = new Array<number>(BOUNDS.length + 1).fill(0);
  count = 0;
  /** Seconds. */
  sum = 0;

  constructor(method: string, code: string) {
    this.method = method;
    this.code = code;
  }

  record(seconds: number, times: number): void {
    const found = BOUNDS.findIndex((bound) => seconds <= bound);
    this.buckets[found < 0 ? BOUNDS.length : found]! += times;
    this.count += times;
    this.sum += seconds * times;
  }
}

/** What one step brought. */
export interface Traffic {
  readonly seconds: number;
  /** People at work. */
  readonly users: number;
  /** What the backend did; undefined if it does not answer. */
  readonly work: Work | undefined;
  /** The backend accepts connections and does not answer. */
  readonly hangs: boolean;
  readonly rts: boolean;
}

/** How long a browser waits for an answer. */
const PATIENCE_SECONDS = 60;
/** Draws of a duration for the requests of one step; the rest of them take as long as these. */
const DRAWS = 6;

export class ProxyModel {
  /** When its configuration was loaded, milliseconds since the epoch. */
  readonly started: number;
  /** Requests that the backend works on, on average over the last step. */
  #busy = 0;
  /** Requests passed on to a backend that hangs. */
  #stuck = 0;
  /** Requests that Caddy could not serve itself. */
  errors = 0;
  readonly #random: Random;
  readonly #answers = new Map<string, Answers>();

  /** Its randomness is its own: what the rest of the model draws does not depend on it. */
  constructor(seed: number, now: number) {
    this.#random = new Random(seed ^ 0x2019);
    this.started = now;
  }

  /** Requests passed on to the backend that are not answered. */
  get waiting(): number {
    return Math.floor(this.#busy + this.#stuck);
  }

  get answers(): readonly Answers[] {
    return [...this.#answers.values()];
  }

  get requests(): number {
    return this.answers.reduce((sum, { count }) => sum + count, 0);
  }

  step(traffic: Traffic): void {
    const { seconds, users, work } = traffic;
    this.#files(seconds, users);
    if (work) this.#passed(work, seconds);
    else this.#unanswered(traffic);
    const code = traffic.rts ? '200' : '502';
    this.#add('POST', code, this.#random.poisson((users / 300) * seconds), 0.004);
  }

  /** Caddy's own: the page, its files, those of the version before, and Docker's health check. */
  #files(seconds: number, users: number): void {
    const asked = this.#random.poisson((users / 25 + 1 / 30) * seconds);
    const known = Math.round(asked * this.#random.between(0.2, 0.4));
    this.#add('GET', '200', asked - known, 0.0012);
    this.#add('GET', '304', known, 0.0004);
    this.#add('GET', '404', this.#random.poisson((users / 3000) * seconds), 0.0004);
  }

  #passed({ requests, failures, busySeconds }: Work, seconds: number): void {
    // Whoever waited for a process that is no more is told so.
    this.#add('POST', '502', this.#stuck, 30);
    this.#stuck = 0;
    this.#busy = busySeconds / seconds;
    const mean = requests > 0 ? busySeconds / requests : 0;
    const got = Math.round((requests - failures) * 0.45);
    this.#add('GET', '200', got, mean * 0.5);
    this.#add('POST', '200', requests - failures - got, mean * 0.7);
    this.#add('POST', '500', failures, mean);
  }

  #unanswered({ seconds, users, hangs }: Traffic): void {
    const asked = this.#random.poisson((users / 12) * seconds);
    this.#busy = 0;
    if (!hangs) {
      this.#add('POST', '502', asked + this.#stuck, 0.002);
      this.#stuck = 0;
      return;
    }
    const left = Math.min(
      this.#stuck,
      this.#random.poisson((this.#stuck / PATIENCE_SECONDS) * seconds),
    );
    this.#stuck += asked - left;
    this.#add('POST', '499', left, PATIENCE_SECONDS);
  }

  #add(method: string, code: string, count: number, median: number): void {
    if (count <= 0) return;
    const key = `${method} ${code}`;
    let answers = this.#answers.get(key);
    if (!answers) {
      answers = new Answers(method, code);
      this.#answers.set(key, answers);
    }
    const draws = Math.min(DRAWS, count);
    for (let i = 0; i < draws; i++) {
      const times = Math.floor((count + i) / draws);
      answers.record(this.#random.logNormal(median, 0.9), times);
    }
    if (code === '404' || code === '499' || code === '502') this.errors += count;
  }
}
