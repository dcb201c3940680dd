// INFO of the stand-in: the fields of a Redis 7.0, with numbers that move with time and with what was asked.
import { INFO_TEMPLATE } from './info-template.ts';

/** Fields by section; the section's name as INFO prints it, e.g. `Memory`. */
export type InfoSections = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

/** What the server itself has seen. */
export interface Facts {
  readonly port: number;
  readonly uptimeSeconds: number;
  readonly nowSeconds: number;
  readonly clients: number;
  readonly accepted: number;
  /** Calls by command, as INFO names them (`get`, `client|setname`). */
  readonly calls: ReadonlyMap<string, number>;
  /** Error replies by code. */
  readonly errors: ReadonlyMap<string, number>;
}

/** Sections that INFO gives only when they are asked for, or with `all`. */
const ON_DEMAND = new Set(['commandstats', 'latencystats']);
const PAGE = 4096;

/**
 * A small server under an Appsmith with some users: commands, hits, memory and CPU grow with the uptime, so
 * that two scrapes differ also when nobody else connects. Every number is a function of the facts.
 */
export function defaultInfo(facts: Facts): InfoSections {
  const { uptimeSeconds: up, clients, accepted } = facts;
  const asked = sum(facts.calls.values());
  const work = Math.floor(up * 34 + 40 * Math.sin(up / 50) + 40);
  const keys = 420 + Math.floor(up / 90);
  const used = 2_600_000 + keys * 3_400 + clients * 22_000;
  return mergeInfo(INFO_TEMPLATE, {
    Server: {
      tcp_port: facts.port,
      server_time_usec: facts.nowSeconds * 1e6,
      uptime_in_seconds: Math.floor(up),
      uptime_in_days: Math.floor(up / 86_400),
    },
    Clients: { connected_clients: clients },
    Memory: {
      used_memory: used,
      used_memory_rss: Math.ceil((used * 1.4 + 6_000_000) / PAGE) * PAGE,
      used_memory_peak: Math.round(used * 1.02),
      used_memory_dataset: keys * 3_100,
    },
    Persistence: {
      rdb_changes_since_last_save: Math.floor(up % 15) * 3,
      rdb_last_save_time: facts.nowSeconds - Math.floor(up % 15),
      rdb_saves: Math.floor(up / 15),
    },
    Stats: {
      total_connections_received: accepted,
      total_commands_processed: work + asked,
      total_net_input_bytes: work * 92 + asked * 30,
      total_net_output_bytes: work * 610 + asked * 2_000,
      keyspace_hits: Math.floor(work * 0.63),
      keyspace_misses: Math.floor(work * 0.02),
      expired_keys: Math.floor(up / 240),
      total_error_replies: sum(facts.errors.values()),
      total_reads_processed: work + asked,
      total_writes_processed: work + asked,
    },
    CPU: {
      used_cpu_sys: seconds(work * 18e-6 + up * 0.0011),
      used_cpu_user: seconds(work * 24e-6 + up * 0.0008),
      used_cpu_sys_main_thread: seconds(work * 18e-6 + up * 0.001),
      used_cpu_user_main_thread: seconds(work * 24e-6 + up * 0.0007),
    },
    ...statistics(facts, work),
    Keyspace: { db0: `keys=${keys},expires=${keys - 12},avg_ttl=1296000000` },
  });
}

/** Sections of `more` over those of `base`, field by field. */
export function mergeInfo(base: InfoSections, more: InfoSections): InfoSections {
  const merged: Record<string, Record<string, string | number>> = {};
  for (const [name, fields] of Object.entries(base)) merged[name] = { ...fields, ...more[name] };
  for (const [name, fields] of Object.entries(more)) merged[name] ??= { ...fields };
  return merged;
}

/** The text of INFO for the sections asked for; none means the default ones, `all` and `everything` all. */
export function infoText(sections: InfoSections, asked: readonly string[]): string {
  const names = new Set(asked.map((name) => name.toLowerCase()));
  const all = names.has('all') || names.has('everything');
  const byDefault = names.size === 0 || names.has('default');
  return Object.entries(sections)
    .filter(([name]) => {
      const key = name.toLowerCase();
      return all || names.has(key) || (byDefault && !ON_DEMAND.has(key));
    })
    .map(([name, fields]) => {
      const lines = Object.entries(fields).map(([field, value]) => `${field}:${value}`);
      return [`# ${name}`, ...lines, ''].join('\r\n');
    })
    .join('\r\n');
}

/** Reads the text of an INFO, e.g. a recorded one, into sections. */
export function infoSections(text: string): InfoSections {
  const sections: Record<string, Record<string, string>> = {};
  let section: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (line.startsWith('# ')) {
      section = {};
      sections[line.slice(2).trim()] = section;
    } else if (colon > 0) {
      section[line.slice(0, colon)] = line.slice(colon + 1);
    }
  }
  return sections;
}

/** What Appsmith asks of its Redis, as shares of all commands, and the microseconds that each takes. */
const USE: readonly (readonly [cmd: string, share: number, micros: number])[] = [
  ['hgetall', 0.42, 11],
  ['get', 0.23, 4],
  ['expire', 0.12, 3],
  ['pexpire', 0.1, 3],
  ['hset', 0.08, 9],
  ['publish', 0.05, 6],
];

function statistics({ calls, errors }: Facts, work: number): InfoSections {
  const commands: Record<string, string> = {};
  const latencies: Record<string, string> = {};
  const add = (cmd: string, count: number, micros: number) => {
    const usec = Math.round(count * micros);
    commands[`cmdstat_${cmd}`] =
      `calls=${count},usec=${usec},usec_per_call=${micros.toFixed(2)},rejected_calls=0,failed_calls=0`;
    latencies[`latency_percentiles_usec_${cmd}`] =
      `p50=${micros}.007,p99=${micros * 3}.023,p99.9=${micros * 9}.119`;
  };
  for (const [cmd, share, micros] of USE) add(cmd, Math.floor(work * share), micros);
  for (const [cmd, count] of calls) add(cmd, count, cmd === 'info' ? 90 : 2);
  const codes = [...errors].map(([code, count]) => [`errorstat_${code}`, `count=${count}`]);
  return {
    Commandstats: commands,
    Latencystats: latencies,
    Errorstats: Object.fromEntries(codes) as Record<string, string>,
  };
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const n of numbers) total += n;
  return total;
}

function seconds(value: number): string {
  return value.toFixed(6);
}
