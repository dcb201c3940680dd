// A panel's query with Grafana's variables filled in, for those who ask Prometheus without a Grafana.

/** Labels chosen at the top of the dashboard; absent is all of them. Durations as Prometheus writes them. */
export interface Filled {
  readonly job?: string | readonly string[];
  readonly instance?: string | readonly string[];
  /** Grafana takes at least four scrape intervals: `1m` for 15 s. */
  readonly rate_interval?: string;
  readonly interval?: string;
  readonly range?: string;
}

const VARIABLE = /\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g;

/** As Grafana sends it; throws on a variable that no panel has. */
export function fill(query: string, filled: Filled = {}): string {
  const { interval = '15s', range = '1h', rate_interval = '1m' } = filled;
  const values: Readonly<Record<string, string>> = {
    job: alternatives(filled.job),
    instance: alternatives(filled.instance),
    __interval: interval,
    __range: range,
    __rate_interval: rate_interval,
    __interval_ms: String(seconds(interval) * 1000),
    __range_ms: String(seconds(range) * 1000),
    __range_s: String(seconds(range)),
  };
  return query.replace(VARIABLE, (whole, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? '';
    // `$1` of a replacement is Prometheus's own.
    if (/^\d+$/.test(name)) return whole;
    const value = values[name];
    if (value === undefined) throw new Error(`no value for ${whole} in ${query}`);
    return value;
  });
}

/** The text of a regular expression within a PromQL string: escaped once for each. */
function alternatives(chosen: string | readonly string[] = []): string {
  const all = typeof chosen === 'string' ? [chosen] : chosen;
  if (all.length === 0) return '.+';
  const escaped = all.map((one) =>
    one.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('\\', '\\\\'),
  );
  return escaped.length === 1 ? (escaped[0] ?? '') : `(${escaped.join('|')})`;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** Of a duration with one unit. */
function seconds(duration: string): number {
  const [, number = '', unit = ''] = /^(\d+)([smhdw])$/.exec(duration) ?? [];
  const size = UNITS[unit];
  if (size === undefined) throw new Error(`${duration} is not a duration such as 5m`);
  return Number(number) * size;
}
