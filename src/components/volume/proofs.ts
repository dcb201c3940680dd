// Proofs of the alerts of the stacks volume.
import { fires, type InputSeries, input, type Proof, silent } from '../../observe/index.ts';
import {
  logsGrowing,
  volumeFilling,
  volumeFull,
  volumeNotAnswering,
  volumeReadOnly,
} from './alerts.ts';
import { volumeMetrics as m } from './metrics.ts';

const GIB = 1_073_741_824;

/** A volume of which root keeps 5 units; what is available follows `available`. */
const volume = (size: number, free: string, available: string): InputSeries[] => [
  input(m.size, {}, `${size}x900`),
  input(m.free, {}, free),
  input(m.available, {}, available),
];
const inodes = (free: string): InputSeries[] => [
  input(m.inodes, {}, '1000x900'),
  input(m.inodesFree, {}, free),
];
const ABSENT = [input('up', {}, '1x120')];

const notAnswering: readonly Proof[] = [
  fires(volumeNotAnswering, 'it hangs from minute 10 on', [input(m.up, {}, '1x9 0x60')], {
    at: '13m',
    value: 'down',
  }),
  silent(volumeNotAnswering, 'it hangs for two minutes', [input(m.up, {}, '1x9 0x2 1x60')]),
  silent(volumeNotAnswering, 'no stacks folder is mounted', ABSENT),
];

const full: readonly Proof[] = [
  // 96 of the 100 that anybody but root can have.
  fires(volumeFull, 'little space is left', volume(105, '40x9 9x60', '35x9 4x60'), {
    at: '15m',
    value: '96%',
  }),
  fires(
    volumeFull,
    'few files can be made',
    [...volume(105, '55x70', '50x70'), ...inodes('500x9 40x60')],
    { at: '15m', value: '96%' },
  ),
  silent(volumeFull, 'just under', [...volume(105, '11x120', '6x120'), ...inodes('60x120')]),
  silent(volumeFull, 'full for four minutes', volume(105, '40x9 9x3 40x90', '35x9 4x3 35x90')),
  silent(volumeFull, 'a file system without a number of inodes', volume(105, '55x120', '50x120')),
  silent(volumeFull, 'no stacks folder is mounted', ABSENT),
];

/** 100 GiB, none of it kept for root: so much available at first, so many GiB an hour less. */
const emptying = (available: number, perHour: number, minutes = 600): InputSeries[] => {
  const values = `${available * GIB}-${Math.round((perHour * GIB) / 60)}x${minutes}`;
  return volume(100 * GIB, values, values);
};

const filling: readonly Proof[] = [
  fires(
    volumeFilling,
    'a fifth of what is left goes in less than five hours',
    // 23 hours' worth when it can first be said, after an hour; it is said after half an hour.
    emptying(38.4, 1.6),
    { at: '90m', value: '22h 30m 0s' },
  ),
  silent(volumeFilling, 'just over a day is left', emptying(39, 1.4), 100),
  silent(volumeFilling, 'just under the floor', emptying(44, 1.95), 95),
  silent(volumeFilling, 'almost empty, however fast', emptying(95, 9), 280),
  silent(volumeFilling, 'a few minutes of history', emptying(30, 12, 58), 88),
  silent(volumeFilling, 'space that comes back', [
    ...volume(100 * GIB, `${10 * GIB}+${GIB / 60}x600`, `${10 * GIB}+${GIB / 60}x600`),
  ]),
  silent(volumeFilling, 'nothing moves', volume(100, '20x600', '20x600')),
  silent(volumeFilling, 'no stacks folder is mounted', ABSENT),
];

/** 4 GiB are left; the logs begin at so many GiB and take so many more each hour. */
const logs = (from: number, perHour: number, minutes = 600): InputSeries[] => {
  const step = Math.round((perHour * GIB) / 60);
  const values = `${Math.round(from * GIB)}${step < 0 ? '' : '+'}${step}x${minutes}`;
  return [
    input(m.available, {}, `${4 * GIB}x${minutes}`),
    input(m.folderBytes, { folder: 'logs' }, values),
  ];
};

const growing: readonly Proof[] = [
  // What is left lasts 68 hours at this pace.
  fires(logsGrowing, 'they take what is left in less than three days', logs(1.05, 4 / 68), {
    at: '90m',
    value: '2d 20h 0m 0s',
  }),
  silent(logsGrowing, 'in just over three days', logs(3, 4 / 76)),
  silent(logsGrowing, 'small as yet', logs(0.85, 4 / 68)),
  silent(logsGrowing, 'another folder grows', [
    input(m.available, {}, `${4 * GIB}x600`),
    input(m.folderBytes, { folder: 'logs' }, `${3 * GIB}x600`),
    input(m.folderBytes, { folder: 'data/mongodb' }, `${3 * GIB}+${GIB / 64}x600`),
  ]),
  silent(logsGrowing, 'a few minutes of history', logs(3, 0.2, 58), 88),
  silent(logsGrowing, 'they shrink', logs(30, -0.2)),
  silent(logsGrowing, 'no stacks folder is mounted', ABSENT),
];

const readOnly: readonly Proof[] = [
  fires(volumeReadOnly, 'it turns read-only at minute 10', [input(m.readOnly, {}, '0x9 1x60')], {
    at: '10m',
    value: '1',
  }),
  silent(volumeReadOnly, 'it always was, for the exporter', [input(m.readOnly, {}, '1x120')]),
  silent(volumeReadOnly, 'it takes writes', [input(m.readOnly, {}, '0x120')]),
  silent(volumeReadOnly, 'it takes writes again', [input(m.readOnly, {}, '1x9 0x110')]),
];

export const volumeProofs: readonly Proof[] = [
  ...notAnswering,
  ...full,
  ...filling,
  ...growing,
  ...readOnly,
];
