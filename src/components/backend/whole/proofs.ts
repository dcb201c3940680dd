// Proofs of the alerts of Appsmith as a whole.
import { fires, input, type Proof, silent } from '../../../observe/index.ts';
import { ownMetrics as m } from '../metrics.ts';
import { appsmithDown, appsmithProbeSlow, appsmithVersionSkew } from './alerts.ts';
import { burnProofs } from './burn-proofs.ts';

const down: readonly Proof[] = [
  fires(
    appsmithDown,
    'the backend is ill from minute 10 on',
    [input('up', {}, '1x70'), input(m.up, {}, '1x9 0x60')],
    { at: '13m', value: 'down' },
  ),
  fires(
    appsmithDown,
    'the container is stopped, and the exporter with it',
    [input('up', {}, '1x9 0x60'), input(m.up, {}, '1x9 stale')],
    { at: '13m', value: 'down' },
  ),
  fires(
    appsmithDown,
    'Prometheus has no such target any more',
    [input('up', {}, '1x9 stale'), input(m.up, {}, '1x9 stale')],
    { at: '13m', value: 'down' },
  ),
  fires(
    appsmithDown,
    'another job is fine',
    [input('up', { job: 'node' }, '1x70'), input('up', {}, '1x9 0x60')],
    { at: '13m', value: 'down' },
  ),
  silent(appsmithDown, 'a restart of three minutes', [
    input('up', {}, '1x120'),
    input(m.up, {}, '1x20 0 0 0 1x97'),
  ]),
  silent(appsmithDown, 'the container is restarted: gone, then ill, then well', [
    input('up', {}, '1x20 0 1x100'),
    input(m.up, {}, '1x20 _ 0 0 1x97'),
  ]),
  silent(appsmithDown, 'the backend is not asked', [input('up', {}, '1x120')]),
];

const slow: readonly Proof[] = [
  fires(
    appsmithProbeSlow,
    'a little over two seconds from minute 10 on',
    [input(m.up, {}, '1x60'), input(m.healthDuration, {}, '0.3x9 2.1x50')],
    { at: '15m', value: '2.1s' },
  ),
  silent(appsmithProbeSlow, 'just under', [
    input(m.up, {}, '1x120'),
    input(m.healthDuration, {}, '1.95x120'),
  ]),
  silent(appsmithProbeSlow, 'four slow minutes while it starts', [
    input(m.up, {}, '1x120'),
    input(m.healthDuration, {}, '4x4 0.2x115'),
  ]),
  silent(appsmithProbeSlow, 'slow to say that it is ill: AppsmithDown tells', [
    input(m.up, {}, '0x120'),
    input(m.healthDuration, {}, '3x120'),
  ]),
  silent(appsmithProbeSlow, 'the target is gone', [input('up', {}, '0x120')]),
];

const version = (instance: string, of: string, values: string) =>
  input(m.info, { instance, version: of, commit: 'c', edition: 'community' }, values);

const skew: readonly Proof[] = [
  fires(
    appsmithVersionSkew,
    'an update that stopped half-way at minute 10',
    [
      version('a', 'v1.85', '1x120'),
      version('b', 'v1.85', '1x9 stale'),
      version('b', 'v1.86', '_x10 1x100'),
    ],
    [
      { at: '70m', labels: { instance: 'a', version: 'v1.85' }, value: '2' },
      { at: '70m', labels: { instance: 'b', version: 'v1.86' }, value: '2' },
    ],
  ),
  silent(appsmithVersionSkew, 'all alike', [
    version('a', 'v1.86', '1x120'),
    version('b', 'v1.86', '1x120'),
  ]),
  silent(appsmithVersionSkew, 'an update of half an hour', [
    version('a', 'v1.85', '1x40 stale'),
    version('a', 'v1.86', '_x41 1x79'),
    version('b', 'v1.85', '1x10 stale'),
    version('b', 'v1.86', '_x11 1x109'),
  ]),
  silent(appsmithVersionSkew, 'one that does not tell its version', [
    version('a', 'v1.86', '1x120'),
    input(m.info, { instance: 'b', commit: 'c' }, '1x120'),
  ]),
];

export const appsmithProofs: readonly Proof[] = [...down, ...slow, ...skew, ...burnProofs];
