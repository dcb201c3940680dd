// What every scrape says about itself: each component's state, duration and reason.
import { type Catalogue, counter, gauge } from '../metrics/index.ts';

export const selfMetrics = {
  configured: gauge({
    name: 'appsmith_component_configured',
    help: 'Whether this part belongs to the deployment (1) or is absent (0); what is absent has no other series.',
    source: 'the exporter’s configuration, Appsmith’s docker.env and supervisord',
    labels: ['component'],
  }),
  up: gauge({
    name: 'appsmith_component_up',
    help: 'Whether the component answered (1) or could not be reached (0).',
    source: 'the component’s own protocol',
    labels: ['component'],
  }),
  success: gauge({
    name: 'appsmith_exporter_collector_success',
    help: 'Whether the exporter’s collector ran to its end (1), or was cut off at the deadline or failed (0).',
    source: 'the exporter',
    labels: ['component'],
  }),
  duration: gauge({
    name: 'appsmith_exporter_collector_duration_seconds',
    help: 'How long the collector took.',
    source: 'the exporter',
    unit: 'seconds',
    labels: ['component'],
  }),
  error: gauge({
    name: 'appsmith_exporter_collector_error',
    help: 'Why the collector could not read the component: 1 for the reason of this scrape, no series if all is well.',
    source: 'the exporter',
    labels: ['component', 'reason'],
  }),
  dropped: counter({
    name: 'appsmith_exporter_series_dropped_total',
    help: 'Foreign series or lines refused, by reason; what is left out on purpose is not counted.',
    source: 'the exporter',
    labels: ['component', 'reason'],
  }),
  scrapeDuration: gauge({
    name: 'appsmith_exporter_scrape_duration_seconds',
    help: 'How long the collection of all components took.',
    source: 'the exporter',
    unit: 'seconds',
  }),
} satisfies Catalogue;
