// Reasons and measures in words for people.
import type { Reason } from './errors.ts';

const REASON_WORDS: Readonly<Record<Reason, string>> = {
  timeout: 'did not answer in time',
  refused: 'refuses the connection: nothing listens there',
  reset: 'closed the connection before it answered',
  unreachable: 'the network does not reach it',
  dns: 'its name does not resolve to an address',
  tls: 'the TLS connection failed; its certificate is not trusted or not valid',
  unauthorized: 'does not accept the password, or wants one',
  forbidden: 'the user has no right to ask this',
  not_found: 'answers, but does not have what was asked for',
  http_status: 'answers with an error',
  protocol: 'what answers there is something else',
  truncated: 'its answer broke off in the middle',
  too_large: 'its answer is larger than is read',
  unsupported: 'does not support what was asked for',
  unhealthy: 'answers, but says that it is not healthy',
  no_primary: 'its replica set has no primary',
  no_descriptors: 'the exporter may not open any more files or connections',
  cancelled: 'the scrape was cancelled',
  internal: 'the exporter failed to read it; this is a fault of the exporter',
};

export function reasonInWords(reason: Reason): string {
  return REASON_WORDS[reason];
}

/** A duration: `0.4 ms`, `12 ms`, `1.25 s`. */
export function latency(seconds: number): string {
  const ms = seconds * 1000;
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${seconds.toFixed(2)} s`;
}

// By hand, as Intl writes them for English: its tables cost every process that loads them 4 MB of memory.

/** `MongoDB, Redis, and RTS`. */
export function listed(names: readonly string[]): string {
  if (names.length < 3) return names.join(' and ');
  return `${names.slice(0, -1).join(', ')}, and ${names.at(-1)}`;
}

/** `1 series`, `12,034 series`; a whole number. */
export function seriesCount(n: number): string {
  return `${String(n).replace(/\B(?=(\d{3})+$)/g, ',')} series`;
}
