// Caddy: Appsmith's proxy on ports 80 and 443, program `editor`, asked at its admin endpoint; NGINX in older images.
import type { Component, Setting, Settings } from '../../scrape/component.ts';
import { CaddyCollector } from './collect.ts';
import { caddyMetrics } from './metrics.ts';
import { NginxCollector } from './nginx.ts';

const PROGRAM = 'editor';
/** A handler, method and status code have 14 series; Appsmith's Caddy has some hundreds in all. */
const SERIES_BUDGET = 5000;

const settings: readonly Setting[] = [
  {
    key: 'url',
    kind: 'url',
    env: 'APPSMITH_EXPORTER_CADDY_URL',
    help: 'Address of Caddy’s admin endpoint, which has no password: never publish its port.',
    default: 'http://127.0.0.1:2019',
  },
  {
    key: 'nginx_status_url',
    kind: 'url',
    env: 'APPSMITH_EXPORTER_NGINX_STATUS_URL',
    help: 'Address of NGINX’s `stub_status` page, path included, for an older image of Appsmith that has NGINX instead of Caddy; Caddy is not asked then.',
  },
  {
    key: 'front_url',
    kind: 'url',
    help: 'Address of the proxy inside Appsmith’s container: asked who it is, Caddy or NGINX, where Caddy’s admin endpoint refuses.',
    default: 'http://127.0.0.1:80',
  },
  {
    key: 'series_budget',
    kind: 'integer',
    help: 'Most series taken over from Caddy in one scrape; the rest is dropped and counted.',
    default: SERIES_BUDGET,
    min: 1,
    max: 1_000_000,
  },
];

export const caddy: Component = {
  name: 'caddy',
  title: 'Caddy',
  metrics: caddyMetrics,
  settings,
  configure(given: Settings) {
    const nginx = given.url('nginx_status_url');
    if (nginx) {
      const open = () => new NginxCollector(nginx.value);
      return { address: nginx.value, origin: nginx.origin, open };
    }
    const url = given.url('url');
    if (!url) return { absent: 'no address is set' };
    const options = {
      url: url.value,
      frontUrl: given.url('front_url')?.value,
      seriesBudget: given.number('series_budget')?.value ?? SERIES_BUDGET,
    };
    const guessed = url.origin.kind === 'default';
    return {
      address: url.value,
      origin: url.origin,
      presence: { program: PROGRAM, uncertain: false, guessed },
      open: () => new CaddyCollector(options),
    };
  },
};
