// Keycloak of the embedded Appsmith: its login port and its management port, both below /auth.
import { type Answer, type Handler, type Listening, listen, pathOf } from '../listen.ts';
import type { StartPart } from '../parts.ts';
import { keycloakExposition } from './exposition.ts';
import { KeycloakProcess } from './process.ts';

const JSON_TYPE = 'application/json;charset=UTF-8';
const REALM = '/auth/realms/master';
const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

/** Embedded as in the business edition, with health and metrics on. */
export const startKeycloak: StartPart = async ({ model }) => {
  model.programs.bringIn('keycloak');
  const process = new KeycloakProcess(model);
  const front = await listen((request) => serveFront(request.headers.host ?? '', pathOf(request)));
  const management = await listen(managementHandler(process, () => model.knobs.keycloakNotReady));
  const ports: readonly Listening[] = [front, management];
  return {
    env: {
      APPSMITH_EXPORTER_KEYCLOAK_URL: `${front.url}/auth`,
      APPSMITH_EXPORTER_KEYCLOAK_MANAGEMENT_URL: `${management.url}/auth`,
    },
    settle: async () => {
      process.settle();
      const { keycloakDown } = model.knobs;
      await Promise.all(ports.map((port) => (keycloakDown ? port.pause() : port.resume())));
    },
    stop: async () => {
      await Promise.all(ports.map((port) => port.stop()));
    },
  };
};

function serveFront(host: string, path: string): Answer {
  if (path === '/auth/') {
    const headers = { location: `http://${host}/auth/admin/` };
    return { status: 302, type: '', body: '', headers };
  }
  if (path === `${REALM}/.well-known/openid-configuration`) {
    const issuer = `http://${host}${REALM}`;
    const endpoint = (name: string) => `${issuer}/protocol/openid-connect/${name}`;
    const document = {
      issuer,
      authorization_endpoint: endpoint('auth'),
      token_endpoint: endpoint('token'),
      jwks_uri: endpoint('certs'),
    };
    return { status: 200, type: JSON_TYPE, body: JSON.stringify(document) };
  }
  const body = '{"error":"Unable to find matching target resource method"}';
  return { status: 404, type: JSON_TYPE, body };
}

function managementHandler(process: KeycloakProcess, notReady: () => boolean): Handler {
  return (request) => {
    const path = pathOf(request);
    if (path === '/auth/health/ready') return readiness(notReady());
    if (path === '/auth/metrics')
      return { status: 200, type: TEXT, body: keycloakExposition(process) };
    return { status: 404, type: 'text/html; charset=utf-8', body: '<h1>Resource not found</h1>' };
  };
}

function readiness(notReady: boolean): Answer {
  const check = (name: string, down = false) => ({ name, status: down ? 'DOWN' : 'UP' });
  const checks = [
    check('Graceful Shutdown'),
    check('Keycloak database connections async health check', notReady),
    check('Keycloak Initialized'),
  ];
  const body = JSON.stringify({ status: notReady ? 'DOWN' : 'UP', checks });
  return { status: notReady ? 503 : 200, type: JSON_TYPE, body };
}
