// docs/options.md: every option with its key, variables, flag and default, from the declarations.
import type { Component } from '../scrape/component.ts';
import {
  isSecret,
  type Option,
  PROCESS_OPTIONS,
  pathOf,
  STACKS_DIR,
  targetOptions,
} from './option.ts';

const HEAD =
  '| key | variable | flag | Appsmith’s variables | default | |\n|---|---|---|---|---|---|';

const INTRO = `# Options

Generated from the declarations by \`npm run generate\`; do not edit. How sources are combined, and what the
configuration file looks like, is in [configuration.md](configuration.md).

Each variable can also be given as \`<variable>_FILE\`, the path of a file that holds the value; each key marked
*secret* can also be given as \`<key>_file\`. Secrets have no flag: a command line can be read by everybody on
the machine. All but those of the exporter itself can also be given below \`targets.NAME\` for a named target.
`;

/** The whole page, ending in a newline; the same text at every call. */
export function optionsPage(components: readonly Component[]): string {
  const sections = components.map((component) => {
    const options = targetOptions([component]).filter((option) => option !== STACKS_DIR);
    return section(component.title, options);
  });
  return [
    INTRO,
    section('The exporter', PROCESS_OPTIONS),
    section('Where Appsmith’s files are', [STACKS_DIR]),
    ...sections,
  ].join('\n');
}

function section(title: string, options: readonly Option[]): string {
  return `## ${title}\n\n${HEAD}\n${options.map(row).join('\n')}\n`;
}

function row(option: Option): string {
  const { env, appsmith = [], help, default: fallback } = option;
  const cells = [
    code(pathOf(option)) + (isSecret(option) ? ' *secret*' : ''),
    env === undefined ? '' : code(env),
    isSecret(option) ? '' : flagsOf(option),
    appsmith.map(code).join(', '),
    fallback === undefined ? '' : code(String(fallback)),
    help + rangeOf(option),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function flagsOf({ flags, kind }: Option): string {
  const prefix = kind === 'boolean' ? '--[no-]' : '--';
  return flags.map((flag) => code(prefix + flag)).join(', ');
}

function rangeOf({ choices, min, max, kind }: Option): string {
  if (choices) return ` One of ${choices.map(code).join(', ')}.`;
  const unit = kind === 'duration' ? 's' : '';
  if (min !== undefined && max !== undefined) return ` From ${min}${unit} to ${max}${unit}.`;
  if (min !== undefined) return ` At least ${min}${unit}.`;
  return max === undefined ? '' : ` At most ${max}${unit}.`;
}

const code = (text: string) => `\`${text}\``;
