// Keycloak: the login server that Appsmith's business edition embeds, on port 8081 below /auth.
import type { Component } from '../../scrape/component.ts';
import { KeycloakCollector } from './collect.ts';
import { keycloakMetrics } from './metrics.ts';

/** Where Keycloak serves health and metrics unless it is told otherwise. */
const MANAGEMENT_PORT = 9000;

export const keycloak: Component = {
  name: 'keycloak',
  title: 'Keycloak',
  metrics: keycloakMetrics,
  settings: [
    {
      key: 'url',
      kind: 'url',
      env: 'APPSMITH_EXPORTER_KEYCLOAK_URL',
      help: 'Address of Keycloak itself with its relative path, not through Caddy.',
      default: 'http://127.0.0.1:8081/auth',
    },
    {
      key: 'management_url',
      kind: 'url',
      env: 'APPSMITH_EXPORTER_KEYCLOAK_MANAGEMENT_URL',
      help: 'Address of Keycloak’s management interface with its relative path; port 9000 of the same host and path unless it is set.',
    },
    {
      key: 'realm',
      kind: 'string',
      env: 'APPSMITH_EXPORTER_KEYCLOAK_REALM',
      help: 'Realm whose discovery document is looked at; every Keycloak has `master`.',
      default: 'master',
    },
  ],
  configure(settings) {
    const url = settings.url('url');
    if (!url) return { absent: 'no address is set' };
    const guessed = url.origin.kind === 'default';
    const options = {
      url: url.value,
      managementUrl: settings.url('management_url')?.value ?? beside(url.value),
      realm: settings.string('realm')?.value ?? 'master',
      guessed,
    };
    return {
      address: url.value,
      origin: url.origin,
      ...(guessed && { presence: { program: 'keycloak', uncertain: false, guessed } }),
      open: () => new KeycloakCollector(options),
    };
  },
};

/** The management port inherits the relative path. */
function beside(url: string): string {
  const management = new URL(url);
  management.port = String(MANAGEMENT_PORT);
  return management.href.replace(/\/+$/, '');
}
