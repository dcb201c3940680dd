// HELP, TYPE and UNIT of one body, and which family and role a sample's name belongs to.
import type { MetricType } from '../metrics/index.ts';
import { unescapeText } from './escape.ts';
import type { DropReason, Format } from './family.ts';
import { isLegalMetric, legalMetric } from './names.ts';

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

/** As {@link COMMENT} finds it, for the way in which everybody writes it: a tenth of the garbage. */
function plainly(line: string): readonly [string, string, string, string] | undefined {
  const help = line.startsWith('# HELP ');
  if (!help && !line.startsWith('# TYPE ')) return undefined;
  const end = line.indexOf(' ', 7);
  const name = line.slice(7, end);
  return end > 0 && isLegalMetric(name)
    ? ['', help ? 'HELP' : 'TYPE', name, line.slice(end + 1)]
    : undefined;
}

/** Collects the comments of one body; asked when a sample's name is seen for the first time. */
export class Metadata {
  readonly #format: Format;
  readonly #byName = new Map<string, Meta>();
  readonly #maxNames: number;
  /** Names of samples that no TYPE explained: one that comes now comes too late. */
  readonly #untyped = new Set<string>();
  /** `# EOF` was seen. */
  ended = false;

  /** @param maxNames names remembered; an upstream that makes up ever more must not fill the memory */
  constructor(format: Format, maxNames: number) {
    this.#format = format;
    this.#maxNames = maxNames;
  }

  /** Reads a comment line without its newline. @returns why it was refused, if it was */
  comment(line: string): DropReason | undefined {
    if (this.#format === 'openmetrics' && line.trimEnd() === '# EOF') {
      this.ended = true;
      return undefined;
    }
    const found = plainly(line) ?? COMMENT.exec(line.trimEnd());
    if (!found) return /^#[ \t]+(HELP|TYPE|UNIT)([ \t]|$)/.test(line) ? 'bad_line' : undefined;
    const [, kind, quoted, text = ''] = found;
    const name = legalMetric(unquote(quoted!));
    const meta = this.#of(name);
    if (!meta) return 'budget';
    if (kind === 'HELP') meta.help ||= unescapeText(text).trim();
    else if (kind === 'UNIT') meta.unit ||= text.trim();
    else if (!this.#setType(name, meta, text.trim())) return 'bad_line';
    return undefined;
  }

  /**
   * Finds the family of a sample's name; a name that no TYPE explains is a family of its own.
   * @returns undefined if the name is a histogram's, which has no sample of that name
   */
  belonging(name: string): Belonging | undefined {
    const suffixes = SUFFIXES[this.#format];
    const exact = this.#byName.get(name);
    if (this.#isCreated(name))
      return belong(name.slice(0, -'_created'.length), UNTYPED, '_created');
    if (exact?.typed && (suffixes[exact.type] ?? ['']).includes('')) return belong(name, exact, '');
    for (const suffix of ALL_SUFFIXES) {
      if (!name.endsWith(suffix)) continue;
      const base = name.slice(0, -suffix.length);
      const meta = this.#byName.get(base);
      if (meta?.typed && suffixes[meta.type]?.includes(suffix)) return belong(base, meta, suffix);
    }
    if (exact?.type === 'histogram') return undefined;
    // Some write `# TYPE x_total counter` in OpenMetrics too.
    if (exact?.type === 'counter' && name.endsWith('_total')) return belong(name, exact, '');
    this.#untyped.add(name);
    return belong(name, { ...UNTYPED, help: exact?.help ?? '', unit: exact?.unit ?? '' }, '');
  }

  /** Python's client writes `_created` into text as gauges, whose names OpenMetrics reserves. */
  #isCreated(name: string): boolean {
    if (this.#format !== 'text' || !name.endsWith('_created')) return false;
    const base = name.slice(0, -'_created'.length);
    const type = this.#byName.get(base)?.type ?? this.#byName.get(`${base}_total`)?.type;
    return type === 'counter' || type === 'histogram' || type === 'summary';
  }

  /** The first TYPE counts, if it comes before the samples; one that says something else is malformed. */
  #setType(name: string, meta: Meta, text: string): boolean {
    const type = TYPES[text];
    if (!type || (meta.typed && meta.type !== type)) return false;
    const suffixes = SUFFIXES[this.#format][type] ?? [''];
    if (suffixes.some((suffix) => this.#untyped.has(name + suffix))) return false;
    meta.type = type;
    meta.typed = true;
    return true;
  }

  #of(name: string): Meta | undefined {
    const known = this.#byName.get(name);
    if (known || this.#byName.size >= this.#maxNames) return known;
    const meta: Meta = { ...UNTYPED };
    this.#byName.set(name, meta);
    return meta;
  }
}

const UNTYPED: Readonly<Meta> = { type: 'unknown', typed: false, help: '', unit: '' };

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

function belong(base: string, { type, help, unit }: Meta, suffix: string): Belonging {
  const created = suffix === '_created';
  const role = FAMILY_ROLES.has(suffix) && type !== 'gaugehistogram' && type !== 'stateset';
  return {
    family: role ? base : base + suffix,
    type: created || type === 'gaugehistogram' ? 'unknown' : type === 'stateset' ? 'gauge' : type,
    suffix: role ? (suffix as Belonging['suffix']) : '',
    help,
    unit,
    created,
  };
}

/** Suffixes that are a sample's part in its family; the others are part of the family's own name. */
const FAMILY_ROLES: ReadonlySet<string> = new Set(['', '_bucket', '_sum', '_count']);

const unquote = (name: string): string =>
  name.startsWith('"') ? unescapeText(name.slice(1, -1)) : name;
