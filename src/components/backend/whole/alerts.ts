// When Appsmith as a whole should wake somebody: it is down, it answers slowly, or its replicas differ.
import { above, alert, differs, equals, exists, threshold } from '../../../observe/index.ts';
import { promql } from '../../../promql/index.ts';
import { ownMetrics as m } from '../metrics.ts';

/** With nothing left to ask there is no instance either: the job's name stands in for it. */
const gone = promql`label_replace(absent(up), "instance", "$1", "job", "(.*)") - 1`;

const DOWN_TIME = [
  'SloAvailabilityBurn1h',
  'SloAvailabilityBurn6h',
  'SloLatencyBurn1h',
  'SloLatencyBurn6h',
];

export const appsmithDown = alert({
  name: 'AppsmithDown',
  component: 'appsmith',
  severity: 'critical',
  when: [equals(promql`${m.up}`, 0), equals(promql`up`, 0), exists(gone)],
  for: '3m',
  // A recovery that does not last is the same outage, and burn rates need five minutes to calm down.
  keepFiringFor: '5m',
  summary: 'Appsmith {instance} is down',
  description:
    'Appsmith is {value}: for three minutes its health check has failed, or nothing at all has answered where it should run. Nobody can use their applications; look first whether the container runs.',
  valueUnit: 'up',
  down: true,
  // Being down is what burns the budget then.
  inhibits: ['ExporterAbsent', ...DOWN_TIME],
  runbook: {
    meaning:
      'One of three things, and each of them means that users are cut off: the backend answers `/api/v1/health` with an error or not at all; the exporter beside Appsmith does not answer, which happens when the container is stopped, since the exporter shares its network; or Prometheus has no such target any more.',
    impact:
      'Every application and the editor show an error page or do not load. Scheduled and webhook-driven calls into Appsmith fail too.',
    diagnosis: [
      '`docker compose ps appsmith appsmith-exporter`: is the container there, and since when? If only the exporter is missing, the alert ExporterAbsent says the rest.',
      'The panel “Components” on Overview: if MongoDB or Redis is down as well, start there; the backend’s health check fails with them.',
      'The panel “Processes” on Edge & processes: `backend` in FATAL or BACKOFF means that Java ends again and again; RUNNING with a failing health check means that it hangs, or still waits for RTS or MongoDB at its start.',
      '`docker compose exec appsmith sh -c "tail -n 200 /appsmith-stacks/logs/backend/*.log"`: the last error before it fell silent. `OutOfMemoryError` → JvmHeapHigh.',
      '`docker compose exec appsmith df -h /appsmith-stacks`: a full disk stops MongoDB first and everything after it.',
    ],
    mitigation: [
      'The container is not there: `docker compose up -d`, with Appsmith’s file and the add-on’s file both named; otherwise the exporter cannot join the new container.',
      'The container runs but only the backend is ill: `docker compose exec appsmith supervisorctl restart backend`; it answers again after one to three minutes.',
      'It does not come back after an update: start the version before it again (the image’s tag in `docker-compose.yml`), and restore the last backup only if its data was already migrated.',
      'Once it is up, look at “Version” and “Restarts in a day” on Overview for the cause: a restart, a new version, a full heap.',
    ],
    falseAlarms:
      'An Appsmith that takes longer than three minutes to start, for instance after a large update: raise `for`, or mute the alert while you update.',
    reports: [17140, 27362, 2810],
  },
});

export const appsmithProbeSlow = alert({
  name: 'AppsmithProbeSlow',
  component: 'appsmith',
  severity: 'warning',
  when: [
    above(
      promql`${m.healthDuration}`,
      threshold(2, 'seconds', {
        min: 0.25,
        max: 30,
        help: 'Appsmith’s documentation calls less than 1 s normal and more than 2 s high load.',
      }),
    ),
  ],
  provided: [equals(promql`${m.up}`, 1)],
  for: '5m',
  keepFiringFor: '5m',
  summary: 'Appsmith {instance} takes {value} to answer its own health check',
  description:
    'The health check, which only asks MongoDB and Redis for a sign of life, took {value}, and for five minutes never less than {threshold}. Users feel it everywhere. Look at CPU, heap and the stores’ latency.',
  runbook: {
    meaning:
      'The health check is one of the cheapest requests that the backend has. If it is slow, the backend is short of CPU or memory, or one of its stores answers slowly.',
    impact: 'Pages load slowly, queries wait, editors see saves hang. Timeouts come next.',
    diagnosis: [
      'The panel “What is near its limit?” on Overview: a bar in orange or red is the first suspect.',
      'Dashboard Backend & JVM: CPU at its limit, long garbage collections, or a heap that stays full.',
      'Dashboard Data stores: latency of MongoDB’s reads and writes, and slow operations.',
      '`docker stats --no-stream`: is another container eating the machine?',
    ],
    mitigation: [
      'Heap full: `docker compose exec appsmith supervisorctl restart backend` frees it at the price of one to three minutes’ outage.',
      'A store is slow: follow its own alert; end the operation that holds it up.',
      'It happens every day at the same hour: give the machine more CPU, or move the heavy application’s queries to another hour.',
    ],
    falseAlarms:
      'Stores that are far away add their latency to each check: raise the threshold to twice what is normal for you.',
    reports: [32488, 29766],
  },
});

export const appsmithVersionSkew = alert({
  name: 'AppsmithVersionSkew',
  component: 'appsmith',
  severity: 'warning',
  when: [
    differs(
      promql`
        count by (job, instance, version) (${m.info}{version!=""})
        * on (job) group_left () count by (job) (count by (job, version) (${m.info}{version!=""}))
      `,
      1,
    ),
  ],
  for: '1h',
  summary: 'Appsmith {instance} runs {version}, others of {job} another version',
  description:
    '{value} different versions have been running side by side for an hour. Replicas share one database, and the newer version has already migrated it: finish the update, or undo it.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'Instances of one Prometheus job tell different versions. During a rolling update that is right for some minutes; after an hour the update has stopped half-way.',
    impact:
      'The older version works on data that the newer one has migrated: people see errors that come and go with the replica that they reach.',
    diagnosis: [
      'The panel “Version” on Overview: which instance runs what.',
      'Kubernetes: `kubectl rollout status deployment/appsmith`, and `kubectl get pods -o wide` for pods that do not become ready.',
      'Compose: `docker compose images appsmith` on each machine.',
    ],
    mitigation: [
      'Finish the update on the instances that stayed behind.',
      'If the newer version does not start, go back to the older one everywhere, with the backup from before the update.',
    ],
    falseAlarms:
      'Several independent Appsmiths under one job, for instance a fleet behind `/probe`: give each its own job, or turn this alert off.',
  },
});
