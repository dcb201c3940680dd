// Why a program of the container does not run, as one of a bounded set of words, from what it and supervisord wrote.

/** Every value of the label `reason`. The words from `data_version` on are looked for in the log in this order. */
export const FAILURE_REASONS = [
  'data_version',
  'data_damaged',
  'disk_full',
  'out_of_memory',
  'port_in_use',
  'configuration',
  'permission',
  'missing_file',
  'connection_refused',
  'killed',
  'crashed',
  'stopped',
  'spawn_error',
  'exited_too_quickly',
  'unknown',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** What a reason was taken from, for a person. */
export interface Failure {
  readonly reason: FailureReason;
  /** The line of the log, as it stands there: it may hold anything, so no metric and no log has it. */
  readonly line?: string;
}

/**
 * In the words of MongoDB, Redis, PostgreSQL, Java, Node, Caddy and the kernel's errors. The first that fits any of
 * the lines wins: a full disk brings damaged files and refused connections after it, not the other way round.
 */
const IN_THE_LOG: readonly (readonly [FailureReason, RegExp])[] = [
  [
    'data_version',
    /UPGRADE PROBLEM|invalid featureCompatibilityVersion|Wrong mongod version|too recent to start up on the existing data|unsupported WiredTiger file version|Failed to start up WiredTiger under any compatibility version|initialized by PostgreSQL version|Can't handle RDB format version/i,
  ],
  [
    'disk_full',
    /no space left on device|ENOSPC|disk quota exceeded|EDQUOT|insufficient free space for journal/i,
  ],
  [
    'data_damaged',
    /WT_TRY_SALVAGE|WT_PANIC|Bad file format reading the append only file|Short read or OOM loading DB|Wrong signature trying to load DB|RDB CRC error|could not locate a valid checkpoint record|invalid primary checkpoint record/i,
  ],
  [
    'out_of_memory',
    /OutOfMemoryError|insufficient memory for the Java Runtime|Cannot allocate memory|ENOMEM|bad_alloc|JavaScript heap out of memory|^out of memory|: out of memory/i,
  ],
  ['port_in_use', /address (is )?already in use|EADDRINUSE|port \d+ was already in use/i],
  [
    'configuration',
    /FATAL CONFIG FILE ERROR|Unrecognized (VM )?option|Error parsing (command line|INI config)|adapting config|unrecognized configuration parameter|Could not create the Java Virtual Machine|Could not resolve placeholder/i,
  ],
  ['permission', /permission denied|EACCES|operation not permitted|EPERM|AccessDeniedException/i],
  [
    'missing_file',
    /no such file or directory|ENOENT|FileNotFoundException|NoSuchFileException|Cannot find module|Unable to access jarfile|command not found/i,
  ],
  ['connection_refused', /connection refused|ECONNREFUSED|MongoTimeoutException/i],
];

/** The end of the log is about the latest attempt; what is further up may be about an older one. */
const LATEST_LINES = 40;
const MAX_LINES = 400;
const MAX_LINE = 2000;

/**
 * What the last lines of a program's log say, oldest first; undefined if none of them says anything known. A shell
 * that traces what it runs (`+ …`) repeats the words of its script, which are not what happened.
 */
export function failureInLog(text: string): Failure | undefined {
  const lines = text
    .split('\n')
    .slice(-MAX_LINES)
    .map((line) => line.slice(0, MAX_LINE).trim())
    .filter((line) => line !== '' && !line.startsWith('+'));
  return firstFitting(lines.slice(-LATEST_LINES)) ?? firstFitting(lines.slice(0, -LATEST_LINES));
}

function firstFitting(lines: readonly string[]): Failure | undefined {
  for (const [reason, pattern] of IN_THE_LOG) {
    const line = lines.findLast((one) => pattern.test(one));
    if (line !== undefined) return { reason, line };
  }
  return undefined;
}

/** `Exited too quickly (process log may have details)`, `Bad exit code 3`: it began, so its own log knows more. */
const TOO_QUICKLY = /^exited too quickly/i;
const ENDED = /^(exited too quickly|bad exit code|terminated by)/i;

/**
 * What supervisord says where it could not even begin the program; undefined where the program's log has to be asked.
 *
 * @param spawnError `spawnerr` of getProcessInfo
 */
export function failureToSpawn(spawnError: string): Failure | undefined {
  const line = spawnError.trim();
  if (line === '' || ENDED.test(line)) return undefined;
  if (/can't find command/i.test(line)) return { reason: 'missing_file', line };
  if (/not executable|no permission|is a directory/i.test(line)) {
    return { reason: 'permission', line };
  }
  const known = firstFitting([line]);
  return known ?? { reason: 'spawn_error', line };
}

/** What remains to be said where no log explains it. `exitStatus` is −1 where a signal ended the program. */
export function failureUnexplained(spawnError: string, exitStatus: number | undefined): Failure {
  if (TOO_QUICKLY.test(spawnError.trim())) return { reason: 'exited_too_quickly' };
  return { reason: exitStatus === -1 ? 'killed' : 'unknown' };
}
