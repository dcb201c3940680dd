// serverStatus of every version: the same metric wherever a version keeps it, absent where it does not.
import { describe, expect, it } from 'vitest';
import { readServerStatus } from '../../../src/components/mongodb/read/server-status.ts';
import { fixture, readInto } from './fixtures.ts';

const read = (answer: object) => readInto((samples) => readServerStatus(answer, samples)).series;
const VERSIONS = ['4.4', '5.0', '6.0', '7.0', '8.0'];

describe('a recorded 4.2', () => {
  const { serverStatus } = fixture('4.2/getDiagnosticData.json');

  it('gives this, whole', async () => {
    const { text } = readInto((samples) => readServerStatus(serverStatus, samples));
    await expect(text).toMatchFileSnapshot('../../fixtures/mongodb/4.2/serverStatus.prom');
  });
});

describe.each(VERSIONS)('version %s', (version) => {
  const series = read(fixture(`${version}/serverStatus.json`));

  it('has base units', () => {
    expect(series.get('mongodb_instance_uptime_seconds')).toBe(192_588.123);
    expect(series.get('mongodb_memory_bytes{type="resident"}')).toBe(185 * 2 ** 20);
    const latency = 'mongodb_op_latencies_latency_seconds_total';
    expect(series.get(`${latency}{type="write"}`)).toBe(0.0015);
    expect(series.get(`${latency}{type="command"}`)).toBe(46.432082);
    expect(series.get('mongodb_flow_control_lagged_seconds_total')).toBe(2.5);
  });

  it('has what every version has', () => {
    expect(series.get('mongodb_connections_max')).toBe(838_860);
    expect(series.get('mongodb_op_counters_total{type="command"}')).toBe(125_531);
    expect(series.get('mongodb_asserts_total{type="user"}')).toBe(246);
    expect(series.get('mongodb_network_bytes_total{state="out_bytes"}')).toBe(706_335_836);
    expect(series.get('mongodb_extra_info_page_faults_total')).toBe(3);
    expect(series.get('mongodb_global_lock_current_queue{type="reader"}')).toBe(2);
    expect(series.get('mongodb_metrics_document_total{state="returned"}')).toBe(1699);
    expect(series.get('mongodb_metrics_query_executor_total{state="scanned_objects"}')).toBe(1760);
    expect(series.get('mongodb_cursors_open')).toBe(4);
    expect(series.get('mongodb_metrics_ttl_deleted_documents_total')).toBe(9);
    expect(series.get('mongodb_transactions_committed_total')).toBe(4);
    expect(series.get('mongodb_wiredtiger_cache_max_bytes')).toBe(7_854_882_816);
    expect(series.get('mongodb_wiredtiger_cache_bytes_total{type="written"}')).toBe(4_500_000);
  });

  it('has tickets, wherever they are', () => {
    const tickets = 'mongodb_wiredtiger_concurrent_transactions';
    const total = Number(version) < 7 ? 128 : 9;
    expect(series.get(`${tickets}_out_tickets{type="read"}`)).toBe(1);
    expect(series.get(`${tickets}_total_tickets{type="read"}`)).toBe(total);
    expect(series.get(`${tickets}_available_tickets{type="read"}`)).toBe(total - 1);
  });

  it('has the queue before the tickets from 7.0 on', () => {
    const normal = 'type="read",priority="normal"';
    const modern = Number(version) >= 7;
    expect(series.get(`mongodb_execution_queue_length{${normal}}`)).toBe(modern ? 3 : undefined);
    expect(series.get(`mongodb_execution_queue_wait_seconds_total{${normal}}`)).toBe(
      modern ? 2.75 : undefined,
    );
    const low = 'mongodb_execution_queue_length{type="read",priority="low"}';
    expect(series.get(low)).toBe(version === '8.0' ? 2 : undefined);
  });

  it('has the checkpoint, whose place moved', () => {
    const seconds = version === '8.0' ? 0.021 : 0.017;
    expect(series.get('mongodb_wiredtiger_checkpoint_duration_seconds')).toBe(seconds);
  });

  it('lacks what came later', () => {
    const rejected = series.get('mongodb_connections_rejected_total');
    expect(rejected).toBe(Number(version) >= 7 ? 4 : undefined);
    expect(series.has('mongodb_slow_query_logs_total')).toBe(version === '8.0');
    expect(series.has('mongodb_asserts_total{type="tripwire"}')).toBe(version !== '4.4');
  });
});

describe('strange answers', () => {
  it.each([
    {},
    { connections: null, metrics: [], wiredTiger: 'no', queues: { execution: 5 } },
    { opcounters: { insert: 'many' }, mem: { resident: {} }, uptimeMillis: new Date() },
  ])('%j is nothing, never a zero', (answer) => {
    expect(read(answer).size).toBe(0);
  });

  it('a short one gives what it has', () => {
    const series = read({ uptime: 12, connections: { current: 4 }, opcounters: { query: 3n } });
    expect(Object.fromEntries(series)).toEqual({
      mongodb_instance_uptime_seconds: 12,
      'mongodb_connections{state="current"}': 4,
      'mongodb_op_counters_total{type="query"}': 3,
    });
  });

  it('numbers of every BSON type are read, also those beyond 2^53', async () => {
    const { Long, Int32, Double, Decimal128 } = await import('mongodb');
    const series = read({
      network: {
        bytesIn: Long.fromString('9223372036854775807'),
        bytesOut: new Double(1.5),
        numRequests: Decimal128.fromString('42'),
      },
      extra_info: { page_faults: new Int32(7) },
    });
    expect([...series.values()]).toEqual([9223372036854775807n, 1.5, 42, 7].map(Number));
  });
});
