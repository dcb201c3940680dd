// Proofs of the exporter's own alerts.
import { foreignMetrics as backend } from '../../components/backend/metrics.ts';
import { fires, input, type Proof, silent } from '../../observe/index.ts';
import { selfMetrics as m } from '../../scrape/self.ts';
import { collectorFailing, exporterAbsent, scrapeSlow, seriesDropped, watchdog } from './alerts.ts';
import { tutorialProofs } from './tutorial.ts';

const up = input('up', {}, '1x120');
const scraped = input(m.scrapeDuration, {}, '0.1x120');

const absent: readonly Proof[] = [
  fires(
    exporterAbsent,
    'it does not answer from minute 10 on',
    [input('up', {}, '1x9 0x60'), input(m.scrapeDuration, {}, '0.1x9 stale')],
    { at: '15m', value: 'down' },
  ),
  fires(
    exporterAbsent,
    'Prometheus has no such target any more',
    [input('up', {}, '1x9 stale'), input(m.scrapeDuration, {}, '0.1x9 stale')],
    { at: '15m', value: 'down' },
  ),
  fires(exporterAbsent, 'something else answers in its place', [up], { at: '5m', value: 'up' }),
  silent(exporterAbsent, 'it answers', [up, scraped]),
  silent(exporterAbsent, 'beside it the backend is scraped: TutorialScrapeJob tells', [
    up,
    scraped,
    input('up', { instance: 'appsmith:8080' }, '1x120'),
    input(backend.jvmInfo, { instance: 'appsmith:8080' }, '1x120'),
  ]),
  silent(exporterAbsent, 'four minutes without an answer', [
    input('up', {}, '1x20 0x4 1x90'),
    input(m.scrapeDuration, {}, '0.1x20 _x5 0.1x90'),
  ]),
];

const collector = (component: string, reason: string, values: string) => [
  input(m.error, { component, reason }, values),
];

const failing: readonly Proof[] = [
  fires(
    collectorFailing,
    'a password that is wrong from minute 10 on',
    [
      ...collector('mongodb', 'unauthorized', '_x10 1x60'),
      input(m.up, { component: 'mongodb' }, '1x9 0x60'),
    ],
    { at: '20m', labels: { collector: 'mongodb', reason: 'unauthorized' }, value: '1' },
  ),
  fires(
    collectorFailing,
    'it answers, but never to the end',
    [...collector('backend', 'timeout', '1x60'), input(m.up, { component: 'backend' }, '1x60')],
    { at: '10m', labels: { collector: 'backend', reason: 'timeout' }, value: '1' },
  ),
  fires(
    collectorFailing,
    'supervisord is down, for which nothing else speaks',
    [
      ...collector('supervisord', 'refused', '1x60'),
      input(m.up, { component: 'supervisord' }, '0x60'),
    ],
    { at: '10m', labels: { collector: 'supervisord', reason: 'refused' }, value: '1' },
  ),
  silent(collectorFailing, 'MongoDB is down', [
    ...collector('mongodb', 'refused', '1x120'),
    input(m.up, { component: 'mongodb' }, '0x120'),
  ]),
  silent(collectorFailing, 'Redis hangs: RedisDown tells', [
    ...collector('redis', 'timeout', '1x120'),
    input(m.up, { component: 'redis' }, '0x120'),
  ]),
  silent(collectorFailing, 'refused for nine minutes while everything starts', [
    ...collector('supervisord', 'refused', '_x20 1x9 stale'),
  ]),
  silent(collectorFailing, 'all is well', [up, input(m.up, { component: 'backend' }, '1x120')]),
];

const slow: readonly Proof[] = [
  fires(scrapeSlow, 'a little over eight seconds', [input(m.scrapeDuration, {}, '8.2x30')], {
    at: '5m',
    value: '8.2s',
  }),
  silent(scrapeSlow, 'just under', [input(m.scrapeDuration, {}, '7.6x120')]),
  silent(scrapeSlow, 'a store hangs: its own alert tells', [
    input(m.scrapeDuration, {}, '9.5x120'),
    input(m.error, { component: 'mongodb', reason: 'timeout' }, '1x120'),
  ]),
  silent(scrapeSlow, 'four slow minutes', [input(m.scrapeDuration, {}, '9x4 0.2x115')]),
];

const dropped: readonly Proof[] = [
  fires(
    seriesDropped,
    'twelve series of each minute’s scrape',
    [input(m.dropped, { component: 'backend', reason: 'budget' }, '0+12x40')],
    { at: '16m', labels: { collector: 'backend', reason: 'budget' }, value: '0.2/s' },
  ),
  silent(seriesDropped, 'once, at a restart', [
    input(m.dropped, { component: 'backend', reason: 'budget' }, '0x20 40x99'),
  ]),
  silent(seriesDropped, 'the counter begins anew', [
    input(m.dropped, { component: 'backend', reason: 'budget' }, '40x50 0x69'),
  ]),
  silent(seriesDropped, 'nothing was ever dropped', [up, scraped]),
];

export const exporterProofs: readonly Proof[] = [
  ...absent,
  ...failing,
  ...slow,
  ...dropped,
  ...tutorialProofs,
  fires(watchdog, 'always', [], { at: '0m', labels: { job: '', instance: '' }, value: '1' }),
];
