// PostgreSQL is held up by its own clients: connections that nobody closes, a transaction that nobody ends.
import { incident } from './incident.ts';

export const postgresHeldUp = incident({
  name: 'postgres-held-up',
  title: 'Keycloak leaks connections, and somebody’s transaction stays open',
  steps: [
    {
      at: '0m',
      set: { postgresLeakedConnections: 65, postgresStuckTransaction: true },
      say: 'Keycloak opens connections and never closes them; a script began a transaction and hangs.',
    },
    {
      at: '30m',
      set: { postgresLeakedConnections: 0, postgresStuckTransaction: false },
      say: 'Keycloak is restarted, and the script’s session is ended.',
    },
  ],
  lasts: '40m',
});
