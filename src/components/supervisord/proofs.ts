// Proofs of the alerts of Appsmith's programs.
import { fires, type InputSeries, input, type Proof, silent } from '../../observe/index.ts';
import { autoHealRestarted, processFlapping, processNotRunning } from './alerts.ts';
import { supervisordMetrics as m } from './metrics.ts';

/** One program; `states` are the values of each state that it passes through. */
const program = (process: string, states: Readonly<Record<string, string>>): InputSeries[] =>
  Object.entries(states).map(([state, values]) =>
    input(m.processState, { process, state }, values),
  );

const notRunning: readonly Proof[] = [
  fires(
    processNotRunning,
    'MongoDB is given up at minute 10',
    program('mongodb', { RUNNING: '1x9 0x60', FATAL: '0x9 1x60', BACKOFF: '0x70' }),
    { at: '13m', labels: { process: 'mongodb', reason: 'unknown' }, value: '1' },
  ),
  fires(
    processNotRunning,
    'it is tried for a while before it is given up',
    program('editor', {
      RUNNING: '1x9 0x60',
      BACKOFF: '0x9 1 1 0x58',
      FATAL: '0x9 0 0 1x58',
    }),
    { at: '13m', labels: { process: 'editor', reason: 'unknown' }, value: '1' },
  ),
  fires(
    processNotRunning,
    'Keycloak ended with an error',
    [
      ...program('keycloak', { RUNNING: '1x9 0x60', EXITED: '0x9 1x60' }),
      input(m.exitStatus, { process: 'keycloak' }, '_x10 1x60'),
    ],
    { at: '13m', labels: { process: 'keycloak', reason: 'unknown' }, value: '1' },
  ),
  fires(
    processNotRunning,
    'MongoDB does not open the data of another version',
    [
      ...program('mongodb', { RUNNING: '1x9 0x60', FATAL: '0x9 1x60', BACKOFF: '0x70' }),
      input(m.failure, { process: 'mongodb', reason: 'data_version' }, '_x10 1x60'),
      ...program('rts', { RUNNING: '1x70', FATAL: '0x70' }),
    ],
    { at: '13m', labels: { process: 'mongodb', reason: 'data_version' }, value: '1' },
  ),
  silent(processNotRunning, 'all of them run', [
    ...program('backend', { RUNNING: '1x120', FATAL: '0x120', BACKOFF: '0x120' }),
    ...program('editor', { RUNNING: '1x120', FATAL: '0x120', BACKOFF: '0x120' }),
  ]),
  silent(processNotRunning, 'a job that has done its work', [
    ...program('migrate', { RUNNING: '1x9 0x110', EXITED: '0x9 1x110' }),
    input(m.exitStatus, { process: 'migrate' }, '_x10 0x110'),
  ]),
  silent(processNotRunning, 'somebody stopped it', [
    ...program('cron', { RUNNING: '1x9 0x110', STOPPED: '0x9 1x110', EXITED: '0x120' }),
    input(m.exitStatus, { process: 'cron' }, '_x10 -1x110'),
  ]),
  silent(processNotRunning, 'three tries until it runs', [
    ...program('backend', {
      RUNNING: '1x9 0x4 1x105',
      BACKOFF: '0x9 0 1 1 1 0 0x105',
      STARTING: '0x9 1 0 0 0 1 0x105',
    }),
  ]),
  silent(processNotRunning, 'supervisord is not asked', [input('up', {}, '1x120')]),
];

const flapping: readonly Proof[] = [
  fires(
    processFlapping,
    'the fifth start within an hour',
    [input(m.startTime, { process: 'rts' }, '100x9 700x9 1300x9 1900x9 2500x9 3100x40')],
    { at: '50m', labels: { process: 'rts' }, value: '5' },
  ),
  silent(processFlapping, 'four starts', [
    input(m.startTime, { process: 'rts' }, '100x9 700x9 1300x9 1900x9 2500x80'),
  ]),
  silent(processFlapping, 'a start every twenty minutes', [
    input(m.startTime, { process: 'rts' }, '100x19 1x19 2x19 3x19 4x19 5x19'),
  ]),
  silent(processFlapping, 'a restart of the container', [
    input(m.startTime, { process: 'backend' }, '100x30 _x2 1900x80'),
    input(m.startTime, { process: 'rts' }, '100x30 _x2 1890x80'),
  ]),
  silent(processFlapping, 'it was never started', [input('up', {}, '1x120')]),
];

const healed = (values: string) => [input(m.autoHealRestarts, {}, values)];

const autoHeal: readonly Proof[] = [
  fires(autoHealRestarted, 'one restart at minute 10', healed('0x9 1x60'), {
    at: '10m',
    value: '',
  }),
  silent(autoHealRestarted, 'none', healed('0x120')),
  silent(autoHealRestarted, 'those of before the exporter’s restart', healed('7x20 _x3 0x90')),
  silent(autoHealRestarted, 'auto-heal is off', [input('up', {}, '1x120')]),
];

export const supervisordProofs: readonly Proof[] = [...notRunning, ...flapping, ...autoHeal];
