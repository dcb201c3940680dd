// PostgreSQL is gone, and with it Keycloak's logins.
import { incident } from './incident.ts';

export const postgresDown = incident({
  name: 'postgres-down',
  title: 'PostgreSQL is gone: single sign-on and workflows have lost their data',
  steps: [
    {
      at: '0m',
      set: { postgresDown: true, keycloakNotReady: true },
      say: 'PostgreSQL ends and is not started again; Keycloak says that it is not ready.',
    },
    {
      at: '18m',
      set: { postgresDown: false, keycloakNotReady: false },
      say: 'PostgreSQL is back with all its data.',
    },
  ],
  lasts: '30m',
});
