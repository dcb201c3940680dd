// What runbooks have people type, spelt once.

/** Runs one Redis command on the Redis that docker.env names; an external one may stand in compose's `environment:` alone. */
export const cli = (command: string): string =>
  `\`docker compose exec appsmith bash -c '. /appsmith-stacks/configuration/docker.env; redis-cli -u "$APPSMITH_REDIS_URL" ${command}'\``;

export const LOG =
  "`docker compose exec appsmith sh -c 'tail -n 100 /appsmith-stacks/logs/redis/*.log'`";

export const STATUS = '`docker compose exec appsmith supervisorctl status redis`';
