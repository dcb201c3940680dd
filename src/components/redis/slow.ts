// Slow log and latency spikes as samples. The log's entries hold the commands' arguments: those are never read.
import type { SampleSet } from '../../metrics/index.ts';
import type { Reply } from './connection.ts';
import { slowMetrics as m } from './metrics/detail.ts';
import type { StoreLabels } from './samples.ts';

/** Redis has about 20 kinds of latency event. */
const MAX_EVENTS = 32;

/**
 * @param length reply to `SLOWLOG LEN`
 * @param entries reply to `SLOWLOG GET 1`: `[[id, Unix seconds, microseconds, …]]`, empty if nothing was slow
 */
export function addSlowlog(
  samples: SampleSet,
  length: Reply,
  entries: Reply | undefined,
  labels: StoreLabels,
): void {
  if (typeof length === 'number') samples.set(m.length, length, labels);
  const newest = Array.isArray(entries) ? entries[0] : undefined;
  if (!Array.isArray(newest)) return;
  const [id, seconds, micros] = newest;
  if (typeof id === 'number') samples.set(m.lastId, id, labels);
  if (typeof seconds === 'number') samples.set(m.lastTime, seconds, labels);
  if (typeof micros === 'number') samples.set(m.lastDuration, micros / 1e6, labels);
}

/** @param reply to `LATENCY LATEST`: `[[event, Unix seconds, last in ms, worst in ms, …], …]` */
export function addLatency(
  samples: SampleSet,
  reply: Reply | undefined,
  labels: StoreLabels,
): void {
  if (!Array.isArray(reply)) return;
  for (const event of reply.slice(0, MAX_EVENTS)) {
    if (!Array.isArray(event) || typeof event[0] !== 'string') continue;
    const [name, seconds, last, worst] = event;
    const own = { ...labels, event_name: name };
    if (typeof seconds === 'number') samples.set(m.spikeTime, seconds, own);
    if (typeof last === 'number') samples.set(m.spikeDuration, last / 1000, own);
    if (typeof worst === 'number') samples.set(m.spikeMax, worst / 1000, own);
  }
}
