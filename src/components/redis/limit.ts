// A time limit of its own for one step of a scrape.

/** Fires when `signal` does, or after `ms`; Node takes whole milliseconds only. */
export function within(signal: AbortSignal, ms: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, Math.ceil(ms)))]);
}
