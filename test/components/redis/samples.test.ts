// INFO of Redis 6.0 to 8, Valkey, Pika and a Sentinel as samples: what is there, and nothing that is not.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseInfo } from '../../../src/components/redis/info.ts';
import { redisMetrics } from '../../../src/components/redis/metrics.ts';
import { addInfo } from '../../../src/components/redis/samples.ts';
import { MAX_COMMANDS, MAX_ERRORS } from '../../../src/components/redis/statistics.ts';
import { familiesOf, render } from '../../../src/exposition/index.ts';
import { SampleSet } from '../../../src/metrics/index.ts';
import { seriesOf } from './series.ts';

function samplesOf(text: string): Map<string, number> {
  const samples = new SampleSet();
  addInfo(samples, parseInfo(text), { store: 'main' });
  const bytes = Buffer.concat([...render(familiesOf(samples), 'text')]);
  return seriesOf(bytes.toString());
}

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/redis/${name}.txt`, import.meta.url), 'utf8');
const samplesIn = (name: string) => samplesOf(fixture(name));

describe('the fixtures', () => {
  it('Redis 6.0', () => {
    const series = samplesIn('info-6.0.9');
    expect(series.get('redis_uptime_in_seconds{store="main"}')).toBe(252_812);
    expect(series.get('redis_cpu_sys_seconds_total{store="main"}')).toBe(630.829091);
    expect(series.get('redis_latest_fork_seconds{store="main"}')).toBe(0.00081);
    expect(series.get('redis_commands_total{store="main",cmd="info"}')).toBe(132);
    expect(series.get('redis_commands_duration_seconds_total{store="main",cmd="info"}')).toBe(
      0.037296,
    );
    expect(series.get('redis_memory_max_bytes{store="main"}')).toBe(0);
    expect(series.get('redis_rdb_last_bgsave_duration_seconds{store="main"}')).toBe(0);
    expect(series.get('redis_db_keys{store="main",db="db0"}')).toBe(4);
    const names = [...series.keys()].join('\n');
    expect(names).toMatch(/redis_instance_info\{.*role="master".*software="redis"/);
    // Not in 6.0, not running, or not known: absent.
    for (const name of [
      'redis_commands_failed_calls_total',
      'redis_errors_total',
      'redis_latency_percentiles_seconds',
      'redis_max_clients',
      'redis_rdb_current_bgsave_duration_seconds',
      'redis_aof_last_rewrite_duration_seconds',
      'redis_db_avg_ttl_seconds',
      'redis_master_link_up',
      'redis_sentinel',
      'redis_cluster_state',
    ]) {
      expect(names).not.toContain(name);
    }
  });

  it('Redis 6.2, a replica that has lost its master', () => {
    const series = samplesIn('info-6.2-replica');
    expect(Object.fromEntries(series)).toMatchObject({
      'redis_max_clients{store="main"}': 10_000,
      'redis_master_link_up{store="main"}': 0,
      'redis_master_link_down_since_seconds{store="main"}': 42,
      'redis_slave_repl_offset{store="main"}': 4711,
      'redis_rdb_last_bgsave_status{store="main"}': 0,
      'redis_rdb_current_bgsave_duration_seconds{store="main"}': 3,
      'redis_aof_last_write_status{store="main"}': 1,
      'redis_latest_fork_seconds{store="main"}': 0.0015,
      'redis_expired_stale_ratio{store="main"}': 0.125,
      'redis_commands_rejected_calls_total{store="main",cmd="get"}': 2,
      'redis_commands_failed_calls_total{store="main",cmd="get"}': 1,
      'redis_errors_total{store="main",err="ERR"}': 4,
      'redis_errors_total{store="main",err="WRONGTYPE"}': 1,
      'redis_db_avg_ttl_seconds{store="main",db="db0"}': 1_296_000,
      'redis_db_keys{store="main",db="db3"}': 1,
    });
    const replica = '{store="main",slave_ip="10.0.0.7",slave_port="6381",slave_state="online"}';
    expect(series.get(`redis_connected_slave_lag_seconds${replica}`)).toBe(1);
    expect(series.get(`redis_connected_slave_offset_bytes${replica}`)).toBe(4700);
    // −1 is "never heard of it", not a time; a code with spaces is no label.
    expect(series.has('redis_master_last_io_ago_seconds{store="main"}')).toBe(false);
    expect([...series.keys()].join()).not.toContain('such');
    expect(series.has('redis_db_avg_ttl_seconds{store="main",db="db3"}')).toBe(false);
  });

  it('Redis 7.0, as recorded', () => {
    const series = samplesIn('info-7.0.15');
    expect(series.get('redis_errors_total{store="main",err="ERR"}')).toBe(1);
    expect(series.get('redis_rdb_saves_total{store="main"}')).toBe(0);
    expect(series.size).toBeGreaterThan(70);
  });

  it('Redis 8', () => {
    const series = samplesIn('info-8.2');
    expect(series.get('redis_pubsub_clients{store="main"}')).toBe(1);
    expect(series.get('redis_io_threads_active{store="main"}')).toBe(1);
    expect(series.get('redis_db_keys{store="main",db="db0"}')).toBe(12);
    expect([...series.keys()].filter((name) => name.startsWith('redis_db_keys'))).toHaveLength(2);
  });

  it('Valkey, which claims a Redis version and calls its mode otherwise', () => {
    const series = samplesIn('info-valkey-8.0');
    const instance = [...series.keys()].find((name) => name.startsWith('redis_instance_info'));
    expect(instance).toContain('redis_version="7.2.4",software="valkey",software_version="8.0.1"');
    expect(instance).toContain('redis_mode="standalone"');
    expect(series.get('redis_memory_used_lua_bytes{store="main"}')).toBe(31_744);
    expect(series.get('redis_acl_access_denied_auth_total{store="main"}')).toBe(3);
  });

  it('Pika, which shares the protocol and half of the fields', () => {
    const series = samplesIn('info-pika');
    expect(series.get('redis_connected_clients{store="main"}')).toBe(1);
    expect(series.get('redis_memory_used_bytes{store="main"}')).toBe(8430);
    expect(series.get('redis_connected_slaves{store="main"}')).toBe(0);
    const names = [...series.keys()].join('\n');
    expect(names).toContain('software="pika",software_version="3.4.0"');
    expect(names).not.toMatch(/redis_db_keys|redis_commands_total|redis_memory_max_bytes/);
  });

  it('a Sentinel that watches two addresses under one number', () => {
    const series = samplesIn('sentinel-info');
    const master = (name: string, port: number) =>
      `store="main",master_name="${name}",master_address="127.0.0.1:${port}"`;
    expect(Object.fromEntries(series)).toMatchObject({
      'redis_sentinel_masters{store="main"}': 2,
      'redis_sentinel_tilt{store="main"}': 0,
      [`redis_sentinel_master_status{${master('mymaster', 6379)},master_status="ok"}`]: 1,
      [`redis_sentinel_master_sentinels{${master('myothermaster', 6381)}}`]: 2,
    });
  });
});

describe('parts of INFO', () => {
  it('gives percentiles as a summary in seconds', () => {
    const series = samplesOf(
      '# Commandstats\r\ncmdstat_get:calls=4,usec=10,usec_per_call=2.5\r\n' +
        '# Latencystats\r\nlatency_percentiles_usec_get:p50=1.003,p99=2.007,p99.9=9.023\r\n' +
        'latency_percentiles_usec_set:p50=1.003\r\n',
    );
    const of = (suffix: string, quantile = '') =>
      series.get(`redis_latency_percentiles_seconds${suffix}{store="main",cmd="get"${quantile}}`);
    expect(of('', ',quantile="0.5"')).toBe(0.000001003);
    expect(of('', ',quantile="0.999"')).toBe(0.000009023);
    expect(of('_count')).toBe(4);
    expect(of('_sum')).toBe(0.00001);
    // Percentiles of a command without its counts would be half a summary.
    expect([...series.keys()].join()).not.toContain('cmd="set"');
  });

  it('bounds commands and errors, keeping the most frequent', () => {
    const lines = ['# Commandstats'];
    for (let i = 0; i < 1000; i++) lines.push(`cmdstat_c${i}:calls=${i},usec=1`);
    lines.push('# Errorstats');
    for (let i = 0; i < 1000; i++) lines.push(`errorstat_E${i}:count=${i}`);
    const names = [...samplesOf(lines.join('\n')).keys()];
    expect(names.filter((n) => n.startsWith('redis_commands_total'))).toHaveLength(MAX_COMMANDS);
    expect(names.filter((n) => n.startsWith('redis_errors_total'))).toHaveLength(MAX_ERRORS);
    expect(names).toContain('redis_commands_total{store="main",cmd="c999"}');
    expect(names).toContain('redis_errors_total{store="main",err="E999"}');
  });

  it('leaves out what is malformed', () => {
    const text =
      'connected_clients:many\nused_memory:\nmaxmemory:NaN\nuptime_in_seconds:1e999\n' +
      'rdb_last_save_time:-\n:5\nno colon\n# Keyspace\ndb0:keys=x,expires\ndbx:keys=1\n' +
      '# Commandstats\ncmdstat_get:calls=,usec=1\nother:calls=1\n# Sentinel\nmasters:3\n';
    const names = [...samplesOf(text).keys()];
    expect(names.filter((name) => !name.startsWith('redis_instance_info'))).toEqual([]);
  });
});

it('has one name for each metric and one label set for all', () => {
  const all = Object.values(redisMetrics);
  expect(new Set(all.map((def) => def.name)).size).toBe(all.length);
  for (const def of all) {
    expect(def.name).toMatch(/^redis_/);
    expect(def.labels.slice(0, 2)).toEqual(['store', 'node']);
  }
});
