// `--print-config`: the resulting configuration as YAML, each line with where its value is from.
import type { Resolved } from '../scrape/component.ts';
import { Secret } from '../scrape/secret.ts';
import type { Config } from './load.ts';
import type { Option } from './option.ts';
import { redactUrl } from './redact.ts';
import { PRECEDENCE } from './resolve.ts';
import type { Entry } from './target.ts';

/** YAML text ending in a newline. Secrets are `***`, connection strings keep all but theirs. */
export function printConfig(config: Config): string {
  const [first, ...named] = config.targets;
  const isDefault = first?.name === 'default';
  const others = isDefault ? named : config.targets;
  const lines = [
    `# Precedence: ${PRECEDENCE}.`,
    ...section([...config.entries, ...(isDefault ? first.entries : [])], ''),
  ];
  if (others.length > 0) lines.push('targets:');
  for (const { name, entries } of others) lines.push(`  ${name}:`, ...section(entries, '    '));
  return `${lines.join('\n')}\n`;
}

function section(entries: readonly Entry[], indent: string): string[] {
  const groups = new Map<string, string[]>();
  for (const { option, resolved } of entries) {
    const [group, key] =
      option.path.length === 1 ? ['', option.path[0]!] : [option.path[0]!, option.path[1]!];
    const lines = groups.get(group) ?? [];
    groups.set(group, lines);
    lines.push(line(option, key, resolved, group === '' ? indent : `${indent}  `));
  }
  return [...groups].flatMap(([group, lines]) =>
    group ? [`${indent}${group}:`, ...lines] : lines,
  );
}

function line(option: Option, key: string, resolved: Resolved | undefined, indent: string): string {
  if (!resolved) return `${indent}# ${key}: not set${howTo(option)}`;
  return `${indent}${key}: ${show(option, resolved)}  # ${resolved.origin.where}`;
}

function howTo({ env, appsmith = [] }: Option): string {
  const names = [...(env === undefined ? [] : [env]), ...appsmith];
  return names.length === 0 ? '' : ` (${names.join(' or ')})`;
}

/** A value as YAML; JSON strings are YAML strings. */
function show({ kind }: Option, { value }: Resolved): string {
  if (value instanceof Secret) {
    return kind === 'secret-url' ? JSON.stringify(redactUrl(value.reveal())) : '"***"';
  }
  if (kind === 'duration') return `${value}s`;
  if (typeof value !== 'string') return String(value);
  return /^[\w./-]+$/.test(value) && !/^[\d.-]|^(?:true|false|null|yes|no|on|off)$/i.test(value)
    ? value
    : JSON.stringify(value);
}
