// Recording rules of the proxy: its requests counted once, their answers by code, and what failed, on any Caddy.
import type { RecordingRule } from '../../observe/index.ts';
import { matchers, promql, recorded, series } from '../../promql/index.ts';
import { caddyMetrics as m } from './metrics.ts';

const TARGET = ['job', 'instance'] as const;

/**
 * Caddy counts a request in each handler that it passes: on Appsmith's port 80, half a dozen. Every request ends in
 * just one `subroute`, so that handler is looked at; a Caddyfile without one is judged by its busiest handler.
 */
const ROUTED = matchers({ handler: 'subroute' });
const { count } = series(m.duration);

export const proxyRate = recorded('appsmith:proxy_requests:rate5m', { labels: TARGET });
export const proxyAnswers = recorded('appsmith:proxy_answers:rate5m', {
  labels: [...TARGET, 'code'],
});
export const proxyFailed = recorded('appsmith:proxy_errors:rate5m', { labels: TARGET });

/** Answers that say that the part behind Caddy is not there, or not in time. */
export const GATEWAY = matchers({ code: ['502', '503', '504'] });

export const caddyRecords: readonly RecordingRule[] = [
  {
    recorded: proxyRate,
    expr: promql`
      sum by (job, instance) (rate(${m.requests}${ROUTED}[5m]))
      or max by (job, instance) (sum by (job, instance, handler) (rate(${m.requests}[5m])))`,
    why: 'Requests at the front door, each counted once: the denominator of Edge5xxRatio and CaddyUpstreamUnhealthy.',
  },
  {
    recorded: proxyAnswers,
    expr: promql`
      sum by (job, instance, code) (rate(${count}${ROUTED}[5m]))
      or max by (job, instance, code) (sum by (job, instance, code, handler) (rate(${count}[5m])))`,
    why: 'Answers at the front door by status code: CaddyUpstreamUnhealthy and the panels of the proxy.',
  },
  {
    recorded: proxyFailed,
    expr: promql`
      (sum by (job, instance) (${proxyAnswers}${matchers({ code: { re: '5..' } })}) or ${proxyRate} * 0)
      + on (job, instance)
      clamp_min(${proxyRate} - on (job, instance) (sum by (job, instance) (${proxyAnswers}) or ${proxyRate} * 0), 0)`,
    why: 'Requests that failed at the front door: answers with 5xx, and the errors to which a Caddy before 2.8 gives no code.',
  },
];
