// Proofs of the alerts on the backend's process.
import { fires, input, silent } from '../../../observe/index.ts';
import {
  backendErrorsLogged,
  backendRestarting,
  cpuHigh,
  fileDescriptorsHigh,
  jvmThreadsBlocked,
} from '../alerts/process.ts';
import { backendMetrics as m } from '../metrics.ts';

const shut = [input(m.up, {}, '1x120')];
const cpu = (values: string) => [input(m.systemCpu, {}, values)];
const blocked = (values: string) => [input(m.threadsStates, { state: 'blocked' }, values)];
const files = (open: string) => [
  input(m.processFilesOpen, {}, open),
  input(m.processFilesMax, {}, '1000x120'),
];
const starts = (values: string) => [input(m.processStart, {}, values)];
const errors = (values: string) => [input(m.logEvents, { level: 'error' }, values)];

const machineProofs = [
  fires(cpuHigh, '84 % from minute 10 on', cpu('0.3x9 0.84x110'), { at: '25m', value: '84%' }),
  silent(cpuHigh, 'just under', cpu('0.78x120')),
  silent(cpuHigh, 'a backup of ten minutes every half an hour', [
    ...cpu('0.3x19 0.95x9 0.3x19 0.95x9 0.3x19 0.95x9 0.3x30'),
  ]),
  silent(cpuHigh, 'the actuator is shut', shut),
  fires(jvmThreadsBlocked, '11 from minute 10 on', blocked('0x9 11x110'), {
    at: '15m',
    value: '11',
  }),
  silent(jvmThreadsBlocked, 'just at the threshold', blocked('10x120')),
  silent(jvmThreadsBlocked, 'threads that wait for work', [
    input(m.threadsStates, { state: 'waiting' }, '300x120'),
    ...blocked('0x120'),
  ]),
  silent(jvmThreadsBlocked, 'a moment of them', blocked('0x9 80x3 0x100')),
  silent(jvmThreadsBlocked, 'the actuator is shut', shut),
  fires(fileDescriptorsHigh, '84 % from minute 10 on', files('300x9 840x110'), {
    at: '20m',
    value: '84%',
  }),
  silent(fileDescriptorsHigh, 'just under', files('780x120')),
  silent(fileDescriptorsHigh, 'a system that tells no limit', [
    input(m.processFilesOpen, {}, '100000x120'),
  ]),
  silent(fileDescriptorsHigh, 'full until a restart', files('300x9 990x8 50x100')),
];

const restartProofs = [
  fires(
    backendRestarting,
    'every four minutes, gone for one minute each time',
    starts('1000x6 _ 1300x2 _ 1540x2 _ 1780x2 _ 2020x2 _ 2260x100'),
    { at: '24m', value: '5' },
  ),
  silent(
    backendRestarting,
    'an upgrade and three restarts of an admin within an hour',
    starts('1000x6 _ 1300x9 _ 1900x9 2440x9 _ 3000x70'),
  ),
  silent(backendRestarting, 'once every half an hour', starts('1000x29 2800x29 4600x29 6400x29')),
  silent(backendRestarting, 'the actuator is shut', shut),
];

const errorProofs = [
  fires(backendErrorsLogged, '11 a minute', errors('0+11x120'), { at: '15m', value: '11' }),
  silent(backendErrorsLogged, 'just under', errors('0+9.5x120')),
  silent(backendErrorsLogged, 'warnings are no errors', [
    input(m.logEvents, { level: 'warn' }, '0+500x120'),
    ...errors('0+1x120'),
  ]),
  silent(backendErrorsLogged, 'the burst of a start, and a counter that begins anew', [
    ...errors('5000+1x19 0 300 300x98'),
  ]),
  silent(backendErrorsLogged, 'the actuator is shut', shut),
];

export const processProofs = [...machineProofs, ...restartProofs, ...errorProofs];
