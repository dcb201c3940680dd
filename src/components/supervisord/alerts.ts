// When a program of Appsmith's container should wake somebody: it does not run, or it ends over and over.
import { above, alert, atLeast, equals, threshold } from '../../observe/index.ts';
import { matchers, promql } from '../../promql/index.ts';
import { supervisordMetrics as m } from './metrics.ts';

/** supervisord has given up, or still tries. STOPPED is somebody's decision; an exit with 0 is a job well done. */
const broken = matchers({ state: ['FATAL', 'BACKOFF'] });
const ended = matchers({ state: 'EXITED' });

const notRunning = promql`
  max by (job, instance, process) (
    ${m.processState}${broken}
    or (${m.processState}${ended} and on (job, instance, process) ${m.exitStatus} != 0)
  )`;

export const processNotRunning = alert({
  name: 'ProcessNotRunning',
  component: 'supervisord',
  severity: 'critical',
  when: [
    equals(
      // With the reason; where none is told it fires all the same.
      promql`
        (${notRunning} * on (job, instance, process) group_left (reason) ${m.failure})
        or label_replace(${notRunning} unless on (job, instance, process) ${m.failure}, "reason", "unknown", "", "")
      `,
      1,
    ),
  ],
  for: '3m',
  // Without the proxy nobody gets in; the front door has nothing to add to that.
  inhibitsWhere: { labels: { process: 'editor' }, alerts: ['EdgeDown'] },
  summary: '{process} does not run in Appsmith {instance} (reason: {reason})',
  description:
    'supervisord could not start {process}, or it ended with an error, three minutes ago, and it will not come back by itself. The reason, as far as its log tells: {reason}.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'supervisord starts every program inside Appsmith’s container. FATAL: the program ended again and again right after its start, and supervisord has given up. BACKOFF: it still tries. EXITED with an error: it ended and is not started again. A program that somebody stopped is not reported.',
    impact:
      '`editor` (the proxy): nobody gets in at all. `backend`: nothing works. `mongodb`, `redis`: the backend fails with them. `rts`: the editor cannot work with JavaScript. `keycloak`: nobody can log in by single sign-on. `cron`: no backups.',
    diagnosis: [
      'The alert’s label `reason`, or the panel “Why programs do not run”: `data_version`, `disk_full`, `port_in_use`, `out_of_memory` … is what its log ends with. `appsmith-exporter doctor` shows the line itself.',
      '`docker compose exec appsmith supervisorctl status`: the state of all programs; begin with the one that the others need (mongodb and redis before backend, rts before backend). `connection_refused` means that it waits for another one.',
      '`exited_too_quickly`, `unknown`: `docker compose exec appsmith sh -c "tail -n 50 /appsmith-stacks/logs/<program>/*.log"`, and `supervisorctl tail -4000 <program> stderr`: the last error.',
      '`docker compose exec appsmith df -h /appsmith-stacks`: a full disk keeps every store from starting.',
      'The panel “Processes” on Edge & processes: which one ended first?',
    ],
    mitigation: [
      '`data_version`: the data was last used by another version of MongoDB or PostgreSQL. Go back to the image of before, and update through the versions in between, one after the other; the release notes say which. Do not delete the data folder.',
      '`disk_full`: remove old files under /appsmith-stacks/logs and archives of backups that you have elsewhere. `out_of_memory`: give the container more. `port_in_use`: end the old process that holds the port, or restart the container. `permission`, `missing_file`, `configuration`: the line of the log names the file or the variable.',
      '`data_damaged`: restore the latest backup. Copy the data folder away before you try any repair.',
      '`docker compose exec appsmith supervisorctl start <program>` once the reason is gone; supervisord does not try again by itself.',
    ],
    falseAlarms:
      'A program of your own that may end with an error: name it in the exporter’s setting `supervisord.ignore`.',
    reports: [27362, 17140],
  },
});

export const processFlapping = alert({
  name: 'ProcessFlapping',
  component: 'supervisord',
  severity: 'warning',
  when: [
    atLeast(
      promql`changes(${m.startTime}[1h])`,
      threshold(5, 'count', {
        min: 2,
        max: 100,
        help: 'Starts of one program within an hour. An update or a restart by hand brings one or two.',
      }),
    ),
  ],
  for: '0m',
  summary: '{process} of Appsmith {instance} has started {value} times within an hour',
  description:
    '{process} has started anew {value} times within an hour. It runs in between, so people see errors that come and go. Its log says how it ended.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'The program ends after it has run for a while, and supervisord starts it again: it crashes, is killed for want of memory, or something restarts it, such as Appsmith’s own auto-heal.',
    impact:
      'With each restart of `backend` everybody waits for about a minute; of `redis` or `mongodb`, requests fail for some seconds; of `rts`, saves in the editor fail.',
    diagnosis: [
      'The panel “Restarts” on Edge & processes: one program, or all at the same time? All means that the container itself restarts.',
      'The panel “Why programs were restarted”: `killed` is mostly the kernel, for want of memory; `stopped` is auto-heal or somebody; `crashed`, or a reason from its log, is the program itself.',
      '`docker compose exec appsmith supervisorctl status`: for how long each has been running now.',
      '`docker inspect --format "{{.State.OOMKilled}} {{.RestartCount}}" $(docker compose ps -q appsmith)` and `dmesg | grep -i "killed process"`: was it killed for want of memory?',
      '`docker compose exec appsmith tail -n 50 /appsmith-stacks/logs/cron/auto_heal.log`: `backend is unresponsive` each time that auto-heal restarted it.',
    ],
    mitigation: [
      'Short of memory: give the container more, or lower the heap of the backend so that the others fit beside it.',
      'One program only, since an update: go back to the image of before.',
      'Auto-heal restarts a backend that is merely busy: look at AppsmithProbeSlow, and set `APPSMITH_AUTO_HEAL=0` meanwhile.',
    ],
    reports: [2810, 32488],
  },
});

export const autoHealRestarted = alert({
  name: 'AutoHealRestarted',
  component: 'supervisord',
  severity: 'warning',
  when: [above(promql`rate(${m.autoHealRestarts}[30m])`, 0)],
  for: '0m',
  summary: 'Auto-heal has restarted the backend of Appsmith {instance}',
  description:
    'Within half an hour Appsmith’s own auto-heal has found the backend without an answer and restarted it. Everybody waited for a minute each time, and what hung the backend is still to be found.',
  valueUnit: 'per-second',
  runbook: {
    meaning:
      'With `APPSMITH_AUTO_HEAL=1` a script asks Appsmith for `/api/v1/tenants/current` every ten seconds and restarts the backend whenever that is not answered with 200. It cannot tell a backend that hangs from one that is merely busy, or from a proxy or store that is down.',
    impact:
      'While the backend starts, for half a minute and more, nobody can work; what people had not saved is lost, and so are queries that ran.',
    diagnosis: [
      '`docker compose exec appsmith grep -B1 "backend is unresponsive" /appsmith-stacks/logs/cron/auto_heal.log`: when, and what the backend had answered: 000 is no answer at all, 5xx an error.',
      'Just before that, on Backend & JVM: heap, garbage collection, blocked threads, CPU. A full heap is the usual reason.',
      'Was MongoDB or Redis away at that time? Then the restart did not help; Data stores shows it.',
      '/appsmith-stacks/heap_dumps may hold a dump of the threads from just before the restart.',
    ],
    mitigation: [
      'Full heap: give the container more memory and raise `-Xmx` in `APPSMITH_JAVA_ARGS`.',
      'The backend was only busy: look at the slowest queries and requests, and set `APPSMITH_AUTO_HEAL=0` until they are mended.',
      'A store was away: mend that; the restarts end by themselves.',
    ],
    falseAlarms:
      'The restart was right and rare: once a week may be less trouble than its cure. Turn the alert off, and watch the panel “Auto-heal”.',
    reports: [32488, 29766],
  },
});

export const supervisordAlerts = [processNotRunning, processFlapping, autoHealRestarted];
