// How to look at usage: all of the dashboard Users & apps.
import { type Panel, query, type Row } from '../../../observe/index.ts';
import { matchers, promql } from '../../../promql/index.ts';
import { usageMetrics as m } from './metrics.ts';

const OFF = 'not counted: APPSMITH_EXPORTER_USAGE_READ_DOCUMENTS=true counts it';
const WINDOWS = [
  ['5m', '5 minutes'],
  ['1d', 'a day'],
  ['7d', 'a week'],
  ['30d', 'a month'],
] as const;

const active: Panel = {
  title: 'Active users',
  kind: 'timeseries',
  unit: 'count',
  queries: WINDOWS.map(([window, name]) =>
    query(promql`sum(${m.activeUsers}${matchers({ window })})`, `within ${name}`),
  ),
  shows:
    'Different people, anonymous visitors included, who used Appsmith within the time before. A pulse comes once an hour, so that five minutes show who began or went on just then.',
  normal: 'The day follows the working week; the month moves slowly.',
  act: 'A sudden fall while Appsmith is up: people cannot sign in, look at the Overview’s logins.',
  empty: OFF,
  width: 12,
};

const kinds: Panel = {
  title: 'Active in a day, by what they do',
  kind: 'timeseries',
  unit: 'count',
  queries: [
    query(promql`sum(${m.activeViewers}${matchers({ window: '1d' })})`, 'use applications'),
    query(promql`sum(${m.activeEditors}${matchers({ window: '1d' })})`, 'build them'),
    query(promql`sum(${m.activeAnonymous}${matchers({ window: '1d' })})`, 'anonymous visitors'),
  ],
  shows:
    'Different people within a day who used published applications, who were in the editor, and visitors of public applications who did not sign in. Who did both is in both.',
  normal: 'Many use what few build.',
  act: 'Anonymous visitors out of nowhere: an application was made public; see whether that was meant.',
  empty: OFF,
  width: 12,
};

const month: Panel = {
  title: 'Active in a month',
  kind: 'bargauge',
  unit: 'count',
  queries: [
    query(promql`sum(${m.users})`, 'accounts', true),
    query(promql`sum(${m.activeViewers}${matchers({ window: '30d' })})`, 'use applications', true),
    query(promql`sum(${m.activeEditors}${matchers({ window: '30d' })})`, 'build them', true),
    query(
      promql`sum(${m.activeAnonymous}${matchers({ window: '30d' })})`,
      'anonymous visitors',
      true,
    ),
  ],
  shows: 'Accounts, and how many different people there were within a month.',
  normal: 'Fewer people than there are accounts.',
  act: 'Far fewer: remove the accounts of people who left. More anonymous visitors than you expect: see which applications are public.',
  empty: OFF,
  width: 24,
};

/** One number that moves slowly. */
function stat(title: string, metric: Parameters<typeof promql>[1], shows: string): Panel {
  return {
    title,
    kind: 'stat',
    unit: 'count',
    queries: [query(promql`sum(${metric!})`)],
    shows,
    normal: 'It grows slowly.',
    act: 'A jump is an import or a new branch; a fall that nobody knows of is a deletion: see who did it, and the newest backup.',
    empty: OFF,
    width: 4,
  };
}

const datasources: Panel = {
  title: 'Datasources by plugin',
  kind: 'bargauge',
  unit: 'count',
  queries: [query(promql`sort_desc(sum by (plugin) (${m.datasources}))`, '{{plugin}}', true)],
  shows: 'Datasources that are not deleted, by the kind of what they connect to.',
  normal: 'What your applications need.',
  act: 'A kind that nobody should use any more: find its datasources in the workspaces’ settings.',
  empty: OFF,
  width: 24,
};

const age: Panel = {
  title: 'Age of the counts',
  kind: 'timeseries',
  unit: 'seconds',
  queries: [query(promql`max by (question) (${m.age})`, '{{question}}')],
  shows: 'How long ago each of the counts on this page was made.',
  normal: 'Below half an hour for what is asked for seldom, below ten minutes for the rest.',
  act: 'One that rises without end is no longer answered: doctor says why.',
  empty: OFF,
  width: 12,
};

const cost: Panel = {
  title: 'Time of the counts',
  kind: 'timeseries',
  unit: 'seconds',
  queries: [query(promql`max by (question) (${m.duration})`, '{{question}}')],
  shows: 'How long MongoDB took for each of the questions when it was last asked; one a scrape.',
  normal: 'Milliseconds; a second or two for the month where a million pulses lie in it.',
  act: 'MongoDB gives a question up after three seconds; switch it off if that is too much for it.',
  empty: OFF,
  width: 12,
};

const answered: Panel = {
  title: 'Questions answered',
  kind: 'state-timeline',
  unit: 'yes',
  queries: [query(promql`min by (question) (${m.available})`, '{{question}}')],
  shows: 'Whether MongoDB answered each question when it was last asked.',
  normal: 'All yes.',
  act: 'No: the user lacks the right to find in that collection, or there is too much to count. doctor says which.',
  empty: OFF,
  width: 12,
};

export const usageRows: readonly Row[] = [
  { dashboard: 'users', title: 'Who uses Appsmith?', panels: [active, kinds, month] },
  {
    dashboard: 'users',
    title: 'What have they built?',
    panels: [
      stat('Workspaces', m.workspaces, 'Workspaces that are not deleted.'),
      stat('Applications', m.applications, 'Applications; each branch of one in Git counts.'),
      stat('Pages', m.pages, 'Pages of all applications.'),
      stat('Queries', m.queries, 'Queries and API calls of all applications.'),
      stat('JS objects', m.jsObjects, 'JS objects of all applications.'),
      stat('Accounts', m.users, 'Everybody who may sign in, or was invited to.'),
      datasources,
    ],
  },
  {
    dashboard: 'users',
    title: 'How it is counted',
    panels: [age, cost, answered],
    collapsed: true,
  },
];
