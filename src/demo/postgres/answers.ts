// The model's PostgreSQL as it answers the exporter's questions: columns and types as a real server gives them.
import type { AppsmithModel } from '../model/appsmith.ts';
import { MAX_CONNECTIONS, type PostgresModel, SUPERUSER_RESERVED } from '../model/postgres.ts';
import type { Answers, Cell, Table, TypeName } from '../postgres-wire/index.ts';

export const VERSION = '15.18';

const SEGMENT = 16 << 20;

function table(columns: Readonly<Record<string, TypeName>>, rows: readonly Cell[][]): Table {
  return { columns, rows };
}

const numbers = (...names: string[]): Record<string, TypeName> =>
  Object.fromEntries(names.map((name) => [name, 'float8']));

/** @param postgres gives the present life of the server */
export function postgresAnswers(model: AppsmithModel, postgres: () => PostgresModel): Answers {
  const now = () => model.clock.now;
  const states = () => postgres().databases(now());
  return {
    server: () => server(postgres(), now()),
    activity: () => activity(model, postgres()),
    databases: () =>
      table(
        {
          datname: 'text',
          ...numbers(
            'xact_commit',
            'xact_rollback',
            'deadlocks',
            'conflicts',
            'blks_hit',
            'blks_read',
            'temp_bytes',
          ),
        },
        states().map((one) => [
          one.name,
          one.committed,
          one.rolledBack,
          0,
          0,
          one.blocksHit,
          one.blocksRead,
          one.tempBytes,
        ]),
      ),
    locks: () =>
      table(
        { datname: 'text', ...numbers('waiting') },
        states().map(({ name }) => [name, 0]),
      ),
    checkpoints() {
      const { timed, requested, writeMs, syncMs, buffers } = postgres().checkpoints(now());
      const columns = numbers('timed', 'requested', 'write_ms', 'sync_ms', 'buffers');
      return table(columns, [[timed, requested, writeMs, syncMs, buffers]]);
    },
    replicas: () => table({ application_name: 'text', ...numbers('behind') }, []),
    slots: () => table({ slot_name: 'text', active: 'bool', ...numbers('retained') }, []),
    wal: () => table(numbers('segments', 'bytes'), [[4, 4 * SEGMENT]]),
    sizes: () =>
      table(
        { datname: 'text', ...numbers('bytes') },
        states().map(({ name, bytes }) => [name, bytes]),
      ),
    other: () => table(numbers('now'), [[now()]]),
  };
}

function server(postgres: PostgresModel, now: number): Table {
  return table(
    {
      ...numbers('version_number'),
      version: 'text',
      ...numbers('max_connections', 'superuser_reserved', 'reserved', 'started'),
      is_replica: 'bool',
      ...numbers('wal_written'),
      sees_all: 'bool',
      sees_wal: 'bool',
    },
    [
      [
        150_018,
        VERSION,
        MAX_CONNECTIONS,
        SUPERUSER_RESERVED,
        null,
        postgres.started / 1000,
        false,
        postgres.walBytes(now),
        true,
        true,
      ],
    ],
  );
}

function activity({ clock, knobs }: AppsmithModel, postgres: PostgresModel): Table {
  const rows: Cell[][] = postgres
    .databases(clock.now)
    .flatMap(({ name, active, idle }) => [
      ...(active > 0 ? [[name, 'active', active, 0.004]] : []),
      ...(idle > 0
        ? [[name, 'idle', idle + (name === 'keycloak' ? knobs.postgresLeakedConnections : 0), null]]
        : []),
    ]);
  rows.push(['postgres', 'active', 1, null]);
  const stuck = postgres.stuckFor(clock.now);
  if (stuck !== undefined) rows.push(['keycloak', 'idle in transaction', 1, stuck]);
  return table({ datname: 'text', state: 'text', ...numbers('connections', 'oldest') }, rows);
}
