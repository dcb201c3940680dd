// Proofs of the alerts about MongoDB's work: cursors, slow operations, assertions.
import { fires, input, silent } from '../../../observe/index.ts';
import { mongoAsserts, mongoCursors, mongoSlowOperations } from '../alerts/work.ts';
import { mongodbMetrics as m } from '../metrics.ts';

const cursors = (values: string) => [input(m.cursorsOpen, {}, values)];

const open = [
  fires(mongoCursors, '520 from minute 10 on', cursors('4x9 520x60'), { at: '25m', value: '520' }),
  silent(mongoCursors, '480', cursors('480x120')),
  silent(mongoCursors, 'an export of ten minutes', cursors('4x20 900x9 4x90')),
  silent(mongoCursors, 'a restart closes all', cursors('4x20 700x5 _ 0x90')),
];

const slow = (values: string) => [input(m.slowRunning, {}, values)];

const running = [
  fires(mongoSlowOperations, 'six at a time from minute 10 on', slow('0x9 6x60'), {
    at: '15m',
    value: '6',
  }),
  silent(mongoSlowOperations, 'five at a time', slow('5x120')),
  silent(mongoSlowOperations, 'a backup at night with four scans', slow('0x20 4x40 0x60')),
  silent(mongoSlowOperations, 'nine at a time for four minutes', slow('0x20 9x3 0x90')),
  silent(mongoSlowOperations, 'what runs may not be asked', [input(m.up, {}, '1x120')]),
];

const asserts = (type: string, values: string) => [
  input(m.asserts, { type }, values),
  input(m.asserts, { type: 'user' }, '0+60x180'),
];

const asserted = [
  fires(
    mongoAsserts,
    'more than three a minute from minute 10 on',
    [input(m.asserts, { type: 'msg' }, '0x70'), ...asserts('regular', '0x9 3.15+3.15x60')],
    { at: '19m', value: '0.0525/s' },
  ),
  silent(mongoAsserts, 'less than three a minute', asserts('regular', '0+2.85x120')),
  silent(mongoAsserts, 'a second a minute is a client’s mistake', asserts('rollovers', '0+60x120')),
  silent(mongoAsserts, 'a restart begins at 0 again', asserts('regular', '500x20 _ 0x90')),
  silent(mongoAsserts, 'a handful once', asserts('warning', '0x20 5x90')),
  silent(mongoAsserts, 'MongoDB does not tell', [input(m.up, {}, '1x120')]),
];

export const workProofs = [...open, ...running, ...asserted];
