// Proofs of Temporal's alerts.
import { fires, input, silent } from '../../observe/index.ts';
import { temporalBacklogGrowing, temporalDown, temporalNoWorkers } from './alerts.ts';
import { temporalMetrics as m } from './metrics.ts';

const QUEUE = { namespace: 'default', task_queue: 'invoices', kind: 'workflow' };
const backlog = (values: string) => input(m.backlog, QUEUE, values);
const pollers = (values: string) => input(m.pollers, QUEUE, values);

export const temporalProofs = [
  fires(temporalDown, 'down from minute 10 on', [input(m.up, {}, '1x9 0x60')], {
    at: '13m',
    value: 'down',
  }),
  silent(temporalDown, 'a restart of two minutes', [input(m.up, {}, '1x20 0x2 1x60')]),
  silent(temporalDown, 'not part of this deployment', [input('up', {}, '1x120')]),
  silent(temporalDown, 'the target is gone: AppsmithDown takes over', [
    input(m.up, {}, '1x20 0 stale'),
  ]),

  // 7 a minute are 105 in a quarter of an hour; the first minute in which that is seen whole is 15.
  fires(temporalBacklogGrowing, '7 more each minute', [backlog('0+7x60')], {
    at: '25m',
    value: '105',
    labels: QUEUE,
  }),
  silent(temporalBacklogGrowing, '6 more each minute', [backlog('0+6x120')]),
  silent(temporalBacklogGrowing, 'a burst that is worked off', [backlog('0x20 500-50x9 0x60')]),
  silent(temporalBacklogGrowing, 'much, but no more than before', [backlog('5000x120')]),
  silent(temporalBacklogGrowing, 'no queue is named', [input(m.up, {}, '1x120')]),

  fires(
    temporalNoWorkers,
    'the worker goes at minute 10, and a task waits',
    [pollers('2x9 0x60'), backlog('1x120')],
    { at: '20m', value: '0', labels: QUEUE },
  ),
  silent(temporalNoWorkers, 'nobody works, and nothing waits', [
    pollers('0x120'),
    backlog('0x60 0.9x60'),
  ]),
  silent(temporalNoWorkers, 'one worker', [pollers('1x120'), backlog('300x120')]),
  silent(temporalNoWorkers, 'a worker that is restarted', [
    pollers('1x20 0x8 1x60'),
    backlog('30x120'),
  ]),
  silent(temporalNoWorkers, 'another queue has tasks', [
    pollers('0x120'),
    input(m.backlog, { ...QUEUE, kind: 'activity' }, '40x120'),
  ]),
  silent(temporalNoWorkers, 'no queue is named', [input(m.up, {}, '1x120')]),
];
