// The commands that the stand-in knows, answered as a Redis 7.0 answers them.
import {
  type Answer,
  type Client,
  failure,
  type Handlers,
  NO_ARRAY,
  OK,
  type Reply,
  Simple,
  Verbatim,
} from './answers.ts';
import { type InfoSections, infoText } from './info.ts';

/** Values of CONFIG GET, by parameter. */
export type Config = Readonly<Record<string, string>>;

const CONFIG: Config = {
  maxclients: '10000',
  maxmemory: '0',
  'maxmemory-policy': 'noeviction',
  'slowlog-log-slower-than': '10000',
  'latency-monitor-threshold': '0',
  databases: '16',
};

export interface CommandOptions {
  readonly port: number;
  readonly info: () => InfoSections;
  readonly config?: Config | undefined;
  /** By name: where the master is that this server, a Sentinel, watches. */
  readonly masters?: Readonly<Record<string, { host: string; port: number }>> | undefined;
}

/** Handlers of everything but AUTH and HELLO, which need the server's password. */
export function standardHandlers(options: CommandOptions): Handlers {
  return {
    PING: (args) => (args[0] === undefined ? new Simple('PONG') : args[0]),
    QUIT: () => OK,
    SELECT: ([db], client) => select(Number(db), client),
    CLIENT: ([sub = '', ...rest], client) => clientCommand(sub.toUpperCase(), rest, client),
    INFO: (sections) => new Verbatim(infoText(options.info(), sections)),
    CONFIG: ([sub = '', ...patterns]) =>
      sub.toUpperCase() === 'GET'
        ? configGet(patterns, { ...CONFIG, ...options.config })
        : failure(`ERR unknown subcommand '${sub}'. Try CONFIG HELP.`),
    SLOWLOG: ([sub = '']) => (sub.toUpperCase() === 'LEN' ? 0 : []),
    LATENCY: () => [],
    COMMAND: ([sub = '']) => (sub.toUpperCase() === 'COUNT' ? 240 : []),
    CLUSTER: () => failure('ERR This instance has cluster support disabled'),
    ...(options.masters ? { SENTINEL: (args) => sentinel(args, options.masters ?? {}) } : {}),
  };
}

/** HELLO's answer: what the server is. */
export function helloReply(client: Client): Reply {
  return new Map<string, Reply>([
    ['server', 'redis'],
    ['version', '7.0.15'],
    ['proto', client.protocol],
    ['id', client.id],
    ['mode', 'standalone'],
    ['role', 'master'],
    ['modules', []],
  ]);
}

function select(db: number, client: Client): Answer {
  if (!Number.isInteger(db)) return failure('ERR invalid DB index');
  if (db < 0 || db > 15) return failure('ERR DB index is out of range');
  client.db = db;
  return OK;
}

function clientCommand(sub: string, args: readonly string[], client: Client): Answer {
  if (sub === 'ID') return client.id;
  if (sub === 'GETNAME') return client.name === '' ? null : client.name;
  if (sub !== 'SETNAME') return failure(`ERR unknown subcommand '${sub}'. Try CLIENT HELP.`);
  client.name = args[0] ?? '';
  return OK;
}

function configGet(patterns: readonly string[], config: Config): Reply {
  const wanted = patterns.map((pattern) => glob(pattern.toLowerCase()));
  return new Map(Object.entries(config).filter(([key]) => wanted.some((one) => one.test(key))));
}

function sentinel(
  [sub = '', name = '']: readonly string[],
  masters: Readonly<Record<string, { host: string; port: number }>>,
): Answer {
  if (sub.toLowerCase() !== 'get-master-addr-by-name') {
    return failure(`ERR unknown subcommand '${sub}'. Try SENTINEL HELP.`);
  }
  const master = masters[name];
  return master ? [master.host, String(master.port)] : NO_ARRAY;
}

function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}
