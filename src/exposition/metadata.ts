// HELP, TYPE and UNIT of one body, and which family and role a sample's name belongs to.
import type { MetricType } from '../metrics/index.ts';
import { unescapeText } from './escape.ts';
import type { Format } from './family.ts';

/** The upstream's own types; the last two exist in OpenMetrics only. */
type UpstreamType = MetricType | 'gaugehistogram' | 'stateset';

interface Meta {
  type: UpstreamType;
  typed: boolean;
  help: string;
  unit: string;
}

/** Where a sample's name belongs. */
export interface Belonging {
  /** The family's name as text 0.0.4 has it. */
  readonly family: string;
  readonly type: MetricType;
  /** What follows the family's name: empty, `_bucket`, `_sum` or `_count`. */
  readonly suffix: '' | '_bucket' | '_sum' | '_count';
  readonly help: string;
  readonly unit: string;
  /** `_created` of OpenMetrics: a timestamp that text has no place for. */
  readonly created: boolean;
}

const TYPES: Readonly<Record<string, UpstreamType>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  untyped: 'unknown',
  unknown: 'unknown',
  info: 'info',
  stateset: 'stateset',
  gaugehistogram: 'gaugehistogram',
};

/** Suffixes of the sample names of a family, by its type and the format. */
const SUFFIXES: Readonly<Record<Format, Partial<Record<UpstreamType, readonly string[]>>>> = {
  text: { histogram: ['_bucket', '_sum', '_count'], summary: ['', '_sum', '_count'] },
  openmetrics: {
    counter: ['_total', '_created'],
    histogram: ['_bucket', '_sum', '_count', '_created'],
    summary: ['', '_sum', '_count', '_created'],
    info: ['_info'],
    gaugehistogram: ['_bucket', '_gcount', '_gsum'],
  },
};

const COMMENT =
  /^#[ \t]+(HELP|TYPE|UNIT)[ \t]+([a-zA-Z_:][a-zA-Z0-9_:]*|"(?:[^"\\]|\\.)*")(?:[ \t](.*))?$/s;

/** Collects the comments of one body; asked when a sample's name is seen for the first time. */
export class Metadata {
  readonly #format: Format;
  readonly #byName = new Map<string, Meta>();
  /** `# EOF` was seen. */
  ended = false;

  constructor(format: Format) {
    this.#format = format;
  }

  /** Reads a comment line without its newline. @returns false if it is a malformed HELP, TYPE or UNIT */
  comment(line: string): boolean {
    if (this.#format === 'openmetrics' && line.trimEnd() === '# EOF') {
      this.ended = true;
      return true;
    }
    const found = COMMENT.exec(line.trimEnd());
    if (!found) return !/^#[ \t]+(HELP|TYPE|UNIT)([ \t]|$)/.test(line);
    const [, kind, quoted, text = ''] = found;
    const meta = this.#of(legalMetric(unquote(quoted!)));
    if (kind === 'HELP') meta.help ||= unescapeText(text.trim());
    else if (kind === 'UNIT') meta.unit ||= text.trim();
    else return setType(meta, text.trim());
    return true;
  }

  /** Finds the family of a sample's name; a name that no TYPE explains is a family of its own. */
  belonging(name: string): Belonging {
    const suffixes = SUFFIXES[this.#format];
    const exact = this.#byName.get(name);
    if (exact && (suffixes[exact.type] ?? ['']).includes('')) return belong(name, exact, '');
    for (const suffix of ALL_SUFFIXES) {
      if (!name.endsWith(suffix)) continue;
      const base = name.slice(0, -suffix.length);
      const meta = this.#byName.get(base);
      if (meta && suffixes[meta.type]?.includes(suffix)) return belong(base, meta, suffix);
    }
    return belong(name, { type: 'unknown', typed: false, help: exact?.help ?? '', unit: '' }, '');
  }

  #of(name: string): Meta {
    const known = this.#byName.get(name);
    if (known) return known;
    const meta: Meta = { type: 'unknown', typed: false, help: '', unit: '' };
    this.#byName.set(name, meta);
    return meta;
  }
}

const ALL_SUFFIXES = [
  '_bucket',
  '_sum',
  '_count',
  '_total',
  '_created',
  '_info',
  '_gcount',
  '_gsum',
];

/** The first TYPE counts; a second one that says something else is malformed. */
function setType(meta: Meta, text: string): boolean {
  const type = TYPES[text];
  if (!type || (meta.typed && meta.type !== type)) return false;
  meta.type = type;
  meta.typed = true;
  return true;
}

function belong(base: string, { type, help, unit }: Meta, suffix: string): Belonging {
  const whole = { family: base + suffix, suffix: '' as const, help, unit, created: false };
  if (suffix === '_created') return { ...whole, type: 'unknown', created: true };
  if (type === 'gaugehistogram') return { ...whole, type: 'unknown' };
  if (type === 'stateset') return { ...whole, type: 'gauge' };
  if (suffix === '_total' || suffix === '_info') return { ...whole, type };
  return { ...whole, family: base, type, suffix: suffix as Belonging['suffix'] };
}

const unquote = (name: string): string =>
  name.startsWith('"') ? unescapeText(name.slice(1, -1)) : name;

/** A UTF-8 name becomes a legal one the way Prometheus's `underscores` escaping does it. */
export const legalMetric = (name: string): string =>
  name.replace(/[^a-zA-Z0-9_:]/gu, '_').replace(/^(?=[0-9])/, '_');

/** camelCase to snake_case, for names of metrics and labels; what is snake_case already stays. */
export function snakeCase(name: string): string {
  if (!/[A-Z]/.test(name)) return name;
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1_')
    .toLowerCase();
}
