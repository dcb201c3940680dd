// Appsmith's proxy is gone: all is well inside, and nobody gets in.
import { incident } from './incident.ts';

const ADAPT =
  'Error: adapting config using caddyfile: /tmp/appsmith/Caddyfile:12: unrecognized directive: handel';

export const proxyDown = incident({
  name: 'proxy-down',
  title: 'The proxy is gone: all is well inside, and nobody gets in',
  steps: [
    {
      at: '0m',
      set: { proxyDown: true, lastWords: { editor: [ADAPT] } },
      say: 'Caddy does not take its configuration: it exits too quickly and supervisord gives up.',
    },
    {
      at: '20m',
      set: { proxyDown: false, lastWords: {} },
      say: 'The configuration is put right, and the proxy started again.',
    },
  ],
  lasts: '35m',
});
