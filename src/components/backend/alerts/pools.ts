// When the backend's pool of MongoDB connections should wake somebody: nearly all in use, or requests queueing.
import { above, alert, threshold } from '../../../observe/index.ts';
import { promql } from '../../../promql/index.ts';
import { backendMetrics as m } from '../metrics.ts';

const LOOK = [
  'Panel “MongoDB commands”: have they become slow? Then every request holds its connection for longer, and MongoDB is the reason: see the Data stores dashboard.',
  'Panel “Requests a second by path”: more requests than usual, or one path that floods?',
  'Panel “Blocked threads”: they hold connections as well.',
  '`docker compose exec appsmith sh -c "tail -n 200 /appsmith-stacks/logs/backend/*.log"`: timeouts while waiting for a connection.',
];
const RELIEVE = [
  'If MongoDB is slow, mend that: a larger pool would only press it harder.',
  'If the backend hangs on to connections that it does not use: `docker compose exec appsmith supervisorctl restart backend`.',
  'If MongoDB has room: add `maxPoolSize=200` to the URL in APPSMITH_DB_URL (100 is the driver’s own limit) and restart Appsmith.',
];

export const driverPoolHigh = alert({
  name: 'DriverPoolHigh',
  component: 'backend',
  severity: 'warning',
  when: [
    above(
      promql`
        max by (job, instance) (${m.mongodbPoolCheckedOut})
        / on (job, instance)
        ${m.poolMax}`,
      threshold(0.8, 'ratio', {
        min: 0.3,
        max: 0.99,
        help: 'Share of the connections in use that the backend’s MongoDB driver may open to one server.',
      }),
    ),
  ],
  for: '5m',
  summary: 'The backend of {instance} uses {value} of its MongoDB connections',
  description:
    'For {for} more than {threshold} of the connections that the backend may have to MongoDB have been in use, now {value}. When none is left, requests wait.',
  runbook: {
    meaning:
      'The backend’s MongoDB driver has a pool of connections with a limit (`maxPoolSize`, 100 unless the URL says otherwise). Nearly all of them are in use at once.',
    impact: 'None yet. At the limit every request waits for a connection.',
    diagnosis: LOOK,
    mitigation: RELIEVE,
  },
});

export const driverPoolWaiting = alert({
  name: 'DriverPoolWaiting',
  component: 'backend',
  severity: 'critical',
  when: [above(promql`sum by (job, instance) (${m.mongodbPoolWaiting})`, 0)],
  for: '5m',
  // A queue that empties for a moment is no end of it.
  keepFiringFor: '5m',
  summary: '{value} operations of {instance} wait for a MongoDB connection',
  description:
    'For {for} operations of the backend have been waiting for a connection to MongoDB, now {value}: its pool is used up, and requests hang.',
  valueUnit: 'count',
  inhibits: ['DriverPoolHigh'],
  runbook: {
    meaning:
      'Every connection of the backend’s pool to MongoDB is taken and further operations queue. A healthy pool never has a queue for longer than a moment.',
    impact: 'Pages load slowly or not at all, for everybody.',
    diagnosis: LOOK,
    mitigation: RELIEVE,
  },
});

export const poolAlerts = [driverPoolHigh, driverPoolWaiting];
