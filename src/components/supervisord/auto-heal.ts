// Counts the restarts of the backend by Appsmith's own auto-heal, from the log that its script writes.
import { join } from 'node:path';
import type { ScrapeContext } from '../../scrape/component.ts';
import { through } from '../../scrape/files/index.ts';
import { LogFollower } from './log-follower.ts';
import { supervisordMetrics as m } from './metrics.ts';
import type { OneAtATime } from './one-at-a-time.ts';

/**
 * The script says so once before each restart. It runs with its shell's trace on, and a line of the trace (`+ echo
 * …`) repeats the words.
 */
const RESTART = /^(?!\+).*\bbackend is unresponsive\b/;

export class AutoHeal {
  readonly #files: OneAtATime;
  readonly #root: string;
  readonly #log: LogFollower;
  #restarts = 0;
  #isOn = false;

  constructor(files: OneAtATime, stacksDir: string) {
    this.#files = files;
    this.#root = stacksDir;
    this.#log = new LogFollower(join(stacksDir, 'logs', 'cron', 'auto_heal.log'), (line) => {
      if (RESTART.test(line)) this.#restarts++;
    });
  }

  /** Adds the counter where there is a log; a volume that hangs leaves it as it was. */
  async observe({ signal, remaining, samples }: ScrapeContext): Promise<void> {
    const look = (over: AbortSignal) => through(this.#root, () => this.#log.look(), over);
    this.#isOn = (await this.#files.run(look, signal, remaining() / 4)) ?? this.#isOn;
    if (this.#isOn) samples.set(m.autoHealRestarts, this.#restarts);
  }
}
