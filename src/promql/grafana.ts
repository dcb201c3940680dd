// Grafana's variables, replaced before parsing by text of the same length so that positions stay true.

/** Set by Grafana in every panel. */
const BUILT_IN = new Set(['__interval', '__range', '__rate_interval']);
/** `$1` in a replacement is Prometheus's own. */
const VARIABLE = /\$([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)(?::\w+)?\}/g;

export interface Substituted {
  readonly text: string;
  readonly unknown: readonly { readonly at: number; readonly name: string }[];
}

/**
 * Puts a duration in the place of each variable: where a variable stands for a range or a step that is
 * what it is, and within a string any text will do. `names` are the dashboard's own variables.
 */
export function substitute(text: string, names: readonly string[]): Substituted {
  const unknown: { at: number; name: string }[] = [];
  const replaced = text.replace(VARIABLE, (whole, bare?: string, braced?: string, at = 0) => {
    const name = bare ?? braced ?? '';
    if (!BUILT_IN.has(name) && !names.includes(name)) unknown.push({ at, name });
    return '5m'.padStart(whole.length, '0');
  });
  return { text: replaced, unknown };
}
