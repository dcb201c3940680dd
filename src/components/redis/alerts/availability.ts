// Redis does not answer, or what should stand in for it does not.
import { alert, below, equals, exists } from '../../../observe/index.ts';
import { matchers, promql } from '../../../promql/index.ts';
import { redisMetrics as m } from '../metrics.ts';
import { cli, LOG, STATUS } from './commands.ts';

/** The Redis of Git in memory holds no sessions: GitRedisDown is its alert. */
const sessions = matchers({ store: { not: 'git' } });

export const redisDown = alert({
  name: 'RedisDown',
  component: 'redis',
  severity: 'critical',
  // One node of a cluster is not the store: its replica takes over, or the cluster itself says that it cannot go on.
  when: [
    equals(promql`max by (job, instance, store) (${m.up}${sessions})`, 0),
    equals(promql`max by (job, instance, store) (${m.clusterState}${sessions})`, 0),
  ],
  for: '2m',
  // What depends on it needs some minutes to calm down, and would be told of after the end.
  keepFiringFor: '10m',
  summary: 'Redis ({store}) of {instance} is down',
  description:
    'Redis has not served commands for {for}. It holds everybody’s session: nobody can log in, and who is logged in is thrown out. See whether it still loads its data, has crashed or is full.',
  valueUnit: 'up',
  down: true,
  runbook: {
    meaning:
      'The exporter could not connect, log in or get an answer; or Redis says that it cannot serve, because it loads its data, has lost its master or (in a cluster) some of its slots. The Redis of Git in memory, where that is another one, has an alert of its own.',
    impact:
      'Sessions lie in Redis, for 30 days each. Without it every request of a logged-in user fails and nobody can log in. Appsmith’s own health check may still say that all is well if Redis was away when the backend started.',
    diagnosis: [
      `${STATUS}: FATAL or BACKOFF is a crash at the start, RUNNING a server that hangs or still loads. A Redis that is not listed is an external one: look at its own console.`,
      `${LOG}: “Bad file format”, “Short read” or “No space left” at the end name the file that it cannot read or write.`,
      '`docker compose exec appsmith df -h /appsmith-stacks`, and the panel “Redis memory” just before the end: full disk, or killed for want of memory.',
      'The metric `appsmith_exporter_collector_error{component="redis"}` tells how it failed: `refused` is a server that does not run, `timeout` one that hangs, `unauthorized` a password that has changed, `unhealthy` one that loads its data.',
      `In a cluster: ${cli('cluster info')}: \`cluster_state\`, and how many slots are \`ok\`.`,
    ],
    mitigation: [
      '`docker compose exec appsmith supervisorctl restart redis`; sessions are read back from its last snapshot, a few seconds old.',
      'If it cannot read its snapshot, move the file away and start it empty: everybody must log in again, nothing else is lost.',
      'If the disk is full, remove old files under /appsmith-stacks/logs first.',
      'If calls still fail once it is up, `docker compose exec appsmith supervisorctl restart backend`.',
    ],
  },
});

/** A node that is down in a store of which another one still answers. */
const nodeDown = promql`
  ${m.up} == 0 and on (job, instance, store) max by (job, instance, store) (${m.up}) == 1`;

const replicas = promql`sum by (job, instance, store) (${m.replicationConnectedReplicas})`;
const replicasBefore = promql`sum by (job, instance, store) (${m.replicationConnectedReplicas} offset 1h)`;

export const redisReplicationDown = alert({
  name: 'RedisReplicationDown',
  component: 'redis',
  severity: 'warning',
  when: [
    equals(promql`${m.replicationMasterLinkUp}`, 0),
    exists(nodeDown),
    // Where a node is known to be down, that has said it already.
    below(
      promql`(${replicas} - ${replicasBefore}) unless on (job, instance, store) ${m.up} == 0`,
      0,
    ),
  ],
  for: '10m',
  summary: 'Redis ({store}) of {instance} has lost a replica',
  description:
    'For {for} a replica has had no link to its master, a node has not answered, or the master has had fewer replicas than an hour ago. Sessions are still served; if the master fails now, the latest or all of them are gone.',
  valueUnit: 'none',
  runbook: {
    meaning:
      'Redis copies every change from the master to its replicas. One of them is cut off, down, or copies everything anew and does not come to an end.',
    impact:
      'None as long as the master lives. A failover now loses what the replica has not got, or finds no replica at all.',
    diagnosis: [
      'The panel “Redis nodes” shows which node, “Redis replicas” since when; the alert’s label `node`, where it has one, names it.',
      `${cli('info replication')} on the master: a line for each replica with its state and lag.`,
      'The replica’s own log: a wrong password (`masterauth`), a name that cannot be resolved, or a copy that begins over and over.',
    ],
    mitigation: [
      'Start the replica, or mend its network or password.',
      'If it copies everything over and over, the replication backlog or the output buffer for replicas is too small: raise `repl-backlog-size` and `client-output-buffer-limit replica`.',
    ],
    falseAlarms:
      'A replica taken away on purpose: the alert ends by itself within an hour. The embedded Redis has no replicas and never raises it.',
  },
});

export const redisQuorumLost = alert({
  name: 'RedisQuorumLost',
  component: 'redis',
  severity: 'warning',
  when: [equals(promql`${m.sentinelMasterQuorum}`, 0)],
  for: '5m',
  summary: 'Too few Sentinels of Redis ({store}) of {instance}: no failover',
  description:
    'For {for} fewer Sentinels than needed have reached each other. Redis itself is served; if its master fails now, no replica takes over.',
  valueUnit: 'none',
  runbook: {
    meaning:
      'Sentinels watch the master and choose a replica in its place when enough of them (the quorum, and more than half of all) agree that it is down. The one that the exporter asked does not reach as many.',
    impact: 'None as long as the master lives. Without it nobody can log in until somebody acts.',
    diagnosis: [
      'The panel “Redis Sentinels”: how many are reached, and since when.',
      '`redis-cli -h <sentinel> -p 26379 sentinel ckquorum <master>` on each of them, and `sentinel sentinels <master>`: who is `s_down`.',
      'Sentinels that no longer exist still count: `sentinel sentinels` lists them.',
    ],
    mitigation: [
      'Start the Sentinels that are missing, or mend the network between them.',
      'Some were taken away for good: `sentinel reset <master>` on each of the others, one after the other, half a minute apart.',
      'The master is down as well: `sentinel failover <master>` works without agreement.',
    ],
  },
});

export const availabilityAlerts = [redisDown, redisReplicationDown, redisQuorumLost];
