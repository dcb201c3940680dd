// Heap dumps on the stacks volume: how many, how large, and why they were written.
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SampleSet } from '../../metrics/index.ts';
import { CAUSES, type Cause, runtimeMetrics as m } from './metrics.ts';

/** Appsmith's own scripts go four folders deep. */
const DEPTH = 5;
const MOST = 2000;

export interface Dumps {
  count: number;
  bytes: number;
  /** Seconds since 1970. */
  newest: number | undefined;
}

export type ByCause = Readonly<Record<Cause, Dumps>>;

/** Undefined where there is no such folder, or it may not be read. Follows no links. */
export async function heapDumps(
  stacksDir: string,
  signal: AbortSignal,
): Promise<ByCause | undefined> {
  const found = Object.fromEntries(
    CAUSES.map((cause) => [cause, { count: 0, bytes: 0, newest: undefined }]),
  ) as unknown as Record<Cause, Dumps>;
  let left = MOST;
  const look = async (path: string, depth: number): Promise<void> => {
    for await (const entry of await opendir(join(stacksDir, path))) {
      signal.throwIfAborted();
      if (--left < 0) return;
      const inner = join(path, entry.name);
      if (entry.isDirectory() && depth > 0) await look(inner, depth - 1).catch(() => undefined);
      const cause = entry.isFile() ? causeOf(inner) : undefined;
      if (cause) add(found[cause], await stat(join(stacksDir, inner)));
    }
  };
  try {
    await look('heap_dumps', DEPTH);
    return found;
  } catch {
    return undefined;
  }
}

function add(dumps: Dumps, { size, mtimeMs }: { size: number; mtimeMs: number }): void {
  dumps.count += 1;
  dumps.bytes += size;
  dumps.newest = Math.max(dumps.newest ?? 0, mtimeMs / 1000);
}

/**
 * Appsmith's scripts write into `processdumps` at a shutdown and into `ad-hoc/…/heap-profile` when asked; Java itself,
 * out of memory, writes a `.hprof`. Thread dumps, beside them, are none.
 */
function causeOf(path: string): Cause | undefined {
  const folders = path.split('/').slice(1, -1);
  if (folders.includes('thread-profile') || folders.includes('preStop')) return undefined;
  if (folders.includes('processdumps')) return 'shutdown';
  if (folders.includes('ad-hoc')) return 'by_hand';
  return path.endsWith('.hprof') ? 'out_of_memory' : 'by_hand';
}

export function tellDumps(dumps: ByCause, samples: SampleSet): void {
  for (const cause of CAUSES) {
    const { count, bytes, newest } = dumps[cause];
    samples.set(m.heapDumps, count, { cause });
    samples.set(m.heapDumpBytes, bytes, { cause });
    samples.set(m.newestHeapDump, newest, { cause });
  }
}
