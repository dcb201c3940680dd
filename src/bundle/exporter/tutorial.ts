// The scrape job of a well-known tutorial, beside the exporter: all that the backend tells would be there twice.
import { foreignMetrics as backend } from '../../components/backend/metrics.ts';
import { alert, equals, fires, input, type Proof, silent } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';
import { selfMetrics } from '../../scrape/self.ts';

/** Java, told by a target that is no exporter. */
const straight = promql`
  max by (job, instance) (${backend.jvmInfo}) unless on (job, instance) ${selfMetrics.scrapeDuration}
`;
/** The same, while an exporter answers in the same job. */
export const besideExporter = promql`(${straight}) and on (job) ${selfMetrics.scrapeDuration}`;

export const tutorialScrapeJob = alert({
  name: 'TutorialScrapeJob',
  component: 'exporter',
  severity: 'info',
  when: [equals(straight, 1)],
  for: '10m',
  summary: 'Prometheus scrapes Appsmith’s backend at {instance} directly, beside the exporter',
  description:
    'The target {instance} is the backend itself, as a well-known tutorial sets it up: its port 8080 and /actuator/prometheus. The exporter passes the same series on, so sums over this job are twice too large. Remove that target.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'Series of Java come from a target in Appsmith’s job that is not the exporter: the backend’s own port. The exporter gives all of them too, under the same names, cleaned, and with everything else.',
    impact:
      'None for the users of Appsmith. Panels that add up show twice the requests, and alerts on shares and sums are wrong. The raw paths of Netty’s timers may fill Prometheus.',
    diagnosis: [
      'Prometheus, Status → Targets: the target of this job whose address ends in `:8080`.',
      '`grep -n -B3 -A6 actuator/prometheus prometheus.yml`: the job of the tutorial.',
    ],
    mitigation: [
      'Remove that target from `scrape_configs` and reload Prometheus; the tutorial’s own panels go on with what the exporter gives.',
      'To keep it for comparison give it a job name other than the exporter’s.',
    ],
    falseAlarms:
      'A target that you keep on purpose: give it a job of its own, or switch this alert off in observability.yml.',
  },
});

const java = (instance: string, values = '1x120') =>
  input(
    backend.jvmInfo,
    { instance, vendor: 'Eclipse Adoptium', version: '21', runtime: 'OpenJDK' },
    values,
  );
const exporter = [input(selfMetrics.scrapeDuration, {}, '0.1x120'), java('appsmith')];
const DIRECT = 'appsmith:8080';

export const tutorialProofs: readonly Proof[] = [
  fires(
    tutorialScrapeJob,
    'both are scraped from minute 10 on',
    [...exporter, java(DIRECT, '_x10 1x60')],
    {
      at: '20m',
      labels: { instance: DIRECT },
      value: '1',
    },
  ),
  fires(tutorialScrapeJob, 'the backend alone is scraped', [java(DIRECT)], {
    at: '10m',
    labels: { instance: DIRECT },
    value: '1',
  }),
  silent(tutorialScrapeJob, 'the exporter alone', exporter),
  silent(tutorialScrapeJob, 'in a job of its own', [
    ...exporter,
    { ...java(DIRECT), labels: { ...java(DIRECT).labels, job: 'appsmith-backend' } },
  ]),
  silent(tutorialScrapeJob, 'for nine minutes', [...exporter, java(DIRECT, '1x8 stale')]),
  silent(tutorialScrapeJob, 'the actuator is shut', [
    input(selfMetrics.scrapeDuration, {}, '0.1x120'),
  ]),
];
