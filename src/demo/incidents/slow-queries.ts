// One database that answers slowly: queries of one plugin take long, everything else is well.
import { incident } from './incident.ts';

export const slowQueries = incident({
  name: 'slow-queries',
  title: 'A PostgreSQL datasource without an index: its queries take half a minute',
  steps: [
    {
      at: '0m',
      set: { queryLatencyFactor: { postgres: 250 } },
      say: 'A table has outgrown its index: PostgreSQL queries take ten seconds and more.',
    },
    {
      at: '30m',
      set: { queryLatencyFactor: {} },
      say: 'Somebody makes the index.',
    },
  ],
  lasts: '45m',
});
