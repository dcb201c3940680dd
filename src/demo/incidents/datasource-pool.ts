// Long queries hold all connections of one datasource's pool; the others wait for them.
import { incident } from './incident.ts';

export const datasourcePool = incident({
  name: 'datasource-pool',
  title: 'Twenty to thirty long queries exhaust a datasource’s pool, and all its queries time out',
  report: 38574,
  steps: [
    {
      at: '0m',
      set: { queryLatencyFactor: { mysql: 1000 } },
      say: 'A page with thirty long queries is opened: the MySQL datasource has no connection left.',
    },
    {
      at: '40m',
      set: { queryLatencyFactor: {} },
      say: 'The long queries get a datasource of their own, as the report’s remedy says.',
    },
  ],
  lasts: '55m',
});
