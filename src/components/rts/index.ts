// RTS: always part of Appsmith, on port 8091 inside its container.
import type { Component } from '../../scrape/component.ts';
import { RtsCollector } from './collect.ts';
import { rtsMetrics } from './metrics.ts';

export const rts: Component = {
  name: 'rts',
  title: 'RTS',
  metrics: rtsMetrics,
  settings: [
    {
      key: 'url',
      kind: 'url',
      env: 'APPSMITH_EXPORTER_RTS_URL',
      help: 'Address of RTS itself, not through Caddy.',
      default: 'http://127.0.0.1:8091',
    },
  ],
  configure(settings) {
    const url = settings.url('url');
    if (!url) return { absent: 'no address is set' };
    return { address: url.value, origin: url.origin, open: () => new RtsCollector(url.value) };
  },
};
