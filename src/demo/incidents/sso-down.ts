// Keycloak is gone: nobody can log in by single sign-on.
import { incident } from './incident.ts';

export const ssoDown = incident({
  name: 'sso-down',
  title: 'Single sign-on is down: Keycloak loses its database, then ends',
  steps: [
    {
      at: '0m',
      set: { keycloakNotReady: true },
      say: 'Keycloak cannot reach its database: its pages are there, logins fail.',
    },
    {
      at: '10m',
      set: { keycloakDown: true },
      say: 'Keycloak is restarted, does not come up without its database, and supervisord gives up.',
    },
    {
      at: '25m',
      set: { keycloakDown: false, keycloakNotReady: false },
      say: 'The database is back, and Keycloak is started again.',
    },
  ],
  lasts: '40m',
});
