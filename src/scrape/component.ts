// The interface between a scrape and the component folders: what a component declares and how it is asked.
import type { ForeignFamilies } from '../exposition/index.ts';
import type { Catalogue, SampleSet } from '../metrics/index.ts';
import type { Secret } from './secret.ts';

/** How a setting's text is parsed. `secret-url` is a URL that may carry a password: a {@link Secret}. */
export type SettingKind =
  | 'string'
  | 'url'
  | 'secret'
  | 'secret-url'
  | 'boolean'
  | 'integer'
  | 'duration'
  | 'path';

/** One thing a user, or Appsmith's own configuration, can say about a component. */
export interface Setting {
  /** Key below the component's name in the YAML file, snake_case. */
  readonly key: string;
  readonly kind: SettingKind;
  readonly help: string;
  /** The exporter's own variable (`…_FILE` is understood too). */
  readonly env?: string;
  /** Appsmith's own variables, first match wins; read from the environment, then from docker.env. */
  readonly appsmith?: readonly string[];
  /** A flag, where a person would type it, without the dashes. */
  readonly flag?: string;
  readonly default?: string | number | boolean;
  /** Range of an integer, or of a duration in seconds. */
  readonly min?: number;
  readonly max?: number;
}

export type SettingValue = string | number | boolean | Secret;

/** Where a value was found, for `--print-config`, doctor and the rule about loopback stores. */
export interface Origin {
  readonly kind: 'flag' | 'env' | 'file' | 'appsmith-env' | 'docker.env' | 'default';
  /** For people: `docker.env line 12, APPSMITH_DB_URL`. */
  readonly where: string;
}

export interface Resolved<T extends SettingValue = SettingValue> {
  readonly value: T;
  readonly origin: Origin;
}

/**
 * The settings of one component of one target, already parsed and validated by kind. A key with a dot names a
 * setting of another component, for those who ask the same server: `mongodb.url`.
 */
export interface Settings {
  string(key: string): Resolved<string> | undefined;
  /** Parsed and normalised, without a trailing slash. */
  url(key: string): Resolved<string> | undefined;
  /** Of kind `secret` or `secret-url`. */
  secret(key: string): Resolved<Secret> | undefined;
  boolean(key: string): Resolved<boolean> | undefined;
  /** Of kind `integer`, or `duration` in seconds. */
  number(key: string): Resolved<number> | undefined;
}

/** Not part of this deployment: no series but `appsmith_component_configured` 0. */
export interface Absent {
  readonly absent: string;
  /** What to set where, if somebody wants it. */
  readonly hint?: string;
}

/** Something a person should know: shown on the landing page, in the start-up log and by doctor. */
export interface Note {
  readonly level: 'info' | 'warning';
  /** Stable, kebab-case: tests and doctor go by it. */
  readonly code: string;
  readonly text: string;
  /** The one thing to do about it. */
  readonly remedy?: string;
}

/** What a collector is given for one scrape. */
export interface ScrapeContext {
  /** Fires at the deadline, or when nobody waits any more: whatever runs must end then. */
  readonly signal: AbortSignal;
  /** Milliseconds left until the deadline, for time limits on the server's side. */
  remaining(): number;
  /** Our own samples; what was added before the deadline is kept, what comes later is ignored. */
  readonly samples: SampleSet;
  /** Hands over families that arrived as exposition text. */
  foreign(families: ForeignFamilies): void;
  /** Call as soon as the target has given any valid answer: `appsmith_component_up` is 1 from there on. */
  answered(): void;
  /** This part failed or is missing while the rest went on; the scrape is not a failure for it. */
  note(note: Note): void;
  /** The witness tells which embedded programs supervisord knows. */
  programs(names: ReadonlySet<string>): void;
}

/** What a collector is given to answer a person's few further questions, right after a scrape. */
export interface Examination extends Pick<ScrapeContext, 'signal' | 'remaining' | 'note'> {
  /**
   * Tells the server's clock, both in milliseconds since 1970: what it said, and when it was asked.
   * `precisionMs` is the step of what it said.
   */
  clock(told: number, asked: number, precisionMs?: number): void;
}

/** Holds the connections of one component of one target over the process's life. */
export interface Collector {
  /**
   * Asks the target once. Resolves when all is read. Throws a ScrapeError (or a system error) when the
   * target cannot be read; anything else counts as our own failure. Must stop when `signal` fires.
   */
  collect(scrape: ScrapeContext): Promise<void>;
  /**
   * Looks at what no metric says: rights, indexes, clocks. Only doctor asks, once, after a scrape in which
   * the target answered; a handful of bounded questions. What it throws is ignored.
   */
  examine?(examination: Examination): Promise<void>;
  /** Closes what it holds; called once, on stop or when the configuration changes. */
  close(): Promise<void>;
}

/** A target that may turn out not to be part of this deployment although a variable names it. */
export interface Presence {
  /** The program by which supervisord would run it, e.g. `mongodb`. */
  readonly program: string;
  /** True if only docker.env names it, with a loopback address: then supervisord decides. */
  readonly uncertain: boolean;
  /**
   * True if nothing names it at all and it is merely looked for where Appsmith would embed it: then it is absent
   * when it refuses, unless supervisord lists its program.
   */
  readonly guessed?: boolean;
}

/** What a component may know of a deployment besides its own settings. */
export interface Site {
  /** `default` for the Appsmith beside the exporter, else the target's name: then it may be on another machine. */
  readonly name?: string | undefined;
  /** Where Appsmith's stacks volume is mounted; undefined for a named target that gives none. */
  readonly stacksDir?: string | undefined;
}

/** A component that is configured. */
export interface Configured {
  /** Where it is, for people, without any secret: `mongodb://127.0.0.1:27017/appsmith`. */
  readonly address: string;
  readonly origin: Origin;
  readonly presence?: Presence;
  /** Things to say already before the first scrape. */
  readonly notes?: readonly Note[];
  /** Opens nothing yet: connections are made by the first scrape, drivers are imported then. */
  open(): Collector;
}

/** Everything the run time knows about one monitored system: a folder under `components/`. */
export interface Component {
  /** The folder's name and the value of the `component` label. */
  readonly name: string;
  /** For people: `MongoDB`. */
  readonly title: string;
  readonly settings: readonly Setting[];
  readonly metrics: Catalogue;
  /** Its collector reports which programs Appsmith embeds (supervisord). */
  readonly witness?: true;
  /** Decides from the settings alone, without any I/O, whether and where this component is. */
  configure(settings: Settings, site: Site): Configured | Absent;
}
