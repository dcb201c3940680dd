// The room's front door: the one place that reads the environment.
export { DOCKER_ENV_HANGS } from './docker-env.ts';
export { answersAgain } from './files.ts';
export type { FlagDefinition } from './flags.ts';
export { flagHelp } from './help.ts';
export { jsonSchema } from './json-schema.ts';
export * from './load.ts';
export { sectionOf } from './option.ts';
export { forgetTraceHeaders, tracesAsked } from './otel.ts';
export { printConfig } from './print.ts';
export { ConfigError, describe as describeProblem, type Problem } from './problem.ts';
export { redactUrl } from './redact.ts';
export { optionsPage } from './reference.ts';
export { PRECEDENCE } from './resolve.ts';
export { closest } from './suggest.ts';
export type { TargetConfig } from './target.ts';
export type { ListenAddress } from './values.ts';

/** For `--config.check`: 0 if the configuration can be used, 2 if not. */
export const CONFIG_CHECK = { OK: 0, INVALID: 2 } as const;
