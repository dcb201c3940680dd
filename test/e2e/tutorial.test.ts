// The tutorial that people follow: its six names and its four panels, unchanged, on the demo through a real Prometheus.
import { afterAll, beforeAll, describe, it } from 'vitest';
import { until } from '../peers/process.ts';
import { needPrometheus } from '../peers/prometheus.ts';
import { type Built, build } from '../support/built.ts';
import { committedRules, type Live, startLive } from '../support/live.ts';

/** As the tutorial has them, to the letter. */
const PANELS = {
  'response time':
    "histogram_quantile(0.99, rate(http_server_requests_seconds_bucket{job='appsmith'}[5m]))",
  heap: "jvm_memory_used_bytes{area='heap'} / jvm_memory_max_bytes{area='heap'} * 100",
  'active users': 'appsmith_active_users',
  'query heatmap': 'rate(appsmith_query_execution_time_bucket[5m])',
};

/** It names families; these are the series that stand behind them. */
const NAMES = [
  'jvm_memory_used_bytes',
  'http_server_requests_seconds_count',
  'appsmith_query_execution_time_bucket',
  'mongodb_connections_current',
  'appsmith_active_users',
  'system_cpu_usage',
];

describe.runIf(needPrometheus())('the tutorial', () => {
  let built: Built;
  let live: Live;

  beforeAll(async () => {
    built = await build();
    live = await startLive(built, { rules: committedRules() });
  });

  afterAll(async () => {
    await live?.stop();
    built?.remove();
  });

  /** Waits for a value above zero: a rate has none before people have done something twice. */
  const draws = (query: string) =>
    until(
      async () => (await live.prometheus.query(query)).some(({ value }) => value > 0),
      `${query} returns nothing`,
    );

  it.each(NAMES)('%s is there', (name) => draws(name));

  it.each(Object.entries(PANELS))('its panel of %s draws something', (_panel, query) =>
    draws(query),
  );
});
