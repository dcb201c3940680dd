// Temporal: runs the workflows of Appsmith's business edition, which embeds it on port 7233.
import type { Component, Resolved, Settings } from '../../scrape/component.ts';
import { TemporalCollector } from './collect.ts';
import { temporalMetrics } from './metrics.ts';

/** Task queues that are asked for at most: two questions each. */
const MOST_QUEUES = 20;

export const temporal: Component = {
  name: 'temporal',
  title: 'Temporal',
  metrics: temporalMetrics,
  settings: [
    {
      key: 'address',
      kind: 'url',
      env: 'APPSMITH_EXPORTER_TEMPORAL_ADDRESS',
      help: 'Address of Temporal’s gRPC port; https:// for TLS.',
      default: 'http://127.0.0.1:7233',
    },
    {
      key: 'token',
      kind: 'secret',
      env: 'APPSMITH_EXPORTER_TEMPORAL_TOKEN',
      help: 'API key or token, for a Temporal that demands one; the embedded one does not.',
    },
    {
      key: 'metrics_url',
      kind: 'url',
      env: 'APPSMITH_EXPORTER_TEMPORAL_METRICS_URL',
      help: 'Address, path included, of Temporal’s own metrics.',
      default: 'http://127.0.0.1:8000/metrics',
    },
    {
      key: 'namespace',
      kind: 'string',
      env: 'APPSMITH_EXPORTER_TEMPORAL_NAMESPACE',
      help: 'Namespace of the task queues; Appsmith’s is `default`.',
      default: 'default',
    },
    {
      key: 'task_queues',
      kind: 'string',
      env: 'APPSMITH_EXPORTER_TEMPORAL_TASK_QUEUES',
      help: 'Task queues whose backlog is looked at, separated by commas; none unless it is set.',
    },
  ],
  configure(settings) {
    const address = settings.url('address');
    if (!address) return { absent: 'no address is set' };
    const guessed = isGuess(address);
    const metrics = settings.url('metrics_url');
    const options = {
      address: address.value,
      guessed,
      token: settings.secret('token')?.value,
      // Temporal elsewhere has its metrics elsewhere, too.
      metricsUrl: metrics && (guessed || !isGuess(metrics)) ? metrics.value : undefined,
      metricsGuessed: metrics !== undefined && isGuess(metrics),
      queues: {
        namespace: settings.string('namespace')?.value ?? 'default',
        names: queuesOf(settings),
      },
    };
    return {
      address: address.value,
      origin: address.origin,
      ...(guessed && { presence: { program: 'temporal', uncertain: false, guessed } }),
      open: () => new TemporalCollector(options),
    };
  },
};

const isGuess = ({ origin }: Resolved): boolean => origin.kind === 'default';

function queuesOf(settings: Settings): string[] {
  const names = (settings.string('task_queues')?.value ?? '').split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))].slice(0, MOST_QUEUES);
}
