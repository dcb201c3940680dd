// What may be exposed about the people who use Appsmith and about what they have built.
import { type Catalogue, gauge } from '../../../metrics/index.ts';

const PULSES = '`usagePulse`, one document for each person and hour of use';

const activity = {
  activeUsers: gauge({
    name: 'appsmith_active_users',
    help: 'Different people, anonymous visitors included, who used Appsmith within the window before; counted anew every five minutes at most.',
    source: '`usagePulse`: `user` by `createdAt`; `user.lastActiveAt` where there are no pulses',
    labels: ['window'],
  }),
  activeUsersAge: gauge({
    name: 'appsmith_active_users_age_seconds',
    help: 'How long ago the oldest of the counts in appsmith_active_users was made.',
    source: 'the exporter',
    unit: 'seconds',
  }),
  activeViewers: gauge({
    name: 'appsmith_active_viewers',
    help: 'Different people who signed in and used a published application within the window before.',
    source: `${PULSES}: \`viewMode\` is true`,
    labels: ['window'],
  }),
  activeEditors: gauge({
    name: 'appsmith_active_editors',
    help: 'Different people who signed in and were in the editor within the window before; who did both is a viewer as well.',
    source: `${PULSES}: \`viewMode\` is false`,
    labels: ['window'],
  }),
  activeAnonymous: gauge({
    name: 'appsmith_active_anonymous_visitors',
    help: 'Different visitors of public applications, who did not sign in, within the window before; a browser that forgets is a new visitor.',
    source: `${PULSES}: \`isAnonymousUser\` is true`,
    labels: ['window'],
  }),
} satisfies Catalogue;

/** Above so many documents nothing is looked for in them. */
export const FEW_DOCUMENTS = 20_000;
const LESS = `less the deleted ones unless there are more than ${FEW_DOCUMENTS} documents`;

const inventory = {
  users: gauge({
    name: 'appsmith_users',
    help: `Accounts, invited ones included, ${LESS}.`,
    source: '`user`, less `anonymousUser` and what has `deletedAt`',
  }),
  workspaces: gauge({
    name: 'appsmith_workspaces',
    help: `Workspaces, ${LESS}.`,
    source: '`workspace`, less what has `deletedAt`',
  }),
  applications: gauge({
    name: 'appsmith_applications',
    help: `Applications, each branch of a Git-connected one by itself, ${LESS}.`,
    source: '`application`, less what has `deletedAt`',
  }),
  pages: gauge({
    name: 'appsmith_pages',
    help: `Pages of all applications and branches, ${LESS}.`,
    source: '`newPage`, less what has `deletedAt`',
  }),
  queries: gauge({
    name: 'appsmith_queries',
    help: `Queries and API calls of all applications and branches, less functions of JS objects and deleted ones unless there are more than ${FEW_DOCUMENTS} documents.`,
    source: '`newAction`, less `pluginType` JS and what has `deletedAt`',
  }),
  jsObjects: gauge({
    name: 'appsmith_js_objects',
    help: `JS objects of all applications and branches, ${LESS}.`,
    source: '`actionCollection`, less what has `deletedAt`',
  }),
  datasources: gauge({
    name: 'appsmith_datasources',
    help: 'Datasources that are not deleted, by plugin; `other` is what the 50 most frequent plugins leave.',
    source: '`datasource` by `pluginId`; `plugin.packageName` without `-plugin`',
    labels: ['plugin'],
  }),
} satisfies Catalogue;

const questions = {
  age: gauge({
    name: 'appsmith_usage_question_age_seconds',
    help: 'How long ago the answer that is shown was given; each question is asked anew after 5 to 30 minutes, one a scrape.',
    source: 'the exporter',
    unit: 'seconds',
    labels: ['question'],
  }),
  duration: gauge({
    name: 'appsmith_usage_question_duration_seconds',
    help: 'How long MongoDB took for the question when it was last asked.',
    source: 'the exporter',
    unit: 'seconds',
    labels: ['question'],
  }),
  available: gauge({
    name: 'appsmith_usage_question_available',
    help: 'Whether MongoDB answered the question when it was last asked (1), or refused it, took too long or had too much to count (0).',
    source: 'the exporter',
    labels: ['question'],
  }),
} satisfies Catalogue;

export const usageMetrics = { ...activity, ...inventory, ...questions } satisfies Catalogue;
