// The backend's clients of MongoDB, Redis and the world outside, on its dashboard.
import { query, type Row } from '../../../observe/index.ts';
import { promql } from '../../../promql/index.ts';
import { driverPoolHigh, driverPoolWaiting } from '../alerts/pools.ts';
import { backendMetrics as m } from '../metrics.ts';
import { meanBy, RATE, rateBy, SHUT } from './common.ts';

export const storesRow: Row = {
  dashboard: 'backend',
  title: 'Driver pools',
  panels: [
    {
      title: 'MongoDB connections in use',
      kind: 'timeseries',
      unit: 'ratio',
      queries: [
        query(
          promql`
            max by (job, instance) (${m.mongodbPoolCheckedOut})
            / on (job, instance)
            ${m.poolMax}`,
          '{{instance}}',
        ),
      ],
      shows: 'Share of the connections in use that the backend’s driver may open to one server.',
      normal: 'A few per cent, even under load.',
      alerts: [driverPoolHigh],
      empty: SHUT,
    },
    {
      title: 'Waiting for a MongoDB connection',
      kind: 'timeseries',
      unit: 'count',
      queries: [query(promql`sum by (instance) (${m.mongodbPoolWaiting})`)],
      shows: 'Operations that wait because all of the driver’s connections are in use.',
      normal: '0.',
      alerts: [driverPoolWaiting],
      empty: SHUT,
    },
    {
      title: 'MongoDB connections of the backend',
      kind: 'timeseries',
      unit: 'count',
      queries: [
        query(promql`sum by (server_address) (${m.mongodbPoolSize})`, 'open to {{server_address}}'),
        query(
          promql`sum by (server_address) (${m.mongodbPoolCheckedOut})`,
          'in use to {{server_address}}',
        ),
      ],
      shows: 'Connections that the driver has open, and those in use.',
      normal: 'It grows with load up to some dozens, and stays: idle ones are kept.',
      act: 'All of them in use: see DriverPoolHigh.',
      empty: SHUT,
    },
    {
      title: 'MongoDB commands',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [query(meanBy(m.mongodbCommands, 'command'), '{{command}}')],
      shows: 'Mean time of the backend’s MongoDB commands, as its driver sees it.',
      normal: 'A few milliseconds.',
      act: 'All commands slower: MongoDB itself, see the Data stores dashboard.',
      empty: SHUT,
    },
    {
      title: 'Slowest collections',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        query(
          promql`topk(8, ${meanBy(m.mongodbCommands, 'command, collection')})`,
          '{{command}} {{collection}}',
        ),
      ],
      shows: 'The slowest kinds of commands, by mean.',
      normal: 'A few milliseconds; large documents (newPage, newAction) lead.',
      act: 'One collection alone: a missing index after an upgrade, or documents that have grown huge.',
      empty: SHUT,
    },
    {
      title: 'Redis commands',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [query(meanBy(m.lettuceCompletion, 'command'), '{{command}}')],
      shows: 'Mean time of the backend’s Redis commands.',
      normal: 'About a millisecond.',
      act: 'Slower: Redis, or a backend that stands still for collections.',
      empty: SHUT,
    },
    {
      title: 'Health of the stores as the backend sees it',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [query(meanBy(m.healthStore, 'store'), '{{store}}')],
      shows: 'Time in which the stores answered the backend’s own health check.',
      normal: 'Milliseconds; at 1 s (MongoDB) or 3 s (Redis) the check fails.',
      act: 'Look at that store’s own dashboard.',
      empty: SHUT,
      width: 12,
    },
    {
      title: 'Commands a second',
      kind: 'timeseries',
      unit: 'per-second',
      queries: [
        query(rateBy(m.mongodbCommands, 'job'), 'MongoDB'),
        query(rateBy(m.lettuceCompletion, 'job'), 'Redis'),
        query(promql`sum(rate(${m.mongodbPoolFailed}[${RATE}]))`, 'MongoDB connections refused'),
      ],
      shows: 'Commands that the backend sends to its stores, and connections that it did not get.',
      normal: 'It follows the requests; nothing refused.',
      act: 'Many more commands for each request than usual: an upgrade, or one page that asks for a lot.',
      empty: SHUT,
      width: 12,
    },
  ],
};
