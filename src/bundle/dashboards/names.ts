// The dashboards: what each is called, what it is for, and how it opens.
import type { DashboardName } from '../../observe/index.ts';

export interface Purpose {
  readonly title: string;
  /** A sentence or two for Grafana's list and the page of dashboards. */
  readonly about: string;
  /** The range it opens with: incidents are hours, capacity is weeks. */
  readonly from: string;
  readonly refresh: string;
}

const live = { from: 'now-6h', refresh: '30s' };
const slow = { from: 'now-7d', refresh: '5m' };

/** In the order of the page of dashboards. */
export const PURPOSES: Readonly<Record<DashboardName | 'runbooks', Purpose>> = {
  overview: {
    title: 'Overview',
    about: 'The on-call’s home: is it up, who is hurt, what is near its limit, what changed.',
    from: 'now-3h',
    refresh: '30s',
  },
  backend: {
    title: 'Backend & JVM',
    about: 'Appsmith’s Java server: requests, errors, heap, garbage collection, threads, restarts.',
    ...live,
  },
  queries: {
    title: 'Queries & datasources',
    about: 'The queries that applications run, by plugin: how many, how slow, how many fail.',
    ...live,
  },
  stores: {
    title: 'Data stores',
    about: 'MongoDB and Redis, in which Appsmith keeps its applications and sessions.',
    ...live,
  },
  edge: {
    title: 'Edge & processes',
    about:
      'The way in and what runs behind it: the proxy, certificates, RTS, supervised processes.',
    ...live,
  },
  users: { title: 'Users & apps', about: 'Who uses Appsmith and what they have built.', ...slow },
  capacity: {
    title: 'Capacity & backups',
    about: 'How full the volume is, how fast it fills, and how old the newest backup is.',
    ...slow,
  },
  identity: {
    title: 'Identity & workflows',
    about: 'PostgreSQL, Keycloak and Temporal, where a deployment has them.',
    ...live,
  },
  slo: {
    title: 'SLO',
    about: 'The objectives, the error budget that is left, and how fast it burns.',
    ...slow,
  },
  exporter: {
    title: 'Exporter',
    about: 'The exporter itself: which collectors work, how long they take, what they drop.',
    ...live,
  },
  runbooks: {
    title: 'Runbooks',
    about: 'What each alert means and what to do, of the same version as the rules.',
    ...live,
  },
};
