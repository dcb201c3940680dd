// INFO of the embedded Redis: what the model has counted, over the fields that stay as they are.
import type { AppsmithModel } from '../model/appsmith.ts';
import { COMMANDS, type RedisModel } from '../model/redis.ts';
import { type InfoSections, mergeInfo } from '../redis-wire/index.ts';
import { INFO_TEMPLATE } from '../redis-wire/info-template.ts';

type Fields = Readonly<Record<string, string | number>>;

/** Every section and field of Redis 7.0. */
export function redisInfo({ redis, knobs, clock }: AppsmithModel, port: number): InfoSections {
  return mergeInfo(INFO_TEMPLATE, {
    Server: server(redis, clock.now, port),
    Clients: { connected_clients: redis.clients },
    Memory: {
      ...memory(redis, knobs.redisMaxmemoryBytes),
      maxmemory_policy: knobs.redisPolicy,
    },
    Persistence: persistence(redis),
    Stats: stats(redis),
    CPU: cpu(redis),
    Commandstats: commandStats(redis),
    Errorstats: errorStats(redis),
    Latencystats: latencyStats(redis),
    Keyspace: keyspace(redis),
  });
}

function server({ uptime, started }: RedisModel, now: number, port: number): Fields {
  const seconds = Math.floor(uptime);
  return {
    // A new one for each life of the server.
    run_id: Math.floor(started / 1000)
      .toString(16)
      .padStart(40, 'a'),
    tcp_port: port,
    server_time_usec: Math.round(now * 1000),
    uptime_in_seconds: seconds,
    uptime_in_days: Math.floor(seconds / 86_400),
    lru_clock: Math.floor(now / 1000) % 16_777_216,
  };
}

function memory({ usedMemory, peak }: RedisModel, maxmemory: number): Fields {
  const highest = Math.max(peak, usedMemory);
  const resident = Math.round(usedMemory * 1.18 + 7_400_000);
  const dataset = usedMemory - 1_080_000;
  return {
    used_memory: usedMemory,
    used_memory_human: human(usedMemory),
    used_memory_rss: resident,
    used_memory_rss_human: human(resident),
    used_memory_peak: highest,
    used_memory_peak_human: human(highest),
    used_memory_peak_perc: `${((usedMemory / highest) * 100).toFixed(2)}%`,
    used_memory_overhead: 1_080_000,
    used_memory_startup: 876_008,
    used_memory_dataset: dataset,
    used_memory_dataset_perc: `${((dataset / usedMemory) * 100).toFixed(2)}%`,
    allocator_allocated: usedMemory + 720_000,
    allocator_active: usedMemory + 1_010_000,
    allocator_resident: usedMemory + 3_900_000,
    maxmemory,
    maxmemory_human: maxmemory === 0 ? '0B' : human(maxmemory),
    mem_fragmentation_ratio: (resident / usedMemory).toFixed(2),
    mem_fragmentation_bytes: resident - usedMemory,
    mem_clients_normal: 198_000,
  };
}

function persistence({ changesSinceSave, lastSave, uptime }: RedisModel): Fields {
  return {
    rdb_changes_since_last_save: changesSinceSave,
    rdb_last_save_time: Math.floor(lastSave / 1000),
    rdb_last_bgsave_time_sec: uptime > 15 ? 0 : -1,
    rdb_saves: Math.floor(uptime / 15),
  };
}

function stats({ counts, opsPerSecond, uptime }: RedisModel): Fields {
  const seconds = Math.max(1, uptime);
  return {
    total_connections_received: counts.connections,
    total_commands_processed: counts.commands,
    instantaneous_ops_per_sec: opsPerSecond,
    total_net_input_bytes: counts.bytesIn,
    total_net_output_bytes: counts.bytesOut,
    instantaneous_input_kbps: (counts.bytesIn / seconds / 1024).toFixed(2),
    instantaneous_output_kbps: (counts.bytesOut / seconds / 1024).toFixed(2),
    expired_keys: counts.expired,
    evicted_keys: counts.evicted,
    keyspace_hits: counts.hits,
    keyspace_misses: counts.misses,
    latest_fork_usec: 412,
    total_forks: Math.floor(uptime / 15),
    total_error_replies: counts.refused,
    unexpected_error_replies: 0,
    total_reads_processed: counts.commands + counts.connections,
    total_writes_processed: counts.commands,
  };
}

function cpu({ cpu: { system, user } }: RedisModel): Fields {
  return {
    used_cpu_sys: system.toFixed(6),
    used_cpu_user: user.toFixed(6),
    used_cpu_sys_children: (system * 0.06).toFixed(6),
    used_cpu_user_children: (user * 0.11).toFixed(6),
    used_cpu_sys_main_thread: (system * 0.98).toFixed(6),
    used_cpu_user_main_thread: (user * 0.98).toFixed(6),
  };
}

function commandStats({ calls }: RedisModel): Fields {
  const rows = called(calls).map(([name, micros, count]) => {
    const usec = Math.round(count * micros);
    const text = `calls=${count},usec=${usec},usec_per_call=${micros.toFixed(2)},rejected_calls=0,failed_calls=0`;
    return [`cmdstat_${name}`, text];
  });
  return Object.fromEntries(rows);
}

function latencyStats({ calls }: RedisModel): Fields {
  const rows = called(calls).map(([name, micros]) => {
    const [p50, p99, p999] = [micros, micros * 3, micros * 7].map((value) => value.toFixed(3));
    return [`latency_percentiles_usec_${name}`, `p50=${p50},p99=${p99},p99.9=${p999}`];
  });
  return Object.fromEntries(rows);
}

function called(calls: RedisModel['calls']): [name: string, micros: number, count: number][] {
  return COMMANDS.filter(([name]) => calls[name]).map(([name, , micros]) => [
    name,
    micros,
    calls[name]!,
  ]);
}

/** A write that finds memory full is refused with OOM. */
function errorStats({ counts }: RedisModel): Fields {
  return counts.refused === 0 ? {} : { errorstat_OOM: `count=${counts.refused}` };
}

function keyspace(redis: RedisModel): Fields {
  const expires = Math.min(redis.keys, redis.sessions * 2);
  return { db0: `keys=${redis.keys},expires=${expires},avg_ttl=1296000000` };
}

/** As Redis writes sizes: two digits and a letter. */
function human(bytes: number): string {
  for (const [unit, size] of [
    ['G', 2 ** 30],
    ['M', 2 ** 20],
    ['K', 1024],
  ] as const) {
    if (bytes >= size) return `${(bytes / size).toFixed(2)}${unit}`;
  }
  return `${bytes}B`;
}
