// Cloud services: cs.appsmith.com, where a self-hosted Appsmith gets its licence, templates and release notes.
import type { Component, Note, Setting, Settings, Site } from '../../scrape/component.ts';
import { CloudServicesCollector } from './collect.ts';
import { cloudServicesMetrics } from './metrics.ts';
import { type ForwardProxy, isLeftOut, parseProxy } from './proxy.ts';

const settings: readonly Setting[] = [
  {
    key: 'enabled',
    kind: 'boolean',
    env: 'APPSMITH_EXPORTER_CLOUD_SERVICES_ENABLED',
    // Whoever watches an Appsmith has not asked for a call to somebody outside.
    help: 'Whether it is tried every five minutes to reach Appsmith’s cloud services; off, since the exporter calls nobody outside uninvited.',
    default: false,
  },
  {
    key: 'url',
    kind: 'url',
    env: 'APPSMITH_EXPORTER_CLOUD_SERVICES_URL',
    appsmith: ['APPSMITH_CLOUD_SERVICES_BASE_URL'],
    help: 'Address of Appsmith’s cloud services.',
    default: 'https://cs.appsmith.com',
  },
  {
    key: 'proxy',
    kind: 'secret-url',
    appsmith: ['HTTPS_PROXY', 'https_proxy'],
    help: 'Proxy on the way there, http://[user:password@]host:port.',
  },
  {
    key: 'no_proxy',
    kind: 'string',
    appsmith: ['NO_PROXY', 'no_proxy'],
    help: 'Hosts that are reached without the proxy, separated by commas.',
  },
  {
    key: 'telemetry_disabled',
    kind: 'boolean',
    appsmith: ['APPSMITH_DISABLE_TELEMETRY'],
    help: 'Appsmith’s telemetry is switched off: then the cloud services are not asked either.',
  },
  {
    key: 'airgapped',
    kind: 'boolean',
    appsmith: ['APPSMITH_AIRGAP_ENABLED'],
    help: 'Appsmith is the air-gapped edition: then the cloud services are not asked.',
  },
  {
    key: 'interval',
    kind: 'duration',
    help: 'Shortest time from one question to the next; scrapes in between repeat the answer.',
    default: 300,
    min: 0,
    max: 86_400,
  },
  {
    key: 'timeout',
    kind: 'duration',
    help: 'Longest wait for the answer, whatever the scrape’s own deadline.',
    default: 5,
    min: 0.1,
    max: 60,
  },
];

export const cloudServices: Component = {
  name: 'cloud-services',
  title: 'Cloud service',
  metrics: cloudServicesMetrics,
  settings,
  configure(given: Settings, { stacksDir }: Site) {
    if (given.boolean('airgapped')?.value) return { absent: 'this Appsmith is air-gapped' };
    const telemetry = given.boolean('telemetry_disabled');
    if (telemetry?.value) {
      return {
        absent: 'Appsmith’s telemetry is switched off, so its cloud services are not asked either',
        hint: 'to ask them all the same, set cloud_services.telemetry_disabled to false',
      };
    }
    const url = given.url('url');
    if (!url) return { absent: 'no address is set' };
    const { proxy, notes } = proxyOf(given, new URL(url.value).hostname);
    const options = {
      ...{ url: url.value, proxy, stacksDir },
      intervalSeconds: given.number('interval')?.value ?? 300,
      timeoutSeconds: given.number('timeout')?.value ?? 5,
    };
    return {
      address: proxy ? `${url.value} through ${proxy.host}:${proxy.port}` : url.value,
      ...{ origin: url.origin, notes },
      open: () => new CloudServicesCollector(options),
    };
  },
};

interface Way {
  readonly proxy: ForwardProxy | undefined;
  readonly notes: readonly Note[];
}

function proxyOf(given: Settings, host: string): Way {
  const address = given.secret('proxy');
  const leftOut = isLeftOut(host, given.string('no_proxy')?.value ?? '');
  if (!address || address.value.isEmpty || leftOut) return { proxy: undefined, notes: [] };
  const proxy = parseProxy(address.value);
  return { proxy, notes: proxy ? [] : [ignored(address.origin.where)] };
}

const ignored = (where: string): Note => ({
  level: 'warning',
  code: 'cloud-services-proxy-ignored',
  text: `the proxy of ${where} is not of the form that Appsmith takes, so that its backend goes without`,
  remedy: 'write it as http://host:port or http://user:password@host:port',
});
