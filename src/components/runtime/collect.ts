// One look at what Appsmith runs in: its container's figures from the kernel or the platform, and its heap dumps.
import type { Collector, Note, ScrapeContext } from '../../scrape/component.ts';
import { through } from '../../scrape/files/index.ts';
import { readCgroup } from './cgroup.ts';
import { EcsTask } from './ecs.ts';
import { heapDumps, tellDumps } from './heap-dumps.ts';
import { type Located, locate, named, type Place, UNSEEN } from './locate.ts';
import { runtimeMetrics as m } from './metrics.ts';
import { platformOf, type Signs } from './platform.ts';
import { openFds } from './processes.ts';
import { tell } from './usage.ts';

export interface RuntimeOptions {
  readonly signs: Signs;
  /** Undefined: Appsmith is on another machine, and what runs here is not looked at. */
  readonly procfs?: string | undefined;
  /** Appsmith's cgroup, named by somebody. */
  readonly cgroup?: string | undefined;
  readonly ecs?: { readonly url: string; readonly container: string | undefined } | undefined;
  readonly stacksDir?: string | undefined;
  /** Of the file system; `/` but in tests. */
  readonly root?: string;
}

/** Looking at all processes costs; what was found, or not, holds for so long. */
const LOOK_EVERY_MS = 30_000;
/** What a volume on a network may take of a scrape. */
const DUMPS_MS = 1000;

export class RuntimeCollector implements Collector {
  readonly #options: RuntimeOptions;
  readonly #ecs: EcsTask | undefined;
  #located: Located | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #dumps: Promise<unknown> | undefined;

  constructor(options: RuntimeOptions) {
    this.#options = options;
    const { ecs } = options;
    this.#ecs = ecs && new EcsTask(ecs.url, ecs.container);
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    const dumps = this.#heapDumps(scrape);
    try {
      await this.#surroundings(scrape);
    } finally {
      await dumps;
    }
  }

  async close(): Promise<void> {
    this.#ecs?.close();
  }

  async #surroundings(scrape: ScrapeContext): Promise<void> {
    const { signs, procfs, root = '/' } = this.#options;
    if (procfs === undefined) return;
    const place = await this.#container(procfs, scrape);
    const platform = await platformOf(signs, place?.path ?? '', root);
    scrape.samples.info(m.info, { platform });
    // Its facts could be read: there is nothing to connect to.
    scrape.answered();
    if (!place) await this.#fromPlatform(scrape);
  }

  /** Tells the figures of Appsmith's cgroup; resolves to where it is, undefined if that cannot be told. */
  async #container(procfs: string, scrape: ScrapeContext): Promise<Place | undefined> {
    const kept = performance.now() - this.#lookedAt < LOOK_EVERY_MS ? this.#located : undefined;
    // A container that was made anew has another cgroup: what was kept is gone.
    const again = kept && 'place' in kept && !(await this.#tell(kept.place, procfs, scrape));
    if (kept && !again) return 'place' in kept ? kept.place : this.#unknown(kept, scrape);
    this.#located = await this.#look(procfs, scrape.signal);
    this.#lookedAt = performance.now();
    if (!('place' in this.#located)) return this.#unknown(this.#located, scrape);
    if (await this.#tell(this.#located.place, procfs, scrape)) return this.#located.place;
    this.#located = { unknown: UNSEEN };
    return this.#unknown(this.#located, scrape);
  }

  #look(procfs: string, signal: AbortSignal): Promise<Located> {
    const { cgroup } = this.#options;
    return cgroup === undefined ? locate(procfs, signal) : named(cgroup, procfs, signal);
  }

  async #tell(place: Place, procfs: string, { samples }: ScrapeContext): Promise<boolean> {
    const usage = readCgroup(place.folders);
    if (!usage) return false;
    tell(usage, samples);
    if (place.backend) samples.set(m.openFds, await openFds(procfs, place.backend));
    return true;
  }

  #unknown({ unknown }: { unknown: Note }, { note }: ScrapeContext): undefined {
    if (!this.#ecs) note(unknown);
    return undefined;
  }

  async #fromPlatform({ signal, samples, note }: ScrapeContext): Promise<void> {
    if (!this.#ecs) return;
    const usage = await this.#ecs.usage(signal);
    if (usage) tell(usage, samples);
    else {
      note({
        level: 'info',
        code: 'container-unseen',
        text: 'the task has no other container that is Appsmith’s',
        remedy: 'set APPSMITH_EXPORTER_RUNTIME_ECS_CONTAINER to its name in the task definition',
      });
    }
  }

  /** A volume that hangs holds up one look, never a scrape, and never a second thread. */
  async #heapDumps({ signal, samples, answered }: ScrapeContext): Promise<void> {
    const { stacksDir } = this.#options;
    if (stacksDir === undefined || this.#dumps) return;
    const dumpsOf = () => heapDumps(stacksDir, signal);
    const look = through(stacksDir, dumpsOf, signal).catch(() => undefined);
    const done = look
      .then(() => undefined)
      .finally(() => {
        this.#dumps = undefined;
      });
    this.#dumps = done;
    const dumps = await Promise.race([look, after(DUMPS_MS)]);
    if (!dumps) return;
    answered();
    tellDumps(dumps, samples);
  }
}

const after = (ms: number): Promise<undefined> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
