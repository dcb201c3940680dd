// When the eyes themselves are ill: the exporter, its collectors, its time limit, its budget of series.
import { above, alert, differs, equals, exists, threshold } from '../../observe/index.ts';
import { matchers, promql } from '../../promql/index.ts';
import { selfMetrics as m } from '../../scrape/self.ts';
import { besideExporter, tutorialScrapeJob } from './tutorial.ts';

/** The alert's own label `component` is taken, so the collector's name moves to `collector`. */
const byCollector = { fragment: '"collector", "$1", "component", "(.*)"' };

/** Only a change of rights, settings or versions mends these; the others mean that the component is down. */
const LASTING = [
  'unauthorized',
  'forbidden',
  'not_found',
  'protocol',
  'tls',
  'truncated',
  'too_large',
  'unsupported',
  'no_descriptors',
  'internal',
] as const;

const error = m.error;
/** Components that have an alert of their own for being down; nobody else speaks for supervisord. */
const UNSPOKEN = ['supervisord'] as const;
const failing = promql`
  ${error}${matchers({ reason: LASTING })}
  or ${error}${matchers({ component: UNSPOKEN })}
  or (${error}${matchers({ reason: 'timeout' })} and on (job, instance, component) ${m.up} == 1)
`;

export const exporterAbsent = alert({
  name: 'ExporterAbsent',
  component: 'exporter',
  severity: 'warning',
  when: [
    equals(promql`up`, 0),
    exists(promql`label_replace(absent(up), "instance", "$1", "job", "(.*)") - 1`),
    // Something answers, but it is not the exporter: Caddy and the backend speak Prometheus too.
    exists(promql`up == 1 unless on (job, instance) (${m.scrapeDuration} or ${besideExporter})`),
  ],
  for: '5m',
  summary: 'No exporter answers for Appsmith {instance}',
  description:
    'Prometheus has had no metrics from the exporter beside Appsmith for five minutes: no other alert of this Appsmith can be trusted until it is back. If AppsmithDown fires as well, begin there.',
  valueUnit: 'up',
  runbook: {
    meaning:
      'The exporter does not answer Prometheus, Prometheus has lost the target, or something else answers at its address (Caddy’s or the backend’s own metrics, for instance). The exporter shares the network of Appsmith’s container: when that is stopped or replaced, the exporter is cut off too, and AppsmithDown says so.',
    impact:
      'None for the users of Appsmith, but you are blind: dashboards stand still and nothing else would alert.',
    diagnosis: [
      '`docker compose ps`: does `appsmith-exporter` run? Was `appsmith` re-created after it?',
      '`docker compose logs --tail 50 appsmith-exporter`: an exit with code 70 means that it found itself cut off and asked to be started again.',
      'Prometheus, Status → Targets: the text of the error. `connection refused` is the exporter, `401` is the password of its web-config file, `context deadline exceeded` is a scrape that takes too long.',
      'It answers, but not as the exporter: look at the port of the target; the exporter’s is 9564.',
    ],
    mitigation: [
      'Appsmith’s container was re-created without the add-on: `docker compose up -d` with both compose files named. `COMPOSE_FILE=` in `.env` makes that the default.',
      'Otherwise `docker compose restart appsmith-exporter`.',
      'Kubernetes: `kubectl describe pod` of Appsmith’s pod; the exporter is a container of it.',
    ],
    falseAlarms:
      'Targets in the same job that are no exporter, for instance Appsmith’s backend scraped directly: give them a job of their own.',
  },
});

export const collectorFailing = alert({
  name: 'CollectorFailing',
  component: 'exporter',
  severity: 'warning',
  when: [
    equals(
      promql`max by (job, instance, collector, reason) (label_replace(${failing}, ${byCollector}))`,
      1,
    ),
  ],
  for: '10m',
  summary: 'The exporter cannot read {collector} of Appsmith {instance}: {reason}',
  description:
    'For ten minutes the collector {collector} has failed with the reason {reason}. That rarely mends itself: a password, an address or a right is wrong. Its metrics and alerts are missing or incomplete meanwhile.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'The part of Appsmith is there, but the exporter is not let in or does not understand the answer. A part that is simply down has its own alert and is not reported here.',
    impact: 'Alerts of that part cannot fire, or a down alert fires although it runs.',
    diagnosis: [
      '`docker compose exec appsmith-exporter appsmith-exporter doctor`: it asks everything once and says in plain words what is wrong and what to set.',
      '`unauthorized`, `forbidden`: the password in the exporter’s settings is not the one that Appsmith uses; compare with `/appsmith-stacks/configuration/docker.env` and with what compose sets.',
      '`tls`: a certificate that the exporter does not trust. `not_found`, `protocol`: the address leads to something else.',
      '`no_descriptors`: the exporter may open no more files. `internal`: a fault of the exporter; its log has the details.',
      'The panel “Errors by collector” on Exporter shows since when.',
    ],
    mitigation: [
      'Set what doctor names, and start the exporter again: `docker compose up -d appsmith-exporter`.',
      'If that part is not wanted: `--no-collector.<name>` leaves it out.',
    ],
  },
});

export const scrapeSlow = alert({
  name: 'ScrapeSlow',
  component: 'exporter',
  severity: 'warning',
  when: [
    above(
      promql`${m.scrapeDuration} unless on (job, instance) ${error}${matchers({ reason: 'timeout' })}`,
      threshold(8, 'seconds', {
        min: 0.5,
        max: 55,
        help: 'Keep it below the scrape timeout of the job: 10 s unless Prometheus is told otherwise.',
      }),
    ),
  ],
  for: '5m',
  summary: 'Scraping Appsmith {instance} takes {value}, almost as long as it may',
  description:
    'Collecting all metrics took {value}, and for five minutes never less than {threshold}. At the scrape timeout Prometheus gives up, and parts of the metrics go missing. Look which collector takes so long.',
  runbook: {
    meaning:
      'All parts are asked at once, so the slowest one decides. The exporter stops a little before the scrape timeout and answers with what it has.',
    impact:
      'None for users yet, but what is slow to answer the exporter is often slow for users too.',
    diagnosis: [
      'The panel “Time by collector” on Exporter: which one?',
      'backend: the actuator has very many series; see “Size of a scrape” there. mongodb, redis: the store itself is slow.',
      '`docker stats --no-stream appsmith-exporter`: does it get too little CPU?',
    ],
    mitigation: [
      'Give the job more time: `scrape_timeout` up to `scrape_interval` in Prometheus’s configuration, and this alert’s threshold with it.',
      'Leave out the slow part for now with `--no-collector.<name>`.',
    ],
  },
});

export const seriesDropped = alert({
  name: 'SeriesDropped',
  component: 'exporter',
  severity: 'warning',
  when: [
    above(
      promql`
        sum by (job, instance, collector, reason) (
          label_replace(rate(${m.dropped}[5m]), ${byCollector})
        )
      `,
      threshold(0, 'per-second', {
        min: 0,
        max: 10_000,
        help: 'Series or lines refused each second; a few may be acceptable where one meter is known to be faulty.',
      }),
    ),
  ],
  for: '15m',
  summary: 'The exporter drops series of {collector} of Appsmith {instance}: {reason}',
  description:
    '{value} series or lines of {collector} have been left out for fifteen minutes, for the reason {reason}: panels and alerts may miss something.',
  runbook: {
    meaning:
      'What arrives from Appsmith is held to a budget and to the rules of the format. Something exceeds it: most often a label with a value for each request, so that the number of series grows without end.',
    impact: 'Some series are missing. Without the budget, Prometheus itself would be in danger.',
    diagnosis: [
      'The panel “Dropped series” on Exporter: which collector, which reason, since when? A new version of Appsmith often brings new meters.',
      '`docker compose exec appsmith-exporter appsmith-exporter doctor`: it names the families with the most series.',
    ],
    mitigation: [
      'If there are simply many applications, raise the budget in the exporter’s configuration (docs/options.md).',
      'If one meter is faulty, report it to Appsmith, and raise this alert’s threshold until it is mended.',
    ],
  },
});

export const watchdog = alert({
  name: 'Watchdog',
  component: 'exporter',
  severity: 'none',
  when: [differs(promql`vector(1)`, 0)],
  for: '0m',
  summary: 'Prometheus and Alertmanager are alive',
  description:
    'This alert always fires. Send it to a service that calls you when it stops arriving: then nothing else would arrive either.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'The chain of Prometheus, Alertmanager and the receiver works. It is the silence of this alert that is the alarm.',
    impact: 'None while it fires.',
    diagnosis: [
      'It does not arrive: is Prometheus up, does it show the alert as firing, does Alertmanager list it?',
    ],
    mitigation: ['Nothing, while it fires.'],
  },
});

export const exporterAlerts = [
  exporterAbsent,
  collectorFailing,
  scrapeSlow,
  seriesDropped,
  tutorialScrapeJob,
  watchdog,
];
