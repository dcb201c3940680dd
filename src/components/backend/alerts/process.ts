// When the backend's process should wake somebody: processor, threads, file descriptors, restarts, errors logged.
import { above, alert, atLeast, threshold } from '../../../observe/index.ts';
import { matchers, promql } from '../../../promql/index.ts';
import { backendMetrics as m } from '../metrics.ts';

export const cpuHigh = alert({
  name: 'CpuHigh',
  component: 'backend',
  severity: 'warning',
  when: [
    above(
      promql`${m.systemCpu}`,
      threshold(0.8, 'ratio', {
        min: 0.3,
        max: 0.99,
        help: 'Share of the machine’s (or container’s) processors in use.',
      }),
    ),
  ],
  for: '15m',
  summary: 'The processors of {instance} are {value} busy',
  description:
    'For {for} more than {threshold} of the processors that Appsmith has have been in use, now {value}: everything becomes slower.',
  runbook: {
    meaning:
      'The machine, or the container’s share of it, has hardly any processor time left. The backend sees all that runs there, not only itself.',
    impact: 'Requests queue; pages and queries are slow for everybody.',
    diagnosis: [
      'Panel “CPU”: if the backend’s own line is low, something else on the machine takes it.',
      '`docker compose exec appsmith top -b -n 1 | head -20`: which process?',
      'Java: panel “Time spent collecting”. Much: see JvmGcOverhead. Little: panel “Requests a second by path”.',
      'mongod: the Data stores dashboard, slow operations.',
      'Is a backup, an import or an upgrade under way?',
    ],
    mitigation: [
      'Stop or move what does not belong there.',
      'Wait for a backup, an import or an upgrade to end.',
      'Give the container more processors; put MongoDB on a machine of its own.',
    ],
    falseAlarms: 'A small machine that compresses its backups for longer: raise `for`.',
    reports: [27080],
  },
});

export const jvmThreadsBlocked = alert({
  name: 'JvmThreadsBlocked',
  component: 'backend',
  severity: 'warning',
  when: [
    above(
      promql`sum by (job, instance) (${m.threadsStates}${matchers({ state: 'blocked' })})`,
      threshold(10, 'count', {
        min: 1,
        max: 1000,
        help: 'Threads that wait for a lock. A healthy backend has none for longer than a moment.',
      }),
    ),
  ],
  for: '5m',
  summary: '{value} threads of the backend of {instance} are blocked',
  description:
    'For {for} more than {threshold} of the backend’s threads have been waiting for locks, now {value}: requests hang, and it may be a deadlock.',
  runbook: {
    meaning:
      'The backend works with few threads that should never wait. Many that wait for a lock mean that one thread holds it and does not go on.',
    impact: 'Some or all requests hang until they time out.',
    diagnosis: [
      'Panel “Blocked threads”: does their number climb, or stand still?',
      'Panel “MongoDB commands” and “Redis commands”: a store that does not answer holds threads up.',
      '`docker compose exec appsmith sh -c "tail -n 200 /appsmith-stacks/logs/backend/*.log"`: the last lines before it began.',
      '`docker compose exec appsmith ls -l /appsmith-stacks/heap_dumps`: a thread dump there shows who holds the lock.',
    ],
    mitigation: [
      'If it does not dissolve within minutes: `docker compose exec appsmith supervisorctl restart backend`.',
      'If it comes back, upgrade Appsmith, and report it with a thread dump.',
    ],
  },
});

export const fileDescriptorsHigh = alert({
  name: 'FileDescriptorsHigh',
  component: 'backend',
  severity: 'warning',
  when: [
    above(
      promql`${m.processFilesOpen} / on (job, instance) ${m.processFilesMax}`,
      threshold(0.8, 'ratio', {
        min: 0.3,
        max: 0.98,
        help: 'Share of the files and connections that the backend may have open.',
      }),
    ),
  ],
  for: '10m',
  summary: 'The backend of {instance} has {value} of its file descriptors open',
  description:
    'For {for} the backend has had more than {threshold} of the files and connections open that it may, now {value}. At the limit it can take no connection any more.',
  runbook: {
    meaning:
      'Every connection and every open file takes a file descriptor, of which a process may have a fixed number.',
    impact: 'At the limit new connections fail: users, datasources and stores at once.',
    diagnosis: [
      'Panel “File descriptors”: a steady climb is a leak, a peak is load.',
      "`docker compose exec appsmith sh -c 'ls -l /proc/$(supervisorctl pid backend)/fd | tail -n 50'`: sockets or files?",
      '`docker compose exec appsmith sh -c \'grep "open files" /proc/$(supervisorctl pid backend)/limits\'`: the limit itself.',
    ],
    mitigation: [
      '`docker compose exec appsmith supervisorctl restart backend`: closes all of them.',
      'Raise the limit: `ulimits: nofile:` on Appsmith’s service in docker-compose.yml, then `docker compose up -d`.',
    ],
  },
});

export const backendRestarting = alert({
  name: 'BackendRestarting',
  component: 'backend',
  severity: 'critical',
  when: [
    atLeast(
      promql`changes(${m.processStart}[1h])`,
      threshold(5, 'count', {
        min: 2,
        max: 100,
        help: 'Restarts of the backend within an hour. An upgrade brings one or two.',
      }),
    ),
  ],
  for: '0m',
  summary: 'The backend of {instance} has restarted {value} times within an hour',
  description:
    'Appsmith’s Java process has started anew {value} times within an hour: it crashes or is killed over and over, and users are thrown out each time.',
  runbook: {
    meaning:
      'The backend’s start time keeps changing. supervisord starts the process again each time that it ends, or the whole container restarts.',
    impact:
      'For about a minute after each restart nothing works; what users had not saved is lost.',
    diagnosis: [
      '`docker inspect $(docker compose ps -q appsmith) | grep -E "RestartCount|OOMKilled"`: does the container restart, and was it killed for want of memory?',
      '`docker compose exec appsmith supervisorctl status`: how long each program has been running.',
      '`docker compose exec appsmith sh -c "tail -n 200 /appsmith-stacks/logs/backend/*.log"`: the last lines before each start.',
      '`docker compose exec appsmith tail -n 50 /appsmith-stacks/logs/cron/auto_heal.log`: did auto-heal restart it because it did not answer?',
      'Panel “Heap after collection”: does each life end with a full heap?',
    ],
    mitigation: [
      'Killed for want of memory: give the container more than Java’s `-Xmx` plus what MongoDB, Redis and the rest take, or lower `-Xmx`.',
      'A store that is not up yet when the backend starts: mend that first; then `docker compose exec appsmith supervisorctl restart backend`.',
      'Since an upgrade: go back to the version before, from the backup that was made before it.',
      'Auto-heal restarts a backend that is merely slow: find out why it is slow (HttpP99Slow, JvmGcOverhead).',
    ],
    falseAlarms: 'Somebody who tries settings restarts it as often by hand.',
    reports: [2810, 17140, 27362],
  },
});

export const backendErrorsLogged = alert({
  name: 'BackendErrorsLogged',
  component: 'backend',
  severity: 'warning',
  when: [
    above(
      promql`sum by (job, instance) (rate(${m.logEvents}${matchers({ level: 'error' })}[5m])) * 60`,
      threshold(10, 'count', {
        min: 0.1,
        max: 10_000,
        help: 'Errors that the backend logs in a minute.',
      }),
    ),
  ],
  for: '10m',
  summary: 'The backend of {instance} logs {value} errors a minute',
  description:
    'For {for} the backend has logged more than {threshold} errors a minute, now {value}. Its log says which.',
  runbook: {
    meaning: 'The backend writes lines of level ERROR at a rate that a healthy one does not have.',
    impact: 'Depends on the error: something that users asked for has failed, over and over.',
    diagnosis: [
      "`docker compose exec appsmith sh -c 'grep -hi -e error -e exception /appsmith-stacks/logs/backend/*.log | tail -n 50'`: mostly one and the same.",
      'The `userEmail=` and `requestId=` of those lines tell whom it concerns.',
      'Panel “Failed requests” and panel “Requests by status”: do users see it?',
      'Panel “Restarts in a day”: did it begin with an upgrade?',
    ],
    mitigation: [
      'An unreachable store or datasource: mend that.',
      'One application with a broken query that runs in a loop: ask its developer to stop it.',
      'A defect of Appsmith: report it with the exception; go back a version if users suffer.',
    ],
    falseAlarms: 'Where applications produce such lines every day, raise the threshold above it.',
  },
});

export const processAlerts = [
  cpuHigh,
  jvmThreadsBlocked,
  fileDescriptorsHigh,
  backendRestarting,
  backendErrorsLogged,
];
