// Spring's placeholders in a value that Appsmith's backend reads: `${NAME}`, `${NAME:default}`, nested as it allows.

/** The value of a variable, or undefined. */
export type Lookup = (name: string) => string | undefined;

/** Deeper than anybody nests them; a value that names itself ends here too. */
const MAX_DEPTH = 8;

/**
 * The text as Spring would resolve it: by what a variable holds, placeholders in that included, else by what stands
 * behind the first colon. Undefined where neither is there; the backend would not start with it.
 */
export function resolvePlaceholders(text: string, lookup: Lookup, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const start = text.indexOf('${');
  if (start < 0) return text;
  const end = closing(text, start + 2);
  // Spring leaves what is not closed as it is.
  if (end < 0) return text;
  const value = resolved(text.slice(start + 2, end), lookup, depth);
  const rest = resolvePlaceholders(text.slice(end + 1), lookup, depth);
  return value === undefined || rest === undefined
    ? undefined
    : text.slice(0, start) + value + rest;
}

function resolved(inside: string, lookup: Lookup, depth: number): string | undefined {
  const colon = inside.indexOf(':');
  const held = lookup(colon < 0 ? inside : inside.slice(0, colon));
  if (held !== undefined) return resolvePlaceholders(held, lookup, depth + 1);
  return colon < 0 ? undefined : resolvePlaceholders(inside.slice(colon + 1), lookup, depth + 1);
}

function closing(text: string, from: number): number {
  let open = 1;
  for (let i = from; i < text.length; i++) {
    if (text.startsWith('${', i)) open += 1;
    else if (text[i] === '}') open -= 1;
    if (open === 0) return i;
  }
  return -1;
}
