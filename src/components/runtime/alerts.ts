// When Appsmith's container, or a heap dump of its Java, should tell somebody.
import { above, alert, below, differs, threshold } from '../../observe/index.ts';
import { matchers, promql } from '../../promql/index.ts';
import { runtimeMetrics as m } from './metrics.ts';

export const containerMemoryHigh = alert({
  name: 'ContainerMemoryHigh',
  component: 'runtime',
  severity: 'warning',
  when: [
    above(
      promql`${m.workingSet} / ${m.memoryLimit}`,
      threshold(0.9, 'ratio', {
        min: 0.5,
        max: 0.99,
        help: 'Share of the container’s memory limit. Java, MongoDB and Redis keep what they once took, so 70 to 80 % can be normal.',
      }),
    ),
  ],
  for: '10m',
  summary: 'The container of Appsmith {instance} uses {value} of its memory',
  description:
    'Memory that cannot be given back is at {value} of the container’s limit, and for ten minutes never below {threshold}. At the limit the kernel kills a process, most often Java: give the container more, or lower a heap.',
  runbook: {
    meaning:
      'All of Appsmith’s programs share the container’s memory limit: Java, RTS, MongoDB, Redis and PostgreSQL where they are embedded. The page cache of files is already taken off.',
    impact:
      'None yet. At the limit the kernel kills the process that uses most: everybody waits for about a minute if it is the backend, and longer if it is MongoDB.',
    diagnosis: [
      'The panel “Container memory” on Capacity & backups: did it climb for hours, which is a leak, or all at once?',
      '`docker compose exec appsmith ps -eo rss,comm --sort=-rss | head`: which program has how much, in KiB.',
      'The panel “Heap” on Backend & JVM: a heap that may grow to more than the limit leaves nothing for the others.',
      'MongoDB takes half of the memory above 1 GiB for its cache unless it is told less; Redis has no limit of its own.',
    ],
    mitigation: [
      'Give the container more: `mem_limit` in the compose file, `resources.limits.memory` on Kubernetes.',
      'Or give Java less with `-Xmx…` in `APPSMITH_JAVA_ARGS`: the largest heap, and half a GiB beside it, should be no more than half of the limit.',
      'It climbs without end: restart at a quiet hour with `docker compose restart appsmith`, and look at JvmHeapAfterGcHigh.',
    ],
    reports: [32488],
  },
});

export const containerOomKilled = alert({
  name: 'ContainerOomKilled',
  component: 'runtime',
  severity: 'warning',
  when: [differs(promql`round(increase(${m.oomKills}[15m]))`, 0)],
  for: '0m',
  summary: 'The kernel killed a process of Appsmith {instance} for want of memory',
  description:
    'The container’s memory limit was reached, and {value} of its processes were killed within a quarter of an hour. supervisord starts them again, but it will happen again: give the container more memory, or Java less.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'The container had used all the memory that it may use, and the kernel ended the process that used most of it, with no warning and no dump. That is often Java, sometimes MongoDB.',
    impact:
      'Requests fail until the program runs again: about a minute for the backend. What people were saving at that moment is lost. If it was MongoDB, everything waits for its recovery.',
    diagnosis: [
      '`dmesg -T | grep -i "killed process"` on the machine: which program, and how much it had.',
      'The panel “Processes” on Edge & processes: which one began anew at that minute?',
      'The panel “Container memory” on Capacity & backups: slowly up to the limit, or all at once, as with a large import or query?',
      'Kubernetes: `kubectl describe pod` shows OOMKilled only if the container’s first process was killed; this counts the others too.',
    ],
    mitigation: [
      'Give the container more memory, or lower `-Xmx` in `APPSMITH_JAVA_ARGS` so that heap, MongoDB and the rest fit together.',
      'Find the application whose query or import is that large: the panel “Query time by plugin” on Queries & datasources shows when it ran.',
    ],
    reports: [2810, 36277],
  },
});

export const containerCpuThrottled = alert({
  name: 'ContainerCpuThrottled',
  component: 'runtime',
  severity: 'warning',
  when: [
    above(
      promql`rate(${m.throttledPeriods}[5m]) / rate(${m.periods}[5m])`,
      threshold(0.25, 'ratio', {
        min: 0.05,
        max: 0.95,
        help: 'Share of the periods, a tenth of a second each, in which the container had to stand still.',
      }),
    ),
  ],
  provided: [
    above(
      promql`rate(${m.periods}[5m])`,
      threshold(1, 'per-second', {
        min: 0,
        max: 10,
        help: 'Periods a second in which the container wanted to run at all; ten are possible.',
      }),
      'floor',
    ),
  ],
  for: '15m',
  summary: 'The container of Appsmith {instance} is held back in {value} of the time',
  description:
    'For fifteen minutes the container has used up its share of the processors and stood still in {value} of the periods in which it wanted to run. Requests are slow although the machine may be idle: raise the limit.',
  runbook: {
    meaning:
      'A limit on processors is kept in periods of a tenth of a second: who has used up the share stands still until the next. Java with many threads uses it up in a moment.',
    impact:
      'Everything is slower and uneven, garbage collections most of all; short requests wait a tenth of a second or more.',
    diagnosis: [
      'The panel “Container CPU” on Capacity & backups: is it at its limit all the time, or only throttled in bursts?',
      'The panel “CPU” on Backend & JVM, and “GC” there: a heap that is nearly full burns processor time on collections.',
      'Since when? A new application, a cron job, or more people: Users & apps.',
    ],
    mitigation: [
      'Raise the limit: `cpus:` in the compose file, `resources.limits.cpu` on Kubernetes. Appsmith wants two processors and more.',
      'On Kubernetes a request without a limit serves Java better than a tight limit.',
    ],
  },
});

const byJava = matchers({ cause: 'out_of_memory' });

export const heapDumpWritten = alert({
  name: 'HeapDumpWritten',
  component: 'runtime',
  severity: 'warning',
  when: [
    below(
      promql`time() - max by (job, instance) (${m.newestHeapDump}${byJava})`,
      threshold(43_200, 'seconds', {
        min: 900,
        max: 604_800,
        help: 'How old the newest dump may be for the alert to stay: long enough for somebody to see it in the morning.',
      }),
    ),
  ],
  for: '0m',
  summary: 'Java of Appsmith {instance} ran out of memory and wrote a heap dump',
  description:
    'A heap dump was written {value} ago: Java had no memory left. What it says about the cause is lost once the file is deleted; what it takes of the volume may be several GiB.',
  runbook: {
    meaning:
      'With `-XX:+HeapDumpOnOutOfMemoryError` Java writes its whole heap into a file before it throws OutOfMemoryError. Dumps that a script or a person asked for are not counted here.',
    impact:
      'After an OutOfMemoryError threads of the backend are missing: Appsmith may answer some requests and hang in others until the backend is restarted. The dump takes as much of the volume as the heap is large.',
    diagnosis: [
      '`docker compose exec appsmith ls -lh /appsmith-stacks/heap_dumps`: how many, how large, when?',
      'The panels “Heap” and “Heap after collection” on Backend & JVM at that time: a slow climb is a leak, a jump is one large query or import.',
      '`docker compose exec appsmith sh -c "grep -h OutOfMemoryError /appsmith-stacks/logs/backend/*.log | tail"`: the thread that could get no more.',
    ],
    mitigation: [
      'Has the backend restarted since? If not: `docker compose exec appsmith supervisorctl restart backend`.',
      'Copy the dump elsewhere, look at it with Eclipse Memory Analyzer or send it to Appsmith’s support, then delete it. It holds everything that was in memory, passwords and people’s data too.',
      'Give Java a larger heap with `-Xmx…` in `APPSMITH_JAVA_ARGS`, and the container as much more.',
    ],
    falseAlarms: 'It has been dealt with: delete or move the file, and the alert ends.',
    reports: [2810],
  },
});

export const runtimeAlerts = [
  containerMemoryHigh,
  containerOomKilled,
  containerCpuThrottled,
  heapDumpWritten,
];
