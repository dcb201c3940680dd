// PostgreSQL of the embedded Appsmith, with Keycloak's and Temporal's databases: a stand-in that answers from the model.
import { PostgresModel } from '../model/postgres.ts';
import type { StartPart } from '../parts.ts';
import { startPostgresWire } from '../postgres-wire/index.ts';
import { Store } from '../store.ts';
import { postgresAnswers, VERSION } from './answers.ts';

export const startPostgres: StartPart = async ({ model }) => {
  const { clock, knobs, programs } = model;
  const started = () => programs.get('postgres').start * 1000;
  let postgres = new PostgresModel(started());
  const answers = postgresAnswers(model, () => postgres);
  const store = await Store.open((port) => startPostgresWire({ port, answers, version: VERSION }));
  return {
    env: {
      APPSMITH_EXPORTER_POSTGRES_URL: `postgresql://postgres@127.0.0.1:${store.port}/postgres`,
    },
    async settle() {
      if (started() > postgres.started) postgres = postgres.restarted(started());
      postgres.settle(knobs, clock.now);
      await store.settle(knobs.postgresDown);
    },
    stop: () => store.stop(),
  };
};
