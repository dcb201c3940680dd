// How to look at the front door: the first row of Edge & processes.
import { query, type Row } from '../../observe/index.ts';
import { matchers, promql } from '../../promql/index.ts';
import {
  certificateExpiring,
  certificateExpiringSoon,
  certificateInvalid,
  edgeDown,
  edgeSlow,
} from './alerts.ts';
import { edgeMetrics as m, PAGES, PHASES } from './metrics.ts';

const NO_CERTIFICATE = 'no certificate: the front door speaks plain HTTP';

/** The pages by their place in the list; the panel names and colours them. */
const page = PAGES.map(
  (name, value) => promql`(${m.page}${matchers({ page: name })} == 1) * ${value}`,
).reduce((sofar, one) => promql`${sofar} or ${one}`);

const PAGE_TEXTS = [
  { value: 0, text: 'Appsmith', mood: 'good' },
  { value: 1, text: 'its starting page', mood: 'warn' },
  { value: 2, text: 'a login before it', mood: 'neutral' },
  { value: 3, text: 'something else', mood: 'bad' },
] as const;

export const edgeRows: readonly Row[] = [
  {
    dashboard: 'edge',
    title: 'Front door',
    panels: [
      {
        title: 'Front door',
        kind: 'state-timeline',
        unit: 'up',
        queries: [query(promql`${m.up}`, '{{instance}}')],
        shows: 'Whether people get Appsmith and its API under the public address.',
        normal: 'Up all the time.',
        alerts: [edgeDown],
        empty: 'the front door is not asked: see doctor',
        width: 12,
      },
      {
        title: 'What the front door shows',
        kind: 'state-timeline',
        unit: 'none',
        queries: [query(promql`max by (instance) (${page})`, '{{instance}}')],
        shows:
          'Which page comes under the public address, by its text: a wrong one comes with 200 too.',
        normal: 'Appsmith; its starting page for some minutes after a start.',
        act: 'Something else: look at who answers under that name and port. A login before it: the exporter does not see through it.',
        mappings: PAGE_TEXTS,
        empty: 'no page came',
        width: 12,
      },
      {
        title: 'Time to the page, by phase',
        kind: 'timeseries',
        unit: 'seconds',
        queries: [
          query(
            promql`avg by (phase) (${m.phase}${matchers({ phase: [...PHASES] })})`,
            '{{phase}}',
          ),
        ],
        shows:
          'What the time to the page is spent on, over a new connection: name, TCP, TLS, the proxy, the transfer.',
        normal:
          'Milliseconds near by, some tenths of a second far away; nothing for a phase that is not needed.',
        alerts: [edgeSlow],
        stacked: true,
        empty: 'no answer to time',
        width: 12,
      },
      {
        title: 'API through the front door',
        kind: 'timeseries',
        unit: 'seconds',
        queries: [query(promql`${m.apiDuration}`, '{{instance}}')],
        shows: 'How long the health check takes through the front door, once connected.',
        normal: 'Hardly more than “Health check” on Backend & JVM says of the backend itself.',
        act: 'Much more than the backend takes: the proxy or what stands before it is slow.',
        empty: 'no answer to time',
        width: 12,
      },
      {
        title: 'Certificate expires in',
        kind: 'timeseries',
        unit: 'seconds',
        queries: [
          query(promql`${m.certificateExpiry} - time()`, '{{instance}}'),
          query(promql`${m.chainExpiry} - time()`, '{{instance}} chain'),
        ],
        shows:
          'Time left until the certificate expires, and until the first of those that vouch for it does.',
        normal: 'Between 30 and 90 days where it is renewed automatically.',
        alerts: [certificateExpiringSoon, certificateExpiring],
        empty: NO_CERTIFICATE,
        width: 12,
      },
      {
        title: 'Certificate accepted',
        kind: 'state-timeline',
        unit: 'yes',
        queries: [query(promql`${m.verified}`, '{{instance}}')],
        shows: 'Whether the certificate is valid for the name and an authority vouches for it.',
        normal: 'Yes.',
        alerts: [certificateInvalid],
        empty: NO_CERTIFICATE,
        width: 6,
      },
      {
        title: 'How it is reached',
        kind: 'table',
        unit: 'none',
        queries: [query(promql`${m.info}`, '', true)],
        shows: 'Scheme, HTTP and TLS version, and which load balancer the headers tell of.',
        normal: 'https and HTTP/2 where people come from outside.',
        act: 'Plain http over a network that is not yours: give Appsmith a domain, APPSMITH_CUSTOM_DOMAIN.',
        empty: 'no answer that could tell',
        width: 6,
      },
    ],
  },
];
