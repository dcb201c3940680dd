// The latency buckets that users are told to turn on in Appsmith's backend, and that the compose add-on sets.

/**
 * Upper bounds in seconds. A latency threshold must lie below the last one: at or above it `histogram_quantile` can
 * never exceed it.
 */
export const SHIPPED_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60] as const;

/** The same as `MANAGEMENT_METRICS_DISTRIBUTION_SLO_…` wants them; a space would keep the backend from starting. */
export const SHIPPED_BUCKETS_TEXT = SHIPPED_BUCKETS.map((bound) =>
  Number.isInteger(bound) ? `${bound}s` : `${bound * 1000}ms`,
).join(',');
