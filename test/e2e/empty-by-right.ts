// Queries that return nothing on the healthy demo, each with the reason why that is right.

/** By dashboard file and query; one that does return data must not stand here. */
export const EMPTY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'appsmith-backend': {
    'Newest release': 'nobody switched the question for it on',
    'Commands a second (C)': 'only newer backends count connections that they did not get',
    'Time of page loads (B)': 'the demo’s Appsmith does not tell a page load’s steps',
    'Time of requests, 99th percentile (B)': 'the mean stands in where there are no buckets',
  },
  'appsmith-capacity': {
    'Age of the newest heap dump': 'Java has never been out of memory',
    'Threads of the container (B)': 'the demo has no Java whose files could be counted',
    'Files by folder (B)': 'the exporter may read every folder of the demo',
  },
  'appsmith-edge': {
    'NGINX connections (A)': 'Caddy is at the front door',
    'NGINX connections (B)': 'Caddy is at the front door',
    'NGINX connections (C)': 'Caddy is at the front door',
    'NGINX requests': 'Caddy is at the front door',
    'Auto-heal': 'auto-heal is off, as it is shipped',
    'Certificate accepted': 'the demo’s front door speaks plain HTTP',
    'Certificate expires in (A)': 'the demo’s front door speaks plain HTTP',
    'Certificate expires in (B)': 'the demo’s front door speaks plain HTTP',
    Restarts: 'no program was restarted',
    'Why programs do not run': 'no program fails',
    'Why programs were restarted': 'no program was restarted',
  },
  'appsmith-exporter': {
    'Dropped series': 'nothing is dropped',
    'Errors by collector': 'no collector fails',
  },
  'appsmith-identity': {
    'PostgreSQL replication': 'PostgreSQL is a primary',
  },
  'appsmith-overview': {
    'Answer time (B)': 'the mean stands in where there are no buckets',
    'Components (E)': 'only programs that do not run have a line of their own',
    'Firing alerts (A)': 'no alert fires',
    'Firing alerts (B)': 'no alert fires',
    'Query time by plugin (B)': 'the mean stands in where there are no buckets',
    'Restarts in a day': 'no program was restarted',
    'What is near its limit? (H)': 'Redis as Appsmith ships it has no memory limit',
  },
  'appsmith-queries': {
    'Query time, 95th percentile (B)': 'the mean stands in where there are no buckets',
    'Query time, 99th percentile (B)': 'the maximum stands in where there are no buckets',
    'Query time, median (B)': 'the mean stands in where there are no buckets',
    'Steps of a query (B)': 'the demo’s Appsmith does not time this step',
    'Steps of a query (C)': 'the demo’s Appsmith does not time this step',
    'Steps of a query (D)': 'the demo’s Appsmith does not time this step',
    'Steps of a query (E)': 'the demo’s Appsmith does not time this step',
    'Steps of a query (F)': 'the demo’s Appsmith does not time this step',
    'Steps of a query (G)': 'the demo’s Appsmith does not time this step',
  },
  'appsmith-stores': {
    'MongoDB queue (B)': 'the demo’s MongoDB counts tickets and not who waits for one',
    'MongoDB replication lag (A)': 'a replica set of one member, the primary, lags behind nobody',
    'Redis Sentinels (A)': 'there is no Sentinel',
    'Redis Sentinels (B)': 'there is no Sentinel',
    'Redis Sentinels (C)': 'there is no Sentinel',
    'Redis cluster slots': 'it is no Redis cluster',
    'Redis errors (B)': 'Redis counts a kind of error from its first one on',
    'Redis memory (C)': 'Redis as Appsmith ships it has no memory limit',
    'Redis nodes (B)': 'it is no Redis cluster',
    'Redis nodes (C)': 'a Redis without replicas has no master either',
    'Redis slow log (B)': 'a slow log without an entry has no newest one',
  },
};
