// Proofs of the alerts of backups.
import { fires, type InputSeries, input, type Proof, silent } from '../../observe/index.ts';
import {
  backupFailed,
  backupMissing,
  backupShrunk,
  backupSpaceMissing,
  backupStale,
} from './alerts.ts';
import { backupsMetrics as m } from './metrics.ts';

const GIB = 1_073_741_824;
const HOURLY = 3600;
const ABSENT = [input('up', {}, '1x120')];
const full = { kind: 'full' };

/** Archives of a kind at these times, and how far apart they may be, in seconds. */
const archives = (kind: string, times: string, interval = HOURLY): InputSeries[] => [
  input(m.newest, { kind }, times),
  input(m.interval, { kind }, `${interval}x2000`),
];

const stale: readonly Proof[] = [
  fires(backupStale, 'the last one was in the beginning', archives('full', '1x300'), {
    // An hour, two hours' grace, and five minutes: 3 h 5 min after it.
    at: '186m',
    labels: full,
    value: '2h 5m 59s',
  }),
  fires(
    backupStale,
    'MongoDB’s dump fails while others go on',
    [...archives('mongodb', '1x300'), ...archives('git', '1+60x300')],
    { at: '186m', labels: { kind: 'mongodb' }, value: '2h 5m 59s' },
  ),
  silent(
    backupStale,
    'each comes just in time',
    archives('full', '1x175 10500x175 21000x100'),
    440,
  ),
  silent(backupStale, 'once a week, as scheduled', archives('full', '1x900', 7 * 86_400), 900),
  silent(backupStale, 'nothing says how often', [input(m.newest, full, '1x900')], 900),
  silent(backupStale, 'no backups', ABSENT),
];

const day = (interval: number, more: readonly InputSeries[] = []): InputSeries[] => [
  input(m.scheduled, {}, '1x1700'),
  input(m.interval, full, `${interval}x1700`),
  ...more,
];

const missing: readonly Proof[] = [
  fires(backupMissing, 'daily, and none in 26 hours', day(86_400), { at: '1560m', value: '1' }),
  silent(backupMissing, 'weekly', day(99_000), 1700),
  silent(
    backupMissing,
    'the first one comes',
    day(86_400, [input(m.newest, full, '_x1550 93000x150')]),
    1700,
  ),
  silent(
    backupMissing,
    'switched off',
    [input(m.scheduled, {}, '0x1700'), input(m.interval, full, '86400x1700')],
    1700,
  ),
  silent(backupMissing, 'no backups', ABSENT, 1700),
];

const sizes = (newest: string, previous: string): InputSeries[] => [
  input(m.newestBytes, full, newest),
  input(m.previousBytes, full, previous),
];

const shrunk: readonly Proof[] = [
  fires(backupShrunk, 'a new one has less than half', sizes('100x9 48x60', '98x9 100x60'), {
    at: '25m',
    labels: full,
    value: '48%',
  }),
  silent(backupShrunk, 'it has a little more than half', sizes('100x9 52x110', '98x9 100x110')),
  silent(backupShrunk, 'it grew while it was written', sizes('100x9 20x13 101x90', '98x9 100x110')),
  silent(backupShrunk, 'the first one, and nothing before it', [
    input(m.newestBytes, full, '0x120'),
  ]),
  silent(backupShrunk, 'both are empty', sizes('0x120', '0x120')),
  silent(backupShrunk, 'no backups', ABSENT),
];

const space = (available: string, required: number): InputSeries[] => [
  input(m.available, {}, available),
  input(m.required, {}, `${required}x200`),
];

const spaceMissing: readonly Proof[] = [
  fires(
    backupSpaceMissing,
    'less than an archive takes is left',
    space(`${9 * GIB}x9 ${1.92 * GIB}x60`, 2 * GIB),
    { at: '25m', value: '96%' },
  ),
  silent(backupSpaceMissing, 'just enough', space(`${Math.round(2.1 * GIB)}x120`, 2 * GIB)),
  silent(
    backupSpaceMissing,
    'for a moment, while one is written',
    space(`${9 * GIB}x9 ${GIB}x13 ${9 * GIB}x90`, 2 * GIB),
  ),
  silent(backupSpaceMissing, 'no backups', ABSENT),
];

const failed: readonly Proof[] = [
  fires(backupFailed, 'the one of minute 10', [input(m.failed, {}, '0x9 1x60')], {
    at: '11m',
    value: '1',
  }),
  silent(backupFailed, 'all went well', [input(m.failed, {}, '0x120')]),
  silent(backupFailed, 'seen once', [input(m.failed, {}, '0x9 1 0x110')]),
  silent(backupFailed, 'no log tells', ABSENT),
];

export const backupsProofs: readonly Proof[] = [
  ...stale,
  ...missing,
  ...shrunk,
  ...spaceMissing,
  ...failed,
];
