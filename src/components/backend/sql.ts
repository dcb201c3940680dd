// Micrometer's meters of the SQL pools, which only the variant of Appsmith on PostgreSQL has.
import { type Catalogue, counter, gauge } from '../../metrics/index.ts';
import { maxOf, timer } from './timer.ts';

const foreign = true;

const hikari = (suffix: string, help: string) =>
  gauge({
    name: `hikaricp_connections${suffix}`,
    source: `hikaricp.connections${suffix.replace('_', '.')}`,
    help,
    labels: ['pool'],
    foreign,
  });
const hikariTimer = (what: string, help: string) =>
  timer({
    name: `hikaricp_connections_${what}_seconds`,
    source: `hikaricp.connections.${what}`,
    help,
    labels: ['pool'],
  });
const r2dbc = (what: string, help: string) =>
  gauge({
    name: `r2dbc_pool_${what}_connections`,
    source: `r2dbc.pool.${what.replace('_', '.')}`,
    help,
    labels: ['name'],
    foreign,
  });

const acquire = hikariTimer('acquire', 'Time to get a connection from the pool.');
const creation = hikariTimer('creation', 'Time to open a connection.');
const usage = hikariTimer('usage', 'Time that a connection was in use.');

export const sqlMeters = {
  hikariConnections: hikari('', 'Connections of the pool.'),
  hikariActive: hikari('_active', 'Connections of the pool in use.'),
  hikariIdle: hikari('_idle', 'Connections of the pool that are idle.'),
  hikariPending: hikari('_pending', 'Threads that wait for a connection of the pool.'),
  hikariMax: hikari('_max', 'Most connections that the pool may have.'),
  hikariMin: hikari('_min', 'Connections that the pool keeps at least.'),
  hikariTimeouts: counter({
    name: 'hikaricp_connections_timeout_total',
    help: 'Waits for a connection of the pool that timed out.',
    source: 'hikaricp.connections.timeout',
    labels: ['pool'],
    foreign,
  }),
  hikariAcquire: acquire,
  hikariAcquireMax: maxOf(acquire),
  hikariCreation: creation,
  hikariCreationMax: maxOf(creation),
  hikariUsage: usage,
  hikariUsageMax: maxOf(usage),
  r2dbcAcquired: r2dbc('acquired', 'Connections of the pool in use.'),
  r2dbcAllocated: r2dbc('allocated', 'Connections of the pool.'),
  r2dbcIdle: r2dbc('idle', 'Connections of the pool that are idle.'),
  r2dbcPending: r2dbc('pending', 'Requests that wait for a connection of the pool.'),
  r2dbcMaxAllocated: r2dbc('max_allocated', 'Most connections that the pool may have.'),
  r2dbcMaxPending: r2dbc('max_pending', 'Most requests that may wait for a connection.'),
} satisfies Catalogue;
