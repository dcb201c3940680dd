// Grafana's variables, replaced before parsing by text of the same length so that positions stay true.

/** Set by Grafana in every panel. */
const BUILT_IN = new Set([
  '__interval',
  '__interval_ms',
  '__range',
  '__range_ms',
  '__range_s',
  '__rate_interval',
]);
/** After these PromQL wants a duration, elsewhere a number; within a string any text will do. */
const BEFORE_DURATION = /(\[|:|\boffset)\s*-?\s*$/;
/** `$1` in a replacement is Prometheus's own. */
const VARIABLE = /\$([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)(?::\w+)?\}/g;

export interface Substituted {
  readonly text: string;
  readonly unknown: readonly { readonly at: number; readonly name: string }[];
}

/**
 * Puts a duration or a number in the place of each variable. `names` are the dashboard's own variables.
 * A variable in the place of a metric or of a label in a list is an error: nobody could check it.
 */
export function substitute(text: string, names: readonly string[]): Substituted {
  const unknown: { at: number; name: string }[] = [];
  const replaced = text.replace(VARIABLE, (whole, bare?: string, braced?: string, at = 0) => {
    const name = bare ?? braced ?? '';
    if (!BUILT_IN.has(name) && !names.includes(name)) unknown.push({ at, name });
    const value = BEFORE_DURATION.test(text.slice(0, at)) ? '5m' : '1';
    return value.padStart(whole.length, '0');
  });
  return { text: replaced, unknown };
}
