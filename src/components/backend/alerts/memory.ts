// When the backend's memory should wake somebody: the heap, what a collection leaves of it, and collecting itself.
import { above, alert, threshold } from '../../../observe/index.ts';
import { matchers, promql, series } from '../../../promql/index.ts';
import { backendMetrics as m } from '../metrics.ts';
import { heapRatio } from '../records.ts';

/**
 * Between two collections the heap fills with what nobody needs any more, on a quiet night for hours. Only a
 * heap that is full although it was collected means anything. Shorter than the alerts' `for`, so that one
 * collection at the beginning is not enough.
 */
const collected = above(
  promql`sum by (job, instance) (rate(${series(m.gcPause).count}[10m]))`,
  0,
  'collections',
);

const RAISE =
  'If that is how much your users need: raise the limit (`-Xmx` in `APPSMITH_JAVA_ARGS` of docker.env; without it Java takes a quarter of the container’s memory), give the container that much more, and restart it.';
const RESTART =
  '`docker compose exec appsmith supervisorctl restart backend`: empties the heap; users see errors for about a minute.';

export const jvmHeapHigh = alert({
  name: 'JvmHeapHigh',
  component: 'backend',
  severity: 'warning',
  when: [
    above(
      promql`${heapRatio}`,
      threshold(0.85, 'ratio', {
        min: 0.5,
        max: 0.99,
        help: 'Share of the heap’s limit in use. Lower warns earlier, and on heaps that are merely well used.',
      }),
    ),
  ],
  provided: [collected],
  for: '15m',
  summary: 'The backend of {instance} uses {value} of its heap',
  description:
    'The backend’s heap has been more than {threshold} full for {for}, although it was collected meanwhile; it is at {value} now. Look at the panel “Heap after collection”: if that climbs, memory leaks.',
  runbook: {
    meaning:
      'Java keeps everything that the backend works on in its heap, which has a fixed limit. Garbage collections empty it; here they do not free enough any more.',
    impact:
      'None yet. If it goes on, collections take more and more of the time, requests become slow, then fail with 504, and at last Java runs out of memory.',
    diagnosis: [
      'Panel “Heap after collection”: a line that climbs for hours is a leak; one that is flat and high is a heap too small; one that is low means that something allocates a lot just now.',
      'Panel “Requests a second by path”: an import, export, fork or a page with huge query results at the same time?',
      'Panel “Time spent collecting”: above some 20 % users feel it.',
      '`docker compose exec appsmith sh -c "tail -n 200 /appsmith-stacks/logs/backend/*.log"`: look for OutOfMemoryError.',
    ],
    mitigation: [
      'If it was an import or a fork, wait for its end: the heap falls at the next collections.',
      `If it climbs for hours, restart at a quiet time: ${RESTART}`,
      RAISE,
      'Let queries return less: LIMIT, pages, fewer columns; the backend holds a whole result in memory.',
    ],
    falseAlarms:
      'A backend that has lived for weeks at this level with little time spent collecting is merely well used: raise the threshold.',
    reports: [32488, 36277, 27080],
  },
});

export const jvmHeapAfterGcHigh = alert({
  name: 'JvmHeapAfterGcHigh',
  component: 'backend',
  severity: 'critical',
  when: [
    above(
      promql`max by (job, instance) (${m.memoryAfterGc}${matchers({ pool: 'long-lived' })})`,
      threshold(0.85, 'ratio', {
        min: 0.5,
        max: 0.98,
        help: 'Share of the long-lived heap still in use after a collection. Lower pages earlier before a backend that leaks becomes slow.',
      }),
    ),
    above(
      promql`
        ${m.gcLiveData} / on (job, instance) ${m.gcMaxData}
        unless on (job, instance) ${m.memoryAfterGc}`,
      threshold(0.85, 'ratio', {
        min: 0.5,
        max: 0.98,
        help: 'The same for a backend that tells only what its last full collection left.',
      }),
      'threshold_full',
    ),
  ],
  provided: [collected],
  for: '15m',
  summary:
    'The backend of {instance} is running out of memory: {value} of the heap survives collection',
  description:
    'For {for} collections have left {value} of the backend’s heap in use: it will become slow, then stop answering. Restarting the backend buys hours.',
  inhibits: ['JvmHeapHigh'],
  runbook: {
    meaning:
      'What is left of the heap right after a collection is what Java believes to be needed. It is close to the limit and stays there: a leak, or more work than the heap is made for.',
    impact:
      'Soon pages load slowly, queries time out and the front door answers 504, for every user. After an OutOfMemoryError the backend may go on running without working.',
    diagnosis: [
      'Panel “Heap after collection” over 24 hours: a steady climb since the last restart is a leak; a jump points to what happened then.',
      'Panel “Time spent collecting” tells how much is left: above 50 % the backend is as good as down.',
      '`docker compose exec appsmith sh -c "tail -n 200 /appsmith-stacks/logs/backend/*.log"`: OutOfMemoryError means that it is over already.',
      '`docker compose exec appsmith ls -l /appsmith-stacks/heap_dumps`: a dump of the moment, if one was written, tells the developers what fills the heap.',
    ],
    mitigation: [
      RESTART,
      RAISE,
      'If it climbs again at the same pace, upgrade Appsmith (panel “Version”), and report it with the heap dump and the picture of the climb.',
      'Until it is fixed, restart at a quiet hour before the heap is full: the climb tells how many hours there are.',
    ],
    reports: [32488, 2810],
  },
});

export const jvmGcOverhead = alert({
  name: 'JvmGcOverhead',
  component: 'backend',
  severity: 'warning',
  when: [
    above(
      promql`${m.gcOverhead}`,
      threshold(0.2, 'ratio', {
        min: 0.02,
        max: 0.9,
        help: 'Share of the time in which the backend collects instead of working. Below 0.1 a busy backend warns too.',
      }),
    ),
    above(
      promql`
        sum by (job, instance) (rate(${series(m.gcPause).sum}[5m]))
        unless on (job, instance) ${m.gcOverhead}`,
      threshold(0.2, 'ratio', {
        min: 0.02,
        max: 0.9,
        help: 'The same where the backend tells only how long it paused.',
      }),
      'threshold_pauses',
    ),
  ],
  for: '5m',
  summary: 'The backend of {instance} spends {value} of its time on garbage collection',
  description:
    'For {for} the backend has spent more than {threshold} of its time on collecting garbage, now {value}: every request waits for that. See whether the heap is full.',
  runbook: {
    meaning:
      'While Java collects garbage, requests stand still. A share this large means that the heap is nearly full, or that something makes garbage faster than it can be collected.',
    impact: 'Everything is slower for everybody, in jerks; the health check may time out.',
    diagnosis: [
      'Panel “Heap after collection”: near its limit → follow the runbook of JvmHeapAfterGcHigh.',
      'Panel “Allocation”: a peak → an import, an export, a fork, or queries with huge results.',
      'Panel “Longest pause”: seconds mean full collections.',
      'Panel “CPU”: other processes that take the processor make collections take longer.',
    ],
    mitigation: [
      'If an import or export is under way, let it finish.',
      `If the heap is full: ${RESTART}`,
      RAISE,
    ],
    reports: [36277, 2810],
  },
});

export const memoryAlerts = [jvmHeapHigh, jvmHeapAfterGcHigh, jvmGcOverhead];
