// The flags, for `--help`.
import type { Component } from '../scrape/component.ts';
import { ACTIONS, type FlagDefinition } from './flags.ts';
import { isSecret, type Option, PROCESS_OPTIONS, targetOptions } from './option.ts';

/** Two columns, flags that start with neither a secret nor an alias; no last newline. */
export function flagHelp(
  components: readonly Component[],
  extra: readonly FlagDefinition[] = [],
): string {
  const options: readonly Option[] = [...PROCESS_OPTIONS, ...targetOptions(components)];
  const rows = [
    ...[...extra, ...ACTIONS].map(({ name, value, help }) => [
      value ? `--${name}=${value}` : `--${name}`,
      help,
    ]),
    ...options
      .filter((option) => !isSecret(option))
      .map((option) => [spelling(option), describe(option)]),
  ];
  const width = Math.max(...rows.map(([flag]) => flag!.length));
  return rows.map(([flag, help]) => `  ${flag!.padEnd(width)}  ${help}`).join('\n');
}

function spelling({ flags: [flag = ''], kind, default: fallback }: Option): string {
  if (kind === 'boolean') return fallback === true ? `--no-${flag}` : `--${flag}`;
  return `--${flag}=${kind.toUpperCase()}`;
}

function describe({ help, default: fallback, env, kind }: Option): string {
  const shown = fallback === undefined || kind === 'boolean' ? '' : ` Default ${fallback}.`;
  return `${help}${shown}${env === undefined ? '' : ` (${env})`}`;
}
