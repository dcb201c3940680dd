// What people do on the Backend dashboard: log in, load pages, use Git.
import { query, type Row } from '../../../observe/index.ts';
import { promql, series } from '../../../promql/index.ts';
import { backendMetrics as m } from '../metrics.ts';
import { hourlyMeanBy, meanBy, RATE, rateBy, SHUT } from './common.ts';

const NO_GIT = 'no Git since the start, or the actuator is shut';

export const peopleRow: Row = {
  dashboard: 'backend',
  title: 'Login and pages',
  panels: [
    {
      title: 'Page loads',
      kind: 'timeseries',
      unit: 'per-second',
      queries: [query(rateBy(m.pageLoad, 'mode'), '{{mode}}')],
      shows: 'Pages of applications loaded a second: viewed, or opened in the editor.',
      normal: 'It follows the day.',
      act: 'It stops in working hours: people do not get in. Look at the Edge dashboard.',
      empty: SHUT,
    },
    {
      title: 'Time of page loads',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        query(meanBy(m.pageLoad, 'mode'), '{{mode}}'),
        query(meanBy(m.pageLoadStep, 'mode, step'), '{{mode}}: {{step}}'),
        query(promql`max by (mode) (${m.pageLoadMax})`, '{{mode}}, longest'),
      ],
      shows:
        'How long the backend takes to put a page together, by mean; its steps, where it tells them; and the longest of the last minutes.',
      normal: 'Below 300 ms on average.',
      act: 'Look at “MongoDB commands” first: a page is mostly read from there.',
      empty: SHUT,
    },
    {
      title: 'Logins an hour',
      kind: 'timeseries',
      unit: 'count',
      queries: [
        query(promql`sum by (source) (increase(${series(m.login).count}[1h]))`, '{{source}}'),
        query(
          promql`
            sum(increase(${m.loginFailures}[1h]))
            or
            0 * sum(increase(${series(m.login).count}[1h]))`,
          'failed',
        ),
      ],
      shows: 'Logins within the last hour, by kind, and those that failed.',
      normal: 'Most in the morning; a failed one for every dozen.',
      act: 'Many failed ones: somebody tries passwords, or the identity provider is broken.',
      empty: SHUT,
    },
  ],
};

export const gitRow: Row = {
  dashboard: 'backend',
  title: 'Git',
  panels: [
    {
      title: 'Git operations an hour',
      kind: 'timeseries',
      unit: 'count',
      queries: [
        query(
          promql`sum by (operation) (increase(${series(m.gitOperation).count}{layer!="fs"}[1h]))`,
          '{{operation}}',
        ),
      ],
      shows: 'Git operations of the backend within the last hour.',
      normal: 'As many as developers commit.',
      act: 'Fetches or pulls in a loop: automatic deployment that is set up twice.',
      empty: NO_GIT,
      width: 8,
    },
    {
      title: 'Time of Git operations',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        query(hourlyMeanBy(m.gitOperation, 'layer, operation'), '{{layer}}: {{operation}}'),
      ],
      shows:
        'Mean of the last hour, by layer: ops is the whole of it, jgit talks to the Git server, fs and file work on the disk, lock waits for others.',
      normal: 'Seconds for what talks to the Git server, below a second on the disk.',
      act: 'jgit slow: the Git server or the way there. fs slow: the disk. lock slow: several people on one application.',
      empty: NO_GIT,
      width: 8,
    },
    {
      title: 'Longest Git operation',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [query(promql`max by (operation) (${m.gitOperationMax})`, '{{operation}}')],
      shows: 'The longest of the last minutes.',
      normal: 'Below half a minute; large repositories take longer.',
      act: 'A minute and more: users see a timeout although it goes on. Make the repository smaller.',
      empty: NO_GIT,
      width: 8,
    },
    {
      title: 'Requests to Git’s paths',
      kind: 'timeseries',
      unit: 'per-second',
      queries: [
        query(
          promql`
            sum by (status) (rate(${series(m.httpRequests).count}{uri=~".*/git/.*"}[${RATE}]))`,
          '{{status}}',
        ),
      ],
      shows: 'What the backend answered to the editor’s Git requests.',
      normal: '200.',
      act: '5xx: look into the backend’s log for the Git server’s own words.',
      empty: NO_GIT,
      width: 24,
      height: 6,
    },
  ],
  collapsed: true,
};
