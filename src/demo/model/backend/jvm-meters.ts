// The meters that Micrometer binds to a Java virtual machine, read from the model's heap.
import type { Counter } from '../../micrometer/meters.ts';
import type { Registry } from '../../micrometer/registry.ts';
import { HEAP_MAX, type Heap } from './jvm.ts';

const MIB = 1_048_576;
const NON_HEAP: readonly [id: string, used: number, max: number][] = [
  ["CodeHeap 'non-nmethods'", 1.6 * MIB, 5_828_608],
  ["CodeHeap 'non-profiled nmethods'", 22 * MIB, 122_916_864],
  ["CodeHeap 'profiled nmethods'", 41 * MIB, 122_912_768],
  ['Compressed Class Space', 19 * MIB, 1_073_741_824],
  ['Metaspace', 148 * MIB, -1],
];
const BUFFERS: readonly [id: string, count: number, bytes: number][] = [
  ['direct', 38, 54 * MIB],
  ['mapped', 0, 0],
  ["mapped - 'non-volatile memory'", 0, 0],
];
const STATES: readonly [state: string, share: number][] = [
  ['blocked', 0],
  ['new', 0],
  ['runnable', 0.24],
  ['terminated', 0],
  ['timed-waiting', 0.28],
  ['waiting', 0.48],
];

/** Threads that the meters read; kept by whoever steps the process. */
export interface Threads {
  live: number;
  peak: number;
}

export function bindJvm(registry: Registry, heap: Heap, threads: Threads): void {
  const gauge = (
    name: string,
    unit: string | undefined,
    description: string,
    read: () => number,
    tags: Readonly<Record<string, string>> = {},
  ) => registry.gauge(`jvm.${name}`, read, { description, ...(unit && { unit }) }, tags);

  registry.info(
    'jvm.info',
    { runtime: 'OpenJDK Runtime Environment', vendor: 'Eclipse Adoptium', version: '17.0.15+6' },
    { description: 'JVM version info' },
  );
  bindMemory(gauge, heap);
  gauge('gc.live.data.size', 'bytes', 'Size of long-lived heap memory pool after reclamation', () =>
    Math.round(heap.oldAfterCollection),
  );
  gauge('gc.max.data.size', 'bytes', 'Max size of long-lived heap memory pool', () => HEAP_MAX);
  gauge(
    'gc.overhead',
    undefined,
    'An approximation of the percent of CPU time used by GC activities over the last lookback period or since monitoring began, whichever is shorter, in the range [0..1]',
    () => heap.overhead,
  );
  const live = 'The current number of live threads including both daemon and non-daemon threads';
  gauge('threads.live', 'threads', live, () => threads.live);
  gauge('threads.daemon', 'threads', 'The current number of live daemon threads', () =>
    Math.round(threads.live * 0.85),
  );
  gauge(
    'threads.peak',
    'threads',
    'The peak live thread count since the Java virtual machine started or peak was reset',
    () => threads.peak,
  );
  for (const [state, share] of STATES) {
    const read = () => Math.round(threads.live * share);
    gauge('threads.states', 'threads', 'The current number of threads', read, { state });
  }
  bindCounters(registry, threads);
}

type BindGauge = (
  name: string,
  unit: string | undefined,
  description: string,
  read: () => number,
  tags?: Readonly<Record<string, string>>,
) => void;

function bindMemory(gauge: BindGauge, heap: Heap): void {
  const used = 'The amount of used memory';
  const committed =
    'The amount of memory in bytes that is committed for the Java virtual machine to use';
  const max = 'The maximum amount of memory in bytes that can be used for memory management';
  const pool = (
    area: string,
    id: string,
    read: () => number,
    room: () => number,
    limit: number,
  ) => {
    gauge('memory.used', 'bytes', used, () => Math.round(read()), { area, id });
    gauge('memory.committed', 'bytes', committed, () => Math.round(room()), { area, id });
    gauge('memory.max', 'bytes', max, () => limit, { area, id });
  };
  const oldRoom = () => Math.min(HEAP_MAX, heap.old * 1.15);
  pool(
    'heap',
    'G1 Eden Space',
    () => heap.eden,
    () => heap.edenCapacity,
    -1,
  );
  pool('heap', 'G1 Old Gen', () => heap.old, oldRoom, HEAP_MAX);
  pool(
    'heap',
    'G1 Survivor Space',
    () => heap.survivor,
    () => heap.survivor,
    -1,
  );
  for (const [id, bytes, limit] of NON_HEAP) {
    pool(
      'nonheap',
      id,
      () => bytes,
      () => bytes * 1.03,
      limit,
    );
  }
  gauge(
    'memory.usage.after.gc',
    undefined,
    'The percentage of long-lived heap pool used after the last GC event, in the range [0..1]',
    () => heap.oldAfterCollection / HEAP_MAX,
    { area: 'heap', pool: 'long-lived' },
  );
  for (const [id, count, bytes] of BUFFERS) {
    const one = (name: string, unit: string, description: string, value: number) =>
      gauge(`buffer.${name}`, unit, description, () => value, { id });
    one('count', 'buffers', 'An estimate of the number of buffers in the pool', count);
    one(
      'memory.used',
      'bytes',
      'An estimate of the memory that the Java virtual machine is using for this buffer pool',
      bytes,
    );
    one(
      'total.capacity',
      'bytes',
      'An estimate of the total capacity of the buffers in this pool',
      bytes,
    );
  }
}

function bindCounters(registry: Registry, threads: Threads): void {
  registry.gauge('jvm.classes.loaded', () => 27_412, {
    unit: 'classes',
    description: 'The number of classes that are currently loaded in the Java virtual machine',
  });
  set(
    registry.counter(
      'jvm.classes.unloaded',
      {},
      {
        unit: 'classes',
        description:
          'The total number of classes unloaded since the Java virtual machine has started execution',
      },
    ),
    318,
  );
  set(
    registry.counter(
      'jvm.compilation.time',
      { compiler: 'HotSpot 64-Bit Tiered Compilers' },
      {
        unit: 'ms',
        description: 'The approximate accumulated elapsed time spent in compilation',
      },
    ),
    94_310,
  );
  set(
    registry.counter(
      'jvm.threads.started',
      {},
      {
        unit: 'threads',
        description: 'The total number of application threads started in the JVM',
      },
    ),
    threads.live + 21,
  );
}

function set(counter: Counter, value: number): void {
  counter.value = value;
}
