// Backend: Appsmith's Java server, always part of it, on port 8080 inside its container.
import { DEFAULT_LIMITS } from '../../exposition/index.ts';
import type { Component, Setting, Settings } from '../../scrape/component.ts';
import { BackendCollector } from './collect.ts';
import { backendMetrics } from './metrics.ts';
import { poolMaxOf } from './pool.ts';

const settings: readonly Setting[] = [
  {
    key: 'url',
    kind: 'url',
    env: 'APPSMITH_EXPORTER_BACKEND_URL',
    help: 'Address of the backend itself; Caddy’s port does not lead to the actuator.',
    default: 'http://127.0.0.1:8080',
  },
  {
    key: 'public_url',
    kind: 'url',
    env: 'APPSMITH_EXPORTER_PUBLIC_URL',
    help: 'Address of the front door (Caddy), which tells Appsmith’s version.',
    default: 'http://127.0.0.1:80',
  },
  {
    key: 'internal_password',
    kind: 'secret',
    env: 'APPSMITH_EXPORTER_INTERNAL_PASSWORD',
    appsmith: ['APPSMITH_INTERNAL_PASSWORD'],
    help: 'Password of the backend’s actuator.',
  },
  {
    key: 'mongodb_url',
    kind: 'secret-url',
    appsmith: ['APPSMITH_DB_URL', 'APPSMITH_MONGODB_URI'],
    help: 'The backend’s database URL, only to learn the size of its connection pool.',
  },
  {
    key: 'series_budget',
    kind: 'integer',
    help: 'Most series taken over from the actuator in one scrape; the rest is dropped and counted.',
    default: DEFAULT_LIMITS.series,
    min: 1,
    max: 1_000_000,
  },
];

export const backend: Component = {
  name: 'backend',
  title: 'Backend',
  metrics: backendMetrics,
  settings,
  configure(given: Settings) {
    const url = given.url('url');
    if (!url) return { absent: 'no address is set' };
    const options = {
      url: url.value,
      publicUrl: given.url('public_url')?.value ?? url.value,
      password: given.secret('internal_password')?.value,
      seriesBudget: given.number('series_budget')?.value ?? DEFAULT_LIMITS.series,
      poolMax: poolMaxOf(given.secret('mongodb_url')?.value),
    };
    return { address: url.value, origin: url.origin, open: () => new BackendCollector(options) };
  },
};
