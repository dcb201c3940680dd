// Metrics of the storage engine: cache, tickets and their queues, checkpoints.
import { type Catalogue, counter, gauge } from '../../../metrics/index.ts';

const TICKETS =
  'serverStatus.wiredTiger.concurrentTransactions.{read,write} to 7.0, serverStatus.queues.execution.{read,write} from 8.0';

export const wiredTigerMetrics = {
  cacheUsed: gauge({
    name: 'mongodb_wiredtiger_cache_used_bytes',
    help: 'Bytes held in the cache; above 80 % of the maximum eviction starts, above 95 % clients do it themselves.',
    source: 'serverStatus.wiredTiger.cache["bytes currently in the cache"]',
    unit: 'bytes',
  }),
  cacheDirty: gauge({
    name: 'mongodb_wiredtiger_cache_dirty_bytes',
    help: 'Bytes in the cache that are not on disk yet; above 20 % of the maximum clients wait.',
    source: 'serverStatus.wiredTiger.cache["tracked dirty bytes in the cache"]',
    unit: 'bytes',
  }),
  cacheMax: gauge({
    name: 'mongodb_wiredtiger_cache_max_bytes',
    help: 'Size of the cache.',
    source: 'serverStatus.wiredTiger.cache["maximum bytes configured"]',
    unit: 'bytes',
  }),
  cacheBytes: counter({
    name: 'mongodb_wiredtiger_cache_bytes_total',
    help: 'Bytes read into the cache and written from it.',
    source: 'serverStatus.wiredTiger.cache["bytes read into cache", "bytes written from cache"]',
    unit: 'bytes',
    labels: ['type'],
  }),
  cachePages: counter({
    name: 'mongodb_wiredtiger_cache_pages_total',
    help: 'Pages read into the cache and written from it.',
    source: 'serverStatus.wiredTiger.cache["pages read into cache", "pages written from cache"]',
    labels: ['type'],
  }),
  cacheEvicted: counter({
    name: 'mongodb_wiredtiger_cache_evicted_total',
    help: 'Pages evicted from the cache, by whether they had to be written first.',
    source: 'serverStatus.wiredTiger.cache["modified pages evicted", "unmodified pages evicted"]',
    labels: ['type'],
  }),
  cacheEvictedByClients: counter({
    name: 'mongodb_wiredtiger_cache_evicted_by_clients_total',
    help: 'Pages that clients’ own operations had to evict: the cache is under pressure when this rises.',
    source: 'serverStatus.wiredTiger.cache["pages evicted by application threads"]',
  }),
  ticketsOut: gauge({
    name: 'mongodb_wiredtiger_concurrent_transactions_out_tickets',
    help: 'Tickets in use: operations inside the storage engine.',
    source: `${TICKETS}: out`,
    labels: ['type'],
  }),
  ticketsAvailable: gauge({
    name: 'mongodb_wiredtiger_concurrent_transactions_available_tickets',
    help: 'Tickets free. From 7.0 on the server itself moves the total, so a small number alone means nothing there: look at the queue.',
    source: `${TICKETS}: available`,
    labels: ['type'],
  }),
  ticketsTotal: gauge({
    name: 'mongodb_wiredtiger_concurrent_transactions_total_tickets',
    help: 'Tickets that exist now; 128 up to 6.0, moved by the server from 7.0 on.',
    source: `${TICKETS}: totalTickets`,
    labels: ['type'],
  }),
  queueLength: gauge({
    name: 'mongodb_execution_queue_length',
    help: 'Operations that wait for a ticket (7.0 and later).',
    source: `${TICKETS}: {normalPriority,lowPriority}.queueLength`,
    labels: ['type', 'priority'],
  }),
  queueSeconds: counter({
    name: 'mongodb_execution_queue_wait_seconds_total',
    help: 'Total time that operations waited for a ticket (7.0 and later).',
    source: `${TICKETS}: {normalPriority,lowPriority}.totalTimeQueuedMicros`,
    unit: 'seconds',
    labels: ['type', 'priority'],
  }),
  checkpoint: gauge({
    name: 'mongodb_wiredtiger_checkpoint_duration_seconds',
    help: 'How long the last checkpoint took; over 60 s the disk is too slow for the writes.',
    source:
      'serverStatus.wiredTiger.transaction["transaction checkpoint most recent time (msecs)"] or wiredTiger.checkpoint["most recent time (msecs)"]',
    unit: 'seconds',
  }),
} satisfies Catalogue;
