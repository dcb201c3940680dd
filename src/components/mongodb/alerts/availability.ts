// MongoDB does not answer, or answers but takes no writes: Appsmith stands still.
import { alert, equals, exists } from '../../../observe/index.ts';
import { matchers, promql } from '../../../promql/index.ts';
import { mongodbMetrics as m } from '../metrics.ts';
import { LOG, MONGOSH, STATUS, shell } from './commands.ts';

export const mongoDown = alert({
  name: 'MongoDown',
  component: 'mongodb',
  severity: 'critical',
  when: [equals(promql`${m.up}`, 0)],
  for: '2m',
  // What depends on it needs some minutes to calm down, and would be told of after the end.
  keepFiringFor: '10m',
  summary: 'MongoDB of {instance} is down',
  description:
    'MongoDB has not answered for {for}, and Appsmith keeps everything in it: nobody can log in, open or save an application. See whether it still starts, has crashed, or is full.',
  valueUnit: 'up',
  down: true,
  runbook: {
    meaning:
      'The exporter could not connect to MongoDB, log in and get an answer to a ping. It uses the same address and password as Appsmith unless it was given its own.',
    impact:
      'Applications, pages, users and datasources lie in MongoDB. Every API call fails or hangs until its timeout; the front door may still show the login page.',
    diagnosis: [
      `${STATUS}: STARTING or BACKOFF means that it comes and goes, FATAL that supervisord has given up, RUNNING that it hangs or refuses our login. A MongoDB that is not listed is an external one: look at its own console.`,
      `${LOG}: the last lines name the cause; “No space left”, “WiredTiger error”, “Address already in use” and an unclean shutdown being repaired are the usual ones.`,
      '`docker compose exec appsmith df -h /appsmith-stacks`: a full volume stops MongoDB first.',
      'The metric `appsmith_exporter_collector_error{component="mongodb"}` tells how it failed: `refused` is a server that does not run, `timeout` one that hangs, `unauthorized` a password that has changed, `dns` a host name that is gone.',
    ],
    mitigation: [
      '`docker compose exec appsmith supervisorctl restart mongodb`, and when it says RUNNING, `docker compose exec appsmith supervisorctl restart backend`: a backend that gave up waiting for MongoDB does not come back by itself.',
      'If the volume is full: remove old files under /appsmith-stacks/logs and archives under /appsmith-stacks/data/backup that you have elsewhere, then restart.',
      'If it was stopped hard, let it repair itself: after an unclean shutdown of a large database that takes minutes. Do not kill it again.',
      'If it ends right after an update of Appsmith, go back to the image before it, on the backup from before it: MongoDB’s files cannot always be read by an older version.',
    ],
    falseAlarms:
      'A database so large that every start takes longer than two minutes; then raise `for`.',
    reports: [17140, 27362],
  },
});

/** A mongod that does not even belong to a set: such a server is not asked for the set's state. */
const outsideOfAnySet = promql`
  max by (job, instance) (
    ${m.info}${matchers({ storage_engine: 'wiredTiger', edition: { not: 'ferretdb' } })}
  )
  unless on (job, instance) ${m.commandAvailable}${matchers({ command: 'replSetGetStatus' })}`;

export const mongoNoPrimary = alert({
  name: 'MongoNoPrimary',
  component: 'mongodb',
  severity: 'critical',
  when: [
    equals(promql`max by (job, instance, set) (${m.memberState} == bool 1)`, 0),
    exists(outsideOfAnySet),
  ],
  for: '2m',
  // As after MongoDown: what depends on it needs some minutes to calm down.
  keepFiringFor: '10m',
  summary: 'MongoDB of {instance} has no primary: nothing can be saved',
  description:
    'MongoDB runs, but no member of its replica set is the primary, or it belongs to no replica set at all. Reads may work, every write fails. Look at the members’ states.',
  valueUnit: 'none',
  down: true,
  runbook: {
    meaning:
      'Writes go to the primary, and only a replica set has one. MongoDB elects one within seconds as long as a majority of the members see each other; the embedded set `mr1` has a single member, which is its own majority.',
    impact:
      'Nobody can log in or save; what only reads may work for a while. The backend’s calls fail after their server selection timeout.',
    diagnosis: [
      'The panel “MongoDB members” shows each member’s state. Fewer than half of them reachable: that is why.',
      `${shell('rs.status()')} says why there is none; for the embedded one look at \`ok\`, \`codeName\` and the member’s \`name\`.`,
      'A single member in state REMOVED, or “Our replica set config is invalid or we are not a member of it”: the set was made under a host name that the container no longer has, as after it was created anew.',
      `${LOG}: lines of REPL and ELECTION.`,
    ],
    mitigation: [
      'External set: start the members that are down, or mend the network between them; one more than half of the voting ones must see each other.',
      `Embedded set under an old name: open MongoDB’s shell with ${MONGOSH} and run \`c = rs.conf(); c.members[0].host = 'localhost:27017'; rs.reconfig(c, { force: true })\`.`,
      "Embedded and without any set: in the same shell `rs.initiate({ _id: 'mr1', members: [{ _id: 0, host: 'localhost:27017' }] })`.",
      'Afterwards `docker compose exec appsmith supervisorctl restart backend`.',
    ],
  },
});

export const availabilityAlerts = [mongoDown, mongoNoPrimary];
