// The words that programs end with, and the reasons they become; what is shown of a line.
import { describe, expect, it } from 'vitest';
import {
  failureInLog,
  failureToSpawn,
  failureUnexplained,
} from '../../../src/components/supervisord/failure/reasons.ts';
import { withoutSecrets } from '../../../src/components/supervisord/failure/redact.ts';

const DATA_VERSION = [
  '{"t":{"$date":"2026-11-21T10:00:00.000+00:00"},"s":"F","c":"CONTROL","id":20573,"ctx":"initandlisten","msg":"Wrong mongod version","attr":{"error":"UPGRADE PROBLEM: Found an invalid featureCompatibilityVersion document (ERROR: Location4926900: Invalid featureCompatibilityVersion document in admin.system.version: { _id: \\"featureCompatibilityVersion\\", version: \\"4.4\\" }."}}',
  '{"s":"F","c":"STORAGE","id":4671205,"ctx":"initandlisten","msg":"This version of MongoDB is too recent to start up on the existing data files. Try MongoDB 4.2 or earlier."}',
  'FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 13, which is not compatible with this version 14.12.',
  "12:M 21 Nov 2026 10:00:00.000 # Can't handle RDB format version 12",
];

describe('a log', () => {
  it.each([
    ...DATA_VERSION.map((line): [string, string] => ['data_version', line]),
    ['disk_full', 'write: No space left on device'],
    ['disk_full', 'Error: ENOSPC: no space left on device, write'],
    ['out_of_memory', 'java.lang.OutOfMemoryError: Java heap space'],
    [
      'out_of_memory',
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    ],
    [
      'out_of_memory',
      '# There is insufficient memory for the Java Runtime Environment to continue.',
    ],
    ['port_in_use', 'Error: listen EADDRINUSE: address already in use 0.0.0.0:8091'],
    [
      'port_in_use',
      '12:M # Warning: Could not create server TCP listening socket *:6379: bind: Address already in use',
    ],
    ['port_in_use', 'Web server failed to start. Port 8080 was already in use.'],
    [
      'data_damaged',
      '12:M # Bad file format reading the append only file: make a backup of your AOF file',
    ],
    ['data_damaged', 'WiredTiger error: WT_TRY_SALVAGE: database corruption detected'],
    ['configuration', '*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***'],
    ['configuration', "Unrecognized VM option 'UseConcMarkSweepGC'"],
    ['permission', '/appsmith-stacks/data/postgres/main: Permission denied'],
    ['missing_file', "supervisor: couldn't chdir to /appsmith-stacks/data/mongodb: ENOENT"],
    ['missing_file', 'Error: Unable to access jarfile server.jar'],
    ['connection_refused', 'connect ECONNREFUSED 127.0.0.1:27017'],
  ])('says %s: %s', (reason, text) => {
    expect(failureInLog(`Starting\n${text}\n\n`)).toMatchObject({ reason });
    expect(text).toContain(failureInLog(text)?.line);
  });

  it('that a full disk began is about the full disk, whatever follows from it', () => {
    const text = [
      'pwrite: No space left on device',
      'WT_PANIC: WiredTiger library panic',
      'exited: connection refused',
    ].join('\n');
    expect(failureInLog(text)).toMatchObject({ reason: 'disk_full' });
  });

  it('is believed at its end: what an older attempt said is asked only if the latest is silent', () => {
    const old = 'bind: Address already in use';
    const filler = Array.from({ length: 50 }, (_, i) => `line ${i}`).join('\n');
    const newer = 'Permission denied';
    expect(failureInLog(`${old}\n${filler}\n${newer}`)).toMatchObject({ reason: 'permission' });
    expect(failureInLog(`${old}\n${filler}`)).toMatchObject({ reason: 'port_in_use' });
  });

  it.each(['', '\n\n', 'all is well', '+ echo no space left on device', '\0\u0001garbage\xff'])(
    'may say nothing: %j',
    (text) => {
      expect(failureInLog(text)).toBeUndefined();
    },
  );

  it('is read in no time however long its lines are', () => {
    const started = performance.now();
    failureInLog('a'.repeat(16_384));
    failureInLog('password='.repeat(2000));
    withoutSecrets('a1'.repeat(8192));
    withoutSecrets('x://'.repeat(4096));
    withoutSecrets('token:'.repeat(2000));
    expect(performance.now() - started).toBeLessThan(200);
  });
});

describe('supervisord', () => {
  it.each([
    ['missing_file', "can't find command '/opt/none'"],
    ['permission', "command at '/etc/passwd' is not executable"],
    ['permission', "command at '/etc' is a directory"],
    ['permission', "unknown error making dispatchers for 'rts': EACCES"],
    ['missing_file', "unknown error making dispatchers for 'rts': ENOENT"],
    ['out_of_memory', "unknown error during fork for 'rts': ENOMEM"],
    ['spawn_error', "Too many processes in process table to spawn 'rts'"],
  ])('says %s: %s', (reason, text) => {
    expect(failureToSpawn(text)).toEqual({ reason, line: text });
  });

  it('leaves the rest to the log', () => {
    const quickly = 'Exited too quickly (process log may have details)';
    expect(failureToSpawn(quickly)).toBeUndefined();
    expect(failureToSpawn('')).toBeUndefined();
    expect(failureUnexplained(quickly, 0).reason).toBe('exited_too_quickly');
    expect(failureUnexplained('', 3).reason).toBe('unknown');
    expect(failureUnexplained('', -1).reason).toBe('killed');
  });
});

describe('a line that is shown', () => {
  it.each([
    [
      'mongodb://appsmith:hunter2@localhost:27017/appsmith failed',
      'mongodb://***@localhost:27017/appsmith failed',
    ],
    ['redis://:p@ss@word@cache:6379', 'redis://***@cache:6379'],
    ['APPSMITH_ENCRYPTION_PASSWORD=abc def', 'APPSMITH_ENCRYPTION_PASSWORD=*** def'],
    ['{"password":"s3cret","user":"a"}', '{"password":***,"user":"a"}'],
    ['Authorization: Basic YXBwc21pdGg6cGFzcw==', 'Authorization: *** ***'],
    ['got Bearer eyJhbGciOi.payload.sig', 'got Bearer ***'],
    ['user jane.doe@example.com could not log in', 'user *** could not log in'],
    ['key 0123456789abcdef0123456789abcdef01', 'key ***'],
    ['\u001b[31mNo space left on device\u001b[0m\u0007', 'No space left on device '],
  ])('%s', (line, shown) => {
    expect(withoutSecrets(line)).toBe(shown);
  });

  it('is short', () => {
    expect(withoutSecrets('word '.repeat(1000))).toHaveLength(241);
  });
});
