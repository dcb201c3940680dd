// Front door: what somebody gets who opens Appsmith, through Caddy and whatever stands before it.
import type { Component, Setting, Settings } from '../../scrape/component.ts';
import { addressOf } from './address.ts';
import { EdgeCollector } from './collect.ts';
import { edgeMetrics } from './metrics.ts';

const settings: readonly Setting[] = [
  {
    key: 'url',
    kind: 'url',
    env: 'APPSMITH_EXPORTER_PUBLIC_URL',
    help: 'Address under which people open Appsmith; Appsmith’s own domain comes before `http://localhost`, which the compose add-on sets for everybody.',
    default: 'http://127.0.0.1:80',
  },
  {
    key: 'custom_domain',
    kind: 'string',
    appsmith: ['APPSMITH_CUSTOM_DOMAIN'],
    help: 'Appsmith’s own domain, for which it has a certificate.',
  },
  {
    key: 'ca',
    kind: 'path',
    env: 'APPSMITH_EXPORTER_EDGE_CA',
    help: 'PEM file of certificate authorities to trust for the front door instead of the system’s.',
  },
  {
    key: 'redirect_hosts',
    kind: 'string',
    help: 'Hosts besides its own to which redirects of the front door are followed, separated by commas.',
  },
  {
    key: 'check_websocket',
    kind: 'boolean',
    // Newer versions of RTS have no socket at all, and refuse every handshake.
    help: 'Open a WebSocket to RTS through the front door as well; only older versions of RTS have one.',
    default: false,
  },
  {
    key: 'timeout',
    kind: 'duration',
    help: 'A front door that has not answered by then counts as down, whatever the scrape’s own deadline.',
    default: 5,
    min: 0.1,
    max: 60,
  },
];

export const edge: Component = {
  name: 'edge',
  title: 'Front door',
  metrics: edgeMetrics,
  settings,
  configure(given: Settings) {
    const address = addressOf(given);
    if (!address) {
      return { absent: 'no address is set', hint: 'set APPSMITH_EXPORTER_PUBLIC_URL' };
    }
    const { url, origin, guessed } = address;
    const hosts = (given.string('redirect_hosts')?.value ?? '').split(',').map((s) => s.trim());
    const options = {
      ...{ url, guessed },
      redirectHosts: new Set(hosts.filter((host) => host !== '')),
      checkWebSocket: given.boolean('check_websocket')?.value ?? false,
      timeoutSeconds: given.number('timeout')?.value ?? 5,
      ca: given.string('ca')?.value,
    };
    return {
      ...{ address: url, origin },
      ...(guessed && { presence: { program: 'editor', uncertain: false, guessed } }),
      open: () => new EdgeCollector(options),
    };
  },
};
