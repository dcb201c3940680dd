// Proofs of the front door's alerts.
import { fires, input, type Proof, silent } from '../../observe/index.ts';
import {
  certificateExpiring,
  certificateExpiringSoon,
  certificateInvalid,
  edgeDown,
  edgeSlow,
} from './alerts.ts';
import { edgeMetrics as m } from './metrics.ts';

/** Promtool's clock begins at 1970, so a certificate's end is a small number. */
const days = (n: number): string => String(Math.round(n * 86_400));

const down: readonly Proof[] = [
  fires(edgeDown, 'down from minute 10 on', [input(m.up, {}, '1x9 0x60')], {
    at: '15m',
    value: 'down',
  }),
  silent(edgeDown, 'away for four minutes', [input(m.up, {}, '1x9 0x4 1x100')]),
  silent(edgeDown, 'a restart of the container', [input(m.up, {}, '1x9 0x1 _ 0 1x100')]),
  silent(edgeDown, 'not part of this deployment', [input('up', {}, '1x120')]),
];

const slow: readonly Proof[] = [
  fires(
    edgeSlow,
    'each page takes 2.1 s from minute 5 on',
    [input(m.up, {}, '1x60'), input(m.duration, {}, '0.05x4 2.1x60')],
    { at: '15m', value: '2.1s' },
  ),
  silent(edgeSlow, 'just under', [input(m.up, {}, '1x120'), input(m.duration, {}, '1.9x120')]),
  silent(edgeSlow, 'slow for nine minutes', [
    input(m.up, {}, '1x120'),
    input(m.duration, {}, '0.05x4 2.1x8 0.05x100'),
  ]),
  silent(edgeSlow, 'slow and not Appsmith’s: EdgeDown says so', [
    input(m.up, {}, '0x120'),
    input(m.duration, {}, '4x120'),
  ]),
  silent(edgeSlow, 'not part of this deployment', [input('up', {}, '1x120')]),
];

const expiring: readonly Proof[] = [
  fires(
    certificateExpiring,
    'less than three days are left',
    [input(m.chainExpiry, {}, `${days(2.8)}x60`)],
    { at: '10m', value: '2d 19h 2m 0s' },
  ),
  fires(certificateExpiring, 'it has expired', [input(m.chainExpiry, {}, '_x60 600x60')], {
    at: '70m',
    value: '-1h 0m 0s',
  }),
  silent(certificateExpiring, 'just over three days are left', [
    input(m.chainExpiry, {}, `${days(3.2)}x120`),
  ]),
  silent(certificateExpiring, 'it was renewed', [
    input(m.chainExpiry, {}, `${days(2.8)}x7 ${days(90)}x100`),
  ]),
  silent(certificateExpiring, 'plain HTTP', [input(m.up, {}, '1x120')]),
  silent(certificateExpiring, 'not part of this deployment', [input('up', {}, '1x120')]),
];

const soon: readonly Proof[] = [
  fires(
    certificateExpiringSoon,
    'less than three weeks are left',
    [input(m.chainExpiry, {}, `${days(20)}x90`)],
    { at: '60m', value: '19d 23h 0m 0s' },
  ),
  silent(certificateExpiringSoon, 'just over three weeks are left', [
    input(m.chainExpiry, {}, `${days(22)}x120`),
  ]),
  silent(certificateExpiringSoon, 'it is renewed within the hour', [
    input(m.chainExpiry, {}, `${days(20)}x50 ${days(90)}x60`),
  ]),
  silent(certificateExpiringSoon, 'plain HTTP', [input(m.up, {}, '1x120')]),
];

const invalid: readonly Proof[] = [
  fires(
    certificateInvalid,
    'another host’s certificate from minute 5 on',
    [input(m.certificateError, { reason: 'wrong_name' }, '_x5 1x60')],
    { at: '20m', labels: { reason: 'wrong_name' }, value: '1' },
  ),
  silent(certificateInvalid, 'it has expired: CertificateExpiring says so', [
    input(m.certificateError, { reason: 'expired' }, '1x120'),
  ]),
  silent(certificateInvalid, 'another server answered for ten minutes', [
    input(m.certificateError, { reason: 'wrong_name' }, '_x5 1x9 stale'),
  ]),
  silent(certificateInvalid, 'plain HTTP', [input(m.up, {}, '1x120')]),
];

export const edgeProofs: readonly Proof[] = [...down, ...slow, ...expiring, ...soon, ...invalid];
