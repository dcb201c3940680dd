// Asks the file system of the stacks volume for its room at every scrape, and counts its folders every few minutes.
import type { Collector, ScrapeContext } from '../../scrape/component.ts';
import { AbsentError, ScrapeError } from '../../scrape/errors.ts';
import { codeOf, type Files, isForbidden, isGone } from '../../scrape/files/index.ts';
import type { Plan } from './folders.ts';
import { volumeMetrics as m } from './metrics.ts';
import { type Walked, walk } from './walk.ts';

/** The first scrape waits so long for the first count, so that `--once` and doctor have one. */
const FIRST_COUNT_MS = 3000;

export interface VolumeOptions {
  readonly files: Files;
  readonly plan: Plan;
  /** Seconds from one count of the folders to the next; 0 counts at every scrape, and each waits for it. */
  readonly every: number;
}

export class VolumeCollector implements Collector {
  readonly #files: Files;
  readonly #plan: Plan;
  readonly #every: number;
  readonly #closed = new AbortController();
  #walked: Walked | undefined;
  #walkedAt = 0;
  #triedAt = Number.NEGATIVE_INFINITY;
  /** Runs on over several scrapes, and is shared by them. */
  #walking: Promise<void> | undefined;

  constructor({ files, plan, every }: VolumeOptions) {
    this.#files = files;
    this.#plan = plan;
    this.#every = every;
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    const { samples, signal } = scrape;
    samples.fallback(m.up, 0);
    const { root } = this.#files;
    const space = await this.#files.space(root, signal).catch(explain(root));
    scrape.answered();
    samples.set(m.up, 1);
    samples.set(m.size, space.size);
    samples.set(m.free, space.free);
    samples.set(m.available, space.available);
    samples.set(m.inodes, space.inodes);
    samples.set(m.inodesFree, space.inodesFree);
    const mount = this.#files.mount(root);
    samples.set(m.readOnly, mount?.readOnly);
    if (mount) samples.info(m.info, { filesystem: mount.type });
    await this.#count(scrape);
    this.#tell(scrape);
  }

  async close(): Promise<void> {
    this.#closed.abort(new DOMException('the exporter stops', 'AbortError'));
  }

  /** Begins a count if one is due; waits for it only while there is none to tell of. */
  async #count({ signal, remaining }: ScrapeContext): Promise<void> {
    const due = (performance.now() - this.#triedAt) / 1000 >= this.#every;
    if (due) this.#walking ??= this.#walk();
    const waits = this.#every === 0 || !this.#walked;
    if (!this.#walking || !waits) return;
    await patience(this.#walking, Math.min(FIRST_COUNT_MS, remaining() / 2), signal);
  }

  /** Never rejects: a file system that hangs tells so at the next scrape's own question. */
  async #walk(): Promise<void> {
    try {
      this.#walked = await walk(this.#files, this.#plan, this.#closed.signal);
      this.#walkedAt = performance.now();
    } catch {
      // What was counted before stays, and its age says so.
    } finally {
      this.#triedAt = performance.now();
      this.#walking = undefined;
    }
  }

  #tell({ samples }: ScrapeContext): void {
    if (!this.#walked) return;
    samples.set(m.walkAge, (performance.now() - this.#walkedAt) / 1000);
    samples.set(m.walkDuration, this.#walked.seconds);
    for (const [folder, count] of this.#walked.folders) {
      samples.set(m.folderBytes, count.bytes, { folder });
      samples.set(m.folderFiles, count.files, { folder });
      // What is logged by one program is a part of what is logged.
      if (folder.startsWith('logs/')) continue;
      samples.set(m.folderComplete, count.complete, { folder });
      samples.set(m.unreadable, count.unreadable, { folder });
    }
  }
}

/** Waits for `work`, but no longer than this, and not beyond the signal. */
async function patience(work: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = withResolvers();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', resolve, { once: true });
  await Promise.race([work, promise]);
  clearTimeout(timer);
  signal.removeEventListener('abort', resolve);
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** What an error of the folder itself means. */
const explain = (root: string) => (error: unknown) => {
  if (isGone(error)) {
    throw new AbsentError(
      `there is no folder ${root}`,
      'mount Appsmith’s stacks volume read-only into the exporter’s container, or say with APPSMITH_EXPORTER_STACKS_DIR where it is',
    );
  }
  if (isForbidden(error)) {
    throw new ScrapeError('forbidden', `the exporter may not look into ${root}`, { cause: error });
  }
  const code = codeOf(error);
  if (code === 'ESTALE' || code === 'ENOTCONN' || code === 'EIO' || code === 'EHOSTDOWN') {
    throw new ScrapeError('unreachable', `the file system at ${root} answers ${code}`, {
      cause: error,
    });
  }
  throw error;
};
