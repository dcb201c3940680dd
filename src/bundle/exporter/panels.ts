// How to look at the exporter itself: the Exporter dashboard.
import { type Panel, query, type Row } from '../../observe/index.ts';
import { duration, matchers, promql, series } from '../../promql/index.ts';
import { selfMetrics as m } from '../../scrape/self.ts';
import { serverMetrics as s } from '../../server/metrics.ts';
import { collectorFailing, exporterAbsent, scrapeSlow, seriesDropped } from './alerts.ts';

const range = duration('$__rate_interval');

const state: readonly Panel[] = [
  {
    title: 'Exporter',
    kind: 'stat',
    unit: 'up',
    queries: [query(promql`min by (instance) (up)`, '{{instance}}', true)],
    shows: 'Whether Prometheus gets an answer from the exporter.',
    normal: 'Up.',
    alerts: [exporterAbsent],
    empty: 'no target',
    width: 4,
    height: 8,
  },
  {
    title: 'Exporter version',
    kind: 'table',
    unit: 'none',
    queries: [query(promql`max by (version, instance) (${s.build})`, '', true)],
    shows: 'The version of the exporter.',
    normal: 'The same as that of the rules and dashboards.',
    act: 'After an update of the exporter, install the dashboards and rules that came with it.',
    empty: 'unknown',
    width: 4,
    height: 8,
  },
  {
    title: 'Collectors',
    kind: 'state-timeline',
    unit: 'up',
    queries: [query(promql`min by (instance, component) (${m.success})`, '{{component}}')],
    shows:
      'Whether each collector ran to its end. One that finds its part down has done its work all the same.',
    normal: 'All green.',
    alerts: [collectorFailing],
    mappings: [
      { value: 1, text: 'ran', mood: 'good' },
      { value: 0, text: 'failed', mood: 'bad' },
    ],
    empty: 'no collector ran',
    width: 8,
  },
  {
    title: 'Errors by collector',
    kind: 'state-timeline',
    unit: 'yes',
    queries: [query(promql`max by (component, reason) (${m.error})`, '{{component}}: {{reason}}')],
    shows: 'Why a collector could not read its part.',
    normal: 'Nothing; short lines while Appsmith starts.',
    alerts: [collectorFailing],
    mappings: [{ value: 1, text: 'failing', mood: 'bad' }],
    empty: 'no errors',
    width: 8,
  },
];

const scrapes: readonly Panel[] = [
  {
    title: 'Time of a scrape',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [query(promql`max by (instance) (${m.scrapeDuration})`, '{{instance}}')],
    shows: 'How long it took to ask all parts at once.',
    normal: 'Well below a second.',
    alerts: [scrapeSlow],
    width: 6,
  },
  {
    title: 'Time by collector',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [query(promql`max by (component) (${m.duration})`, '{{component}}')],
    shows: 'How long each collector took; they run side by side, so the slowest one decides.',
    normal: 'Some ten milliseconds; the backend’s grows with its number of series.',
    alerts: [scrapeSlow],
    width: 6,
  },
  {
    title: 'Size of a scrape',
    kind: 'timeseries',
    unit: 'count',
    queries: [query(promql`max by (instance) (scrape_samples_scraped)`, '{{instance}}')],
    shows: 'How many samples each scrape brought, as Prometheus counted them.',
    normal: 'One to three thousand; a steady rise means a label that never ends.',
    act: '`appsmith-exporter doctor` names the families with the most series.',
    empty: 'not counted here',
    width: 6,
  },
  {
    title: 'Dropped series',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [
      query(
        promql`sum by (component, reason) (rate(${m.dropped}[${range}])) > 0`,
        '{{component}}: {{reason}}',
      ),
    ],
    shows: 'Series or lines that the exporter refused, by reason.',
    normal: 'None.',
    alerts: [seriesDropped],
    empty: 'nothing was dropped',
    width: 6,
  },
];

const resources: readonly Panel[] = [
  {
    title: 'CPU of the exporter',
    kind: 'timeseries',
    unit: 'ratio',
    queries: [query(promql`sum by (instance) (rate(${s.cpu}[${range}]))`, '{{instance}}')],
    shows: 'Share of one CPU that the exporter uses.',
    normal: 'Around 1 %.',
    act: 'Look whether somebody scrapes it far more often than Prometheus does.',
    empty: 'only on plain /metrics',
    width: 8,
  },
  {
    title: 'Memory of the exporter',
    kind: 'timeseries',
    unit: 'bytes',
    queries: [
      query(promql`max by (instance) (${s.residentMemory})`, 'resident'),
      query(promql`max by (instance) (${s.heapUsed})`, 'heap'),
    ],
    shows: 'Resident memory and V8’s heap.',
    normal: 'Around 100 MB, level over days.',
    act: 'A steady rise over days is a leak: restart it and report it.',
    empty: 'only on plain /metrics',
    width: 8,
  },
  {
    title: 'File descriptors of the exporter',
    kind: 'timeseries',
    unit: 'ratio',
    queries: [
      query(
        promql`max by (instance) (${s.openFds}) / max by (instance) (${s.maxFds} > 0)`,
        '{{instance}}',
      ),
    ],
    shows: 'Share of the file descriptors that it may open.',
    normal: 'A few percent at most, level.',
    act: 'Restart it; connections that are never closed are a fault to report.',
    empty: 'only on plain /metrics',
    width: 8,
  },
  {
    title: 'Slowest answers of the exporter',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [
      query(
        promql`histogram_quantile(0.99, sum by (le, handler) (rate(${series(s.requestDuration).bucket}[${range}])))`,
        '{{handler}}',
      ),
    ],
    shows: '99 of 100 requests to the exporter were faster than this, by handler.',
    normal: 'Below a second.',
    alerts: [scrapeSlow],
    empty: 'only on plain /metrics',
    width: 12,
  },
  {
    title: 'Requests to the exporter',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [
      query(
        promql`sum by (handler, code) (rate(${s.requests}${matchers({ handler: { not: '' } })}[${range}]))`,
        '{{handler}} {{code}}',
      ),
    ],
    shows: 'Requests that it answered, by handler and status.',
    normal: 'One scrape an interval, all 200.',
    act: '401 is somebody without the password; 503 is a scrape that came too often.',
    empty: 'only on plain /metrics',
    width: 12,
  },
];

export const exporterRows: readonly Row[] = [
  { dashboard: 'exporter', title: 'State', panels: state },
  { dashboard: 'exporter', title: 'Scrapes', panels: scrapes },
  { dashboard: 'exporter', title: 'Resources', panels: resources },
];
