// What the exporter's own process takes: CPU time, memory, descriptors.
import { readdirSync, readFileSync } from 'node:fs';
import type { SampleSet } from '../metrics/index.ts';
import { serverMetrics as m } from './metrics.ts';

/** To the second: it must be the same at every scrape. */
const STARTED = Math.round(Date.now() / 1000 - process.uptime());

/**
 * Adds them. prom-client offers the same all or none: with a histogram of the event loop that wakes the process a hundred
 * times a second, an observer of every garbage collection, and CPU time that stays 0 unless its parts are kept too.
 */
export function tellProcess(samples: SampleSet): void {
  const { user, system } = process.cpuUsage();
  const memory = memoryUsage();
  samples.set(m.cpu, (user + system) / 1e6);
  samples.set(m.startTime, STARTED);
  samples.set(m.residentMemory, memory?.rss);
  samples.set(m.openFds, openFds());
  samples.set(m.maxFds, MOST_FDS);
  samples.set(m.heapTotal, memory?.heapTotal);
  samples.set(m.heapUsed, memory?.heapUsed);
  samples.set(m.externalMemory, memory?.external);
}

/** Undefined for a process out of descriptors: it takes a file of the kernel's to be read. */
function memoryUsage(): NodeJS.MemoryUsage | undefined {
  try {
    return process.memoryUsage();
  } catch {
    return undefined;
  }
}

/** Undefined where there is no procfs, or no descriptor to read it with. */
function openFds(): number | undefined {
  try {
    // One of them is the folder's own.
    return readdirSync('/proc/self/fd').length - 1;
  } catch {
    return undefined;
  }
}

/** Fixed for the life of a process, as Node raises it to the hard limit when it starts. */
const MOST_FDS = mostFds();

/** Undefined for no limit, and where there is no procfs. */
function mostFds(): number | undefined {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}
