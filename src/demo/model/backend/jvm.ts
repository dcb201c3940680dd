// The heap of the backend under G1: an eden that fills and empties, an old generation that creeps, pauses.
import type { Counter } from '../../micrometer/meters.ts';
import type { Registry } from '../../micrometer/registry.ts';
import type { Random } from '../../random.ts';

const MIB = 1_048_576;
/** Largest heap, as `-Xmx1536m` sets it. */
export const HEAP_MAX = 1536 * MIB;
/** What stays reachable on a healthy day. */
const BASE_LIVE = 310 * MIB;

/** What a step does to the old generation beside what is promoted. */
export interface OldGeneration {
  readonly leakBytesPerSecond: number;
  readonly oldGarbageBytesPerSecond: number;
  /** Share of the heap from which it is collected. */
  readonly oldCollectedFrom: number;
}

export class Heap {
  eden = 0;
  survivor = 8 * MIB;
  old = 240 * MIB;
  /** What the last collection of the old generation could not free; 0 before the first, as the JVM says it. */
  oldAfterCollection = 0;
  /** Share of the recent time spent in pauses, 0 to 1. */
  overhead = 0;
  #live = 180 * MIB;
  #leaked = 0;
  #collectedFrom = 0.45;
  readonly #random: Random;
  readonly #registry: Registry;
  readonly #allocated: Counter;
  readonly #promoted: Counter;

  constructor(registry: Registry, random: Random) {
    this.#registry = registry;
    this.#random = random;
    this.#allocated = registry.counter(
      'jvm.gc.memory.allocated',
      {},
      {
        unit: 'bytes',
        description:
          'Incremented for an increase in the size of the (young) heap memory pool after one GC to before the next',
      },
    );
    this.#promoted = registry.counter(
      'jvm.gc.memory.promoted',
      {},
      {
        unit: 'bytes',
        description:
          'Count of positive increases in the size of the old generation memory pool before GC to after GC',
      },
    );
  }

  /** Reachable bytes of the old generation. */
  get live(): number {
    return Math.min(this.#live + this.#leaked, HEAP_MAX * 0.995);
  }

  /** Multiplies latencies: 1 on a healthy heap, tens when most of the time goes into collections. */
  get pressure(): number {
    return 1 / (1 - Math.min(this.overhead, 0.95));
  }

  get edenCapacity(): number {
    const free = HEAP_MAX - this.old - this.survivor;
    // G1 keeps a reserve for what survives, so the heap is never filled to the brim by garbage alone.
    return Math.min(HEAP_MAX * 0.5, Math.max(HEAP_MAX * 0.005, free * 0.6));
  }

  /** @param bytes allocated during the step */
  step(seconds: number, bytes: number, old: OldGeneration): void {
    this.#collectedFrom = old.oldCollectedFrom;
    this.#leaked += old.leakBytesPerSecond * seconds;
    const grown = (old.leakBytesPerSecond + old.oldGarbageBytesPerSecond) * seconds;
    this.old = Math.min(HEAP_MAX, this.old + grown);
    this.#live += (BASE_LIVE - this.#live) * Math.min(1, seconds / 600);
    let paused = 0;
    this.eden += bytes;
    // A step cannot spend more time in collections than it lasts.
    while (this.eden >= this.edenCapacity && paused < seconds) paused += this.#collect();
    this.eden = Math.min(this.eden, this.edenCapacity);
    const now = Math.min(1, paused / seconds);
    this.overhead += (now - this.overhead) * Math.min(1, seconds / 60);
  }

  #collect(): number {
    const capacity = this.edenCapacity;
    this.eden -= capacity;
    this.#allocated.add(Math.round(capacity));
    this.survivor = Math.min(48 * MIB, capacity * this.#random.between(0.02, 0.05));
    const promoted = this.survivor * this.#random.between(0.15, 0.4);
    this.#promoted.add(Math.round(promoted));
    this.old = Math.min(HEAP_MAX, this.old + promoted);
    let pause = this.#random.logNormal(0.016, 0.35) * (1 + this.old / HEAP_MAX);
    this.#pause('end of minor GC', 'G1 Evacuation Pause', 'G1 Young Generation', pause);
    const garbage = this.old - this.live;
    if (this.old > HEAP_MAX * this.#collectedFrom && garbage > HEAP_MAX * 0.04) {
      this.old = this.live + garbage * 0.1;
      this.oldAfterCollection = this.old;
    } else if (this.old > HEAP_MAX * 0.96) {
      const full = this.#random.between(0.9, 1.6);
      this.#pause('end of major GC', 'G1 Compaction Pause', 'G1 Old Generation', full);
      this.old = this.live;
      this.oldAfterCollection = this.old;
      pause += full;
    }
    return pause;
  }

  #pause(action: string, cause: string, gc: string, seconds: number): void {
    const description = 'Time spent in GC pause';
    this.#registry.timer('jvm.gc.pause', { action, cause, gc }, { description }).record(seconds);
  }
}
