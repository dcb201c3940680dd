// Notices that a file has changed, was replaced or a link to it moved, by looking every few seconds.
import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** Editors and tools write a certificate and its key one after the other: wait until they are done. */
const SETTLE_MS = 200;

export class FileWatch {
  readonly #onChange: () => Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #files: readonly string[];
  /** Empty at first, so that nothing is lost between the first reading and the first look. */
  #seen = '';
  #busy = false;

  /** Looks not at events, which network file systems and Kubernetes's links do not have. */
  constructor(files: readonly string[], everyMs: number, onChange: () => Promise<void>) {
    this.#files = files;
    this.#onChange = onChange;
    this.#timer = setInterval(() => void this.look(), everyMs).unref();
  }

  /** From now on these; if they are others than before, the next look finds a change. */
  watch(files: readonly string[]): void {
    this.#files = files;
  }

  /** Calls `onChange` if something is different from when it looked before. */
  async look(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      let now = await stateOf(this.#files);
      if (now === this.#seen) return;
      for (let before = ''; before !== now; ) {
        before = now;
        await pause(SETTLE_MS, undefined, { ref: false });
        now = await stateOf(this.#files);
      }
      this.#seen = now;
      await this.#onChange();
    } finally {
      this.#busy = false;
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

async function stateOf(files: readonly string[]): Promise<string> {
  const states = files.map(async (file) => {
    try {
      const { mtimeMs, ctimeMs, size, ino } = await stat(file);
      return [mtimeMs, ctimeMs, size, ino].join();
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    }
  });
  return (await Promise.all(states)).join(';');
}
