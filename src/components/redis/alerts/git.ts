// The Redis of Git in memory, where it is another one: what it holds lies nowhere else until it is pushed.
import { above, alert, equals } from '../../../observe/index.ts';
import { matchers, promql } from '../../../promql/index.ts';
import { redisMetrics as m } from '../metrics.ts';

const git = matchers({ store: 'git' });

const cli = (command: string): string =>
  `\`docker compose exec appsmith bash -c '. /appsmith-stacks/configuration/docker.env; redis-cli -u "$APPSMITH_REDIS_GIT_URL" ${command}'\``;

const WHAT_IS_LOST =
  'Lost is what was never pushed: local commits and branches, merges that were not finished. Applications themselves are in MongoDB, and what was pushed is in the remote repository, from which Appsmith fetches it anew.';

export const gitRedisDown = alert({
  name: 'GitRedisDown',
  component: 'git-redis',
  severity: 'critical',
  when: [
    equals(promql`max by (job, instance, store) (${m.up}${git})`, 0),
    equals(promql`max by (job, instance, store) (${m.clusterState}${git})`, 0),
  ],
  for: '2m',
  keepFiringFor: '10m',
  summary: 'The Git Redis of {instance} is down: nobody can commit or pull',
  description:
    'The Redis of `APPSMITH_REDIS_GIT_URL` has not served commands for {for}. It holds the Git repositories of all applications: every Git operation fails, and if it comes back empty, what was not pushed is gone.',
  valueUnit: 'up',
  down: true,
  runbook: {
    meaning:
      'With Git in memory Appsmith keeps each application’s repository in a Redis of its own, takes it out for an operation and puts it back after it. The exporter could not connect to it, log in or get an answer; or it says that it cannot serve, because it loads its data or has lost its master or slots.',
    impact: `Commit, pull, merge, branches and import from Git fail; everything else works, nobody is logged out. ${WHAT_IS_LOST}`,
    diagnosis: [
      'Where it runs: `APPSMITH_REDIS_GIT_URL` in compose’s `environment:` or in docker.env; look at its own log, or its provider’s console.',
      'The metric `appsmith_exporter_collector_error{component="redis"}` tells how it failed: `refused` is a server that does not run, `timeout` one that hangs, `unauthorized` a password that has changed, `unhealthy` one that loads its data.',
      'Does it keep its data over a restart? `config get save` and `config get appendonly`: without either, a restart empties it.',
    ],
    mitigation: [
      'Start it again with the data that it had: do not replace it with an empty one while its snapshot can be saved.',
      'If it hangs, ask for its snapshot before you end it: `redis-cli bgsave`.',
      'If its data is gone: tell the developers to open their branches once more from the remote and to commit anew what they had not pushed.',
    ],
  },
});

export const gitRedisEvicting = alert({
  name: 'GitRedisEvicting',
  component: 'git-redis',
  severity: 'critical',
  when: [above(promql`rate(${m.serverEvictedKeys}${git}[5m])`, 0)],
  for: '1m',
  keepFiringFor: '10m',
  summary: 'The Git Redis of {instance} is full and throws out repositories',
  description:
    'The Redis of Git in memory has reached its limit and throws out {value} keys. Each of them is the repository of an application, with what was not pushed. Set its policy to `noeviction` and give it more memory now.',
  valueUnit: 'per-second',
  runbook: {
    meaning:
      'Its `maxmemory` is reached and its policy removes keys to make room. That suits a cache; here every key is a repository.',
    impact: `The next operation on such an application clones it anew, slowly. ${WHAT_IS_LOST}`,
    diagnosis: [
      'The panels “Redis memory” and “Redis evictions and expirations”, store `git`: since when, and how many.',
      `${cli('config get maxmemory-policy')}: anything but \`noeviction\` loses data.`,
      `${cli('--bigkeys')}: one repository that has grown, or many?`,
    ],
    mitigation: [
      `${cli('config set maxmemory-policy noeviction')} stops the loss at once: operations that need room then fail, and RedisWritesRefused tells of it.`,
      `${cli('config set maxmemory 2gb')} (or what the machine can spare) holds until the next start; then set both in its own configuration, or take the provider’s larger plan.`,
      'Ask the developers to push what they have committed.',
      'Repositories grow with large files: move those out of the applications.',
    ],
  },
});

export const gitRedisAlerts = [gitRedisDown, gitRedisEvicting];
