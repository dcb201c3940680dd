// What lies on MongoDB's disk and in its memory, and the traffic between the two.
import { type Panel, query } from '../../../observe/index.ts';
import { duration, promql } from '../../../promql/index.ts';
import { mongoCachePressure } from '../alerts/pressure.ts';
import { mongodbMetrics as m } from '../metrics.ts';

const RATE = duration('$__rate_interval');

export const storagePanels: readonly Panel[] = [
  {
    title: 'MongoDB database size',
    kind: 'timeseries',
    unit: 'bytes',
    queries: [
      query(promql`${m.dataSize}`, 'documents'),
      query(promql`${m.storageSize}`, 'on disk'),
      query(promql`${m.indexSize}`, 'indexes'),
    ],
    shows:
      'Appsmith’s database: its documents uncompressed, their space on disk, and that of the indexes.',
    normal: 'Grows slowly with the applications; a step is an import.',
    act: 'If it grows without end, look for a collection that does, `db.stats()` and `db.<collection>.stats()`; usagePulse grows with every visit.',
    empty: 'not told',
  },
  {
    title: 'MongoDB documents',
    kind: 'timeseries',
    unit: 'count',
    queries: [query(promql`${m.objects}`, '{{database}}')],
    shows: 'Documents in Appsmith’s database.',
    normal: 'Grows slowly.',
    act: 'A sudden fall is a deletion on purpose or a wrong restore: compare with the last backup.',
    empty: 'not told',
  },
  {
    title: 'MongoDB disk',
    kind: 'timeseries',
    unit: 'ratio',
    queries: [query(promql`${m.filesystemUsed} / (${m.filesystemSize} > 0)`, '{{instance}}')],
    shows: 'How full the file system is that holds MongoDB’s files.',
    normal: 'Under 80 %, growing slowly. MongoDB stops when it is full.',
    act: 'Remove old logs and archives of backups, or enlarge the volume before it is full.',
    empty: 'not told',
    min: 0,
    max: 1,
  },
  {
    title: 'MongoDB cache traffic',
    kind: 'timeseries',
    unit: 'bytes-per-second',
    queries: [query(promql`sum by (type) (rate(${m.cacheBytes}[${RATE}]))`, '{{type}}')],
    shows: 'Bytes read from disk into the cache and written out of it.',
    normal:
      'Little read once it is warm; writing comes in waves, one a minute. A backup reads everything once.',
    act: 'Reading all day: the data in use is larger than the cache; give it more memory or find the query that scans.',
    empty: 'not told',
  },
  {
    title: 'MongoDB evictions',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [
      query(promql`sum by (type) (rate(${m.cacheEvicted}[${RATE}]))`, '{{type}}'),
      query(promql`rate(${m.cacheEvictedByClients}[${RATE}])`, 'by clients'),
    ],
    shows: 'Pages thrown out of the cache; those that clients’ own operations had to throw out.',
    normal: 'By clients: 0.',
    alerts: [mongoCachePressure],
    empty: 'not told',
  },
  {
    title: 'MongoDB checkpoint',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [query(promql`${m.checkpoint}`, '{{instance}}')],
    shows: 'How long the last checkpoint took, which brings all changes to disk once a minute.',
    normal: 'Under a second.',
    act: 'Towards 60 s the disk is too slow for the writes: look at what else uses it, or take a faster one.',
    empty: 'not told',
  },
  {
    title: 'MongoDB tickets',
    kind: 'timeseries',
    unit: 'count',
    queries: [
      query(promql`sum by (type) (${m.ticketsOut})`, '{{type}}, in use'),
      query(promql`sum by (type) (${m.ticketsTotal})`, '{{type}}, in all'),
    ],
    shows: 'Operations inside the storage engine, and how many may be there.',
    normal: 'A few in use. Up to 6.0 there are 128; from 7.0 on MongoDB moves the number itself.',
    act: 'All in use and a queue in “MongoDB queue”: too much load, or a disk that does not answer.',
    empty: 'not told',
  },
  {
    title: 'MongoDB memory',
    kind: 'timeseries',
    unit: 'bytes',
    queries: [query(promql`sum by (type) (${m.memory}{type="resident"})`, '{{type}}')],
    shows: 'Memory that MongoDB’s process really holds.',
    normal: 'The cache and some 200 to 500 MiB more.',
    act: 'If it leaves too little for the backend, limit the cache: both live in one container.',
    empty: 'not told',
    min: 0,
  },
  {
    title: 'MongoDB page faults',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [query(promql`rate(${m.pageFaults}[${RATE}])`, '{{instance}}')],
    shows: 'Page faults of the process that needed the disk.',
    normal: 'Near 0 after the start.',
    act: 'Many of them: the machine is short of memory and swaps.',
    empty: 'not told',
  },
];
