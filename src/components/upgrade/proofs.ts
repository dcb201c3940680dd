// Proofs of the alerts on updates.
import { fires, input, silent } from '../../observe/index.ts';
import { appsmithOutdated, migrationFailed, migrationRunningLong } from './alerts.ts';
import { upgradeMetrics as m } from './metrics.ts';

const ABSENT = [input('up', {}, '1x120')];

const failed = [
  fires(migrationFailed, 'failed at minute 10', [input(m.failed, {}, '0x9 1x60')], {
    at: '11m',
    value: '1',
  }),
  silent(migrationFailed, 'migrations that go well', [
    input(m.failed, {}, '0x120'),
    input(m.running, {}, '0x9 1x5 0x100'),
  ]),
  silent(migrationFailed, 'no stacks volume', ABSENT),
];

/** Began at minute 10. */
const began = (running: string) => [
  input(m.running, {}, running),
  input(m.started, {}, '_x10 600x110'),
];

const long = [
  fires(migrationRunningLong, 'running since minute 10', began('0x9 1x60'), {
    at: '28m',
    value: '18m 0s',
  }),
  silent(migrationRunningLong, 'done after a quarter of an hour', began('0x9 1x16 0x90')),
  silent(migrationRunningLong, 'failed long ago', began('0x9 1x2 0x100')),
  silent(migrationRunningLong, 'no stacks volume', ABSENT),
];

const behind = (part: string, values: string) => input(m.behind, { part }, values);

const outdated = [
  fires(
    appsmithOutdated,
    'ten minor versions behind from minute 10 on',
    [behind('major', '0x130'), behind('minor', '9x9 10x120')],
    { at: '70m', labels: { part: 'minor' }, value: '10' },
  ),
  fires(
    appsmithOutdated,
    'another major version',
    [behind('major', '0x9 1x120'), behind('minor', '9x9 0x120')],
    { at: '70m', labels: { part: 'major' }, value: '1' },
  ),
  silent(appsmithOutdated, 'nine behind, and a patch', [
    behind('major', '0x180'),
    behind('minor', '9x180'),
    behind('patch', '30x180'),
  ]),
  silent(appsmithOutdated, 'it is not asked for', ABSENT),
];

export const upgradeProofs = [...failed, ...long, ...outdated];
