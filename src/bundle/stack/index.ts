// The compose stack's own files: what Prometheus and Grafana are started with.
import type { GeneratedFile } from '../file.ts';
import type { Settings } from '../settings/settings.ts';
import { grafanaFiles } from './grafana.ts';
import { prometheusFile } from './prometheus.ts';

export const stackFiles = (settings: Pick<Settings, 'job'>): GeneratedFile[] => [
  prometheusFile(settings),
  ...grafanaFiles(),
];
