// Metrics of the work inside the server: documents, cursors, locks, transactions, TTL, slow operations.
import { type Catalogue, counter, gauge } from '../../../metrics/index.ts';

export const workMetrics = {
  documents: counter({
    name: 'mongodb_metrics_document_total',
    help: 'Documents deleted, inserted, returned and updated.',
    source: 'serverStatus.metrics.document',
    labels: ['state'],
  }),
  scanned: counter({
    name: 'mongodb_metrics_query_executor_total',
    help: 'Index entries (scanned) and documents (scanned_objects) looked at by queries; many per returned document mean a missing index.',
    source: 'serverStatus.metrics.queryExecutor.{scanned,scannedObjects}',
    labels: ['state'],
  }),
  collectionScans: counter({
    name: 'mongodb_metrics_query_executor_collection_scans_total',
    help: 'Queries that read a whole collection.',
    source: 'serverStatus.metrics.queryExecutor.collectionScans.total',
  }),
  operations: counter({
    name: 'mongodb_metrics_operation_total',
    help: 'Sorts without an index (scan_and_order) and writes that had to be repeated (write_conflicts).',
    source: 'serverStatus.metrics.operation.{scanAndOrder,writeConflicts}',
    labels: ['state'],
  }),
  cursorsOpen: gauge({
    name: 'mongodb_cursors_open',
    help: 'Cursors that clients hold open.',
    source: 'serverStatus.metrics.cursor.open.total',
  }),
  cursorsPinned: gauge({
    name: 'mongodb_cursors_open_pinned',
    help: 'Open cursors in use by a running operation.',
    source: 'serverStatus.metrics.cursor.open.pinned',
  }),
  cursorsNoTimeout: gauge({
    name: 'mongodb_cursors_open_no_timeout',
    help: 'Open cursors that the server never closes by itself.',
    source: 'serverStatus.metrics.cursor.open.noTimeout',
  }),
  cursorsTimedOut: counter({
    name: 'mongodb_metrics_cursor_timed_out_total',
    help: 'Cursors closed because nobody used them.',
    source: 'serverStatus.metrics.cursor.timedOut',
  }),
  ttlDeleted: counter({
    name: 'mongodb_metrics_ttl_deleted_documents_total',
    help: 'Documents removed by TTL indexes.',
    source: 'serverStatus.metrics.ttl.deletedDocuments',
  }),
  ttlPasses: counter({
    name: 'mongodb_metrics_ttl_passes_total',
    help: 'Rounds of the background task that removes expired documents.',
    source: 'serverStatus.metrics.ttl.passes',
  }),
  lockClients: gauge({
    name: 'mongodb_global_lock_client',
    help: 'Clients with a running operation, by whether it reads or writes.',
    source: 'serverStatus.globalLock.activeClients.{readers,writers}',
    labels: ['type'],
  }),
  lockQueue: gauge({
    name: 'mongodb_global_lock_current_queue',
    help: 'Operations that wait for a lock, by whether they read or write.',
    source: 'serverStatus.globalLock.currentQueue.{readers,writers}',
    labels: ['type'],
  }),
  transactionsOpen: gauge({
    name: 'mongodb_transactions_open',
    help: 'Multi-document transactions open now.',
    source: 'serverStatus.transactions.currentOpen',
  }),
  transactionsStarted: counter({
    name: 'mongodb_transactions_started_total',
    help: 'Multi-document transactions started.',
    source: 'serverStatus.transactions.totalStarted',
  }),
  transactionsCommitted: counter({
    name: 'mongodb_transactions_committed_total',
    help: 'Multi-document transactions committed.',
    source: 'serverStatus.transactions.totalCommitted',
  }),
  transactionsAborted: counter({
    name: 'mongodb_transactions_aborted_total',
    help: 'Multi-document transactions aborted.',
    source: 'serverStatus.transactions.totalAborted',
  }),
  flowControlLagged: gauge({
    name: 'mongodb_flow_control_lagged',
    help: 'Whether flow control slows writes because the majority lags behind (1) or not (0).',
    source: 'serverStatus.flowControl.isLagged',
  }),
  flowControlLaggedSeconds: counter({
    name: 'mongodb_flow_control_lagged_seconds_total',
    help: 'Time during which flow control saw the majority lag.',
    source: 'serverStatus.flowControl.isLaggedTimeMicros',
    unit: 'seconds',
  }),
  flowControlWaitSeconds: counter({
    name: 'mongodb_flow_control_acquiring_seconds_total',
    help: 'Time that operations waited for flow control.',
    source: 'serverStatus.flowControl.timeAcquiringMicros',
    unit: 'seconds',
  }),
  slowLogged: counter({
    name: 'mongodb_slow_query_logs_total',
    help: 'Operations that the server logged as slow (newer versions only).',
    source: 'serverStatus.metrics.query.totalSlowQueryLogs',
  }),
  slowRunning: gauge({
    name: 'mongodb_slow_operations',
    help: 'Clients’ operations that have been running for longer than the threshold; waiting for changes (tailable cursors, hello) does not count.',
    source: '$currentOp: microsecs_running',
  }),
  slowLongest: gauge({
    name: 'mongodb_slow_operations_longest_seconds',
    help: 'How long the longest of the slow operations has been running; absent if there is none.',
    source: '$currentOp: microsecs_running',
    unit: 'seconds',
  }),
  slowThreshold: gauge({
    name: 'mongodb_slow_operation_threshold_seconds',
    help: 'An operation that has been running for longer counts as slow.',
    source: 'the setting slow_operation_threshold',
    unit: 'seconds',
  }),
} satisfies Catalogue;
