// The container of the embedded Appsmith: a cgroup of version 2 in a temporary folder, and Java's heap dumps.
import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppsmithModel } from './model/appsmith.ts';
import { HEAP_MAX } from './model/backend/jvm.ts';
import type { Part, World } from './parts.ts';

const MIB = 1_048_576;
const LIMIT = 4096 * MIB;
const CORES = 4;
/** RTS, MongoDB, Redis, Caddy, supervisord, and what Java needs beside its heap. */
const REST = 1150 * MIB;
const PAGE_CACHE = 380 * MIB;

/** What the kernel has counted since the container began. */
class Cgroup {
  readonly dir = mkdtempSync(join(tmpdir(), 'appsmith-cgroup-'));
  #at: number;
  #usec = 4_000_000;
  #periods = 0;
  #throttled = 0;
  #kills = 0;
  #full = false;
  #heap = 0;
  #life = 0;

  constructor({ clock }: AppsmithModel) {
    this.#at = clock.now;
    this.#write('cgroup.controllers', 'cpu memory pids');
    this.#write('cpu.max', `${CORES * 100_000} 100000`);
    this.#write('memory.max', LIMIT);
    this.#write('pids.max', 'max');
    this.#write('memory.stat', `anon ${REST}\nfile ${PAGE_CACHE}\ninactive_file ${PAGE_CACHE}`);
  }

  /** Brings the files up to the model's clock. */
  step(model: AppsmithModel): void {
    const seconds = Math.max(0, (model.clock.now - this.#at) / 1000);
    this.#at = model.clock.now;
    const busy = Math.min(CORES, 0.22 + model.population.active * 0.012);
    this.#usec += Math.round(busy * seconds * 1e6);
    this.#periods += Math.round(seconds * 10);
    this.#throttled += Math.round((seconds * 10 * busy ** 2) / 400);
    const stat = `usage_usec ${this.#usec}\nnr_periods ${this.#periods}\nnr_throttled ${this.#throttled}`;
    this.#write('cpu.stat', `${stat}\nthrottled_usec ${this.#throttled * 30_000}`);
    this.#memory(model);
    this.#write('pids.current', 290 + Math.round(model.population.active * 0.8));
  }

  /** Java gives no memory back: its most counts until its process ends. */
  #memory({ backend, knobs }: AppsmithModel): void {
    const { started = this.#life, heap } = backend ?? {};
    if (started !== this.#life) this.#heap = 0;
    this.#life = started;
    if (heap) this.#heap = Math.max(this.#heap, heap.old + heap.survivor + heap.edenCapacity * 0.8);
    const wanted = REST + Math.min(HEAP_MAX, this.#heap) + knobs.strayMemoryBytes;
    const full = wanted > LIMIT;
    if (full && !this.#full) this.#kills += 1;
    this.#full = full;
    this.#write('memory.current', Math.round(Math.min(wanted, LIMIT - PAGE_CACHE) + PAGE_CACHE));
    this.#write('memory.events', `max ${this.#kills}\noom ${this.#kills}\noom_kill ${this.#kills}`);
  }

  #write(name: string, text: string | number): void {
    writeFileSync(join(this.dir, name), `${text}\n`);
  }
}

/** Java writes one each time that it runs out of memory, as large as its heap. */
class HeapDumps {
  readonly #dir: string;
  #outOfMemory = false;
  #count = 0;

  constructor(stacksDir: string) {
    this.#dir = join(stacksDir, 'heap_dumps');
  }

  step({ knobs, clock }: AppsmithModel): void {
    const written = knobs.outOfMemory && !this.#outOfMemory;
    this.#outOfMemory = knobs.outOfMemory;
    if (!written) return;
    const path = join(this.#dir, `java_pid${70 + this.#count++}.hprof`);
    writeFileSync(path, 'JAVA PROFILE 1.0.2\0');
    // A hole, so that the demo costs nobody's disk a gigabyte.
    truncateSync(path, Math.round(HEAP_MAX * 0.97));
    utimesSync(path, clock.now / 1000, clock.now / 1000);
  }
}

export async function startRuntime({ model, stacksDir }: World): Promise<Part> {
  const cgroup = new Cgroup(model);
  const dumps = new HeapDumps(stacksDir);
  cgroup.step(model);
  return {
    env: { APPSMITH_EXPORTER_RUNTIME_CGROUP: cgroup.dir },
    settle: async () => {
      cgroup.step(model);
      dumps.step(model);
    },
    stop: async () => rmSync(cgroup.dir, { recursive: true, force: true }),
  };
}
