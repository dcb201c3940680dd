// Every option there is, from one table and the components' declarations: flags, file, checks and schema follow from it.
import type { Component, Setting, SettingKind } from '../scrape/component.ts';

export type OptionKind = SettingKind | 'listen' | 'choice';

/** One thing that can be configured. */
export interface Option extends Omit<Setting, 'key' | 'kind' | 'flag'> {
  /** Keys from the file's root (or from the target's, for a target's option) to the value. */
  readonly path: readonly string[];
  readonly kind: OptionKind;
  /** Flag names without dashes; the first is the one that help shows. */
  readonly flags: readonly string[];
  /** For `choice`. */
  readonly choices?: readonly string[];
}

/** Options of the process as a whole. */
export const PROCESS_OPTIONS = [
  {
    path: ['web', 'listen_address'],
    kind: 'listen',
    flags: ['web.listen-address'],
    env: 'APPSMITH_EXPORTER_LISTEN',
    default: ':9564',
    help: 'Address to listen on: `:9564`, `127.0.0.1:9564`, `[::1]:9564`; port 0 takes any free one.',
  },
  {
    path: ['web', 'config_file'],
    kind: 'path',
    flags: ['web.config.file'],
    env: 'APPSMITH_EXPORTER_WEB_CONFIG',
    help: 'File with TLS and basic auth of the exporter itself, in the format of Prometheus exporters.',
  },
  {
    path: ['log', 'level'],
    kind: 'choice',
    choices: ['debug', 'info', 'warn', 'error'],
    flags: ['log.level'],
    env: 'APPSMITH_EXPORTER_LOG_LEVEL',
    default: 'info',
    help: 'The least severe messages that are logged.',
  },
  {
    path: ['log', 'format'],
    kind: 'choice',
    choices: ['logfmt', 'json'],
    flags: ['log.format'],
    env: 'APPSMITH_EXPORTER_LOG_FORMAT',
    default: 'logfmt',
    help: 'How messages are written to standard error.',
  },
  {
    path: ['limits', 'scrape_timeout'],
    kind: 'duration',
    flags: ['limits.scrape-timeout'],
    env: 'APPSMITH_EXPORTER_SCRAPE_TIMEOUT',
    default: '10s',
    min: 0.1,
    max: 300,
    help: 'Longest collection when the scraper does not say how long it waits.',
  },
  {
    path: ['limits', 'max_scrape_timeout'],
    kind: 'duration',
    flags: ['limits.max-scrape-timeout'],
    env: 'APPSMITH_EXPORTER_MAX_SCRAPE_TIMEOUT',
    default: '60s',
    min: 0.1,
    max: 300,
    help: 'Longest collection, whatever the scraper says.',
  },
  {
    path: ['default_target'],
    kind: 'boolean',
    flags: ['default-target'],
    env: 'APPSMITH_EXPORTER_DEFAULT_TARGET',
    default: true,
    help: 'Whether `/metrics` watches the Appsmith beside the exporter; false for a fleet of named targets alone.',
  },
] as const satisfies readonly Option[];

export const STACKS_DIR: Option = {
  path: ['stacks_dir'],
  kind: 'path',
  flags: ['stacks-dir'],
  env: 'APPSMITH_EXPORTER_STACKS_DIR',
  default: '/appsmith-stacks',
  help: 'Where Appsmith’s stacks volume is mounted; `configuration/docker.env` in it is read.',
};

/** The key of a component's section: its name in snake_case, as all keys are. */
export const sectionOf = (component: string): string => component.replaceAll('-', '_');

/** The switch of one component, unless it declares one of its own (to be off by default). */
function switchOf(component: Component): Option {
  return {
    path: [sectionOf(component.name), 'enabled'],
    kind: 'boolean',
    flags: [`collector.${component.name}`],
    default: true,
    help: `Whether ${component.title} is watched.`,
  };
}

function fromSetting(component: Component, setting: Setting): Option {
  const { key, flag, ...rest } = setting;
  const derived = `${component.name}.${key.replaceAll('_', '-')}`;
  const flags = key === 'enabled' ? [`collector.${component.name}`] : [derived];
  if (flag !== undefined && !flags.includes(flag)) flags.unshift(flag);
  return { ...rest, path: [sectionOf(component.name), key], flags };
}

/** The options of one target: its stacks folder and all that its components declare. */
export function targetOptions(components: readonly Component[]): readonly Option[] {
  return [
    STACKS_DIR,
    ...components.flatMap((component) => {
      const declared = component.settings.map((setting) => fromSetting(component, setting));
      const switched = component.settings.some(({ key }) => key === 'enabled');
      return switched ? declared : [switchOf(component), ...declared];
    }),
  ];
}

export const isSecret = ({ kind }: Pick<Option, 'kind'>): boolean =>
  kind === 'secret' || kind === 'secret-url';

export const pathOf = ({ path }: Pick<Option, 'path'>): string => path.join('.');
