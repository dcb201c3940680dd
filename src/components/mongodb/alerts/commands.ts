// What runbooks have people type, spelt once.

/** docker.env knows the URL of the embedded MongoDB; an external one's may stand in compose's `environment:` alone. */
const inContainer = (command: string): string =>
  `\`docker compose exec appsmith bash -c '. /appsmith-stacks/configuration/docker.env; ${command}'\``;

const CLIENT = `mongosh "\${APPSMITH_DB_URL:-$APPSMITH_MONGODB_URI}"`;

/** Opens MongoDB's shell. */
export const MONGOSH = inContainer(CLIENT);

/** Runs one line of JavaScript, which may hold no quotes, in MongoDB's shell. */
export const shell = (script: string): string =>
  inContainer(`${CLIENT} --quiet --eval "${script}"`);

export const LOG =
  "`docker compose exec appsmith sh -c 'tail -n 100 /appsmith-stacks/logs/mongodb/*.log'`";

export const STATUS = '`docker compose exec appsmith supervisorctl status mongodb backend`';
