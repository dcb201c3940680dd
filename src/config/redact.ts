// Connection strings and keys of files without what is secret in them.

const SECRET_PARAMETER = /([?&;][^=&;]*(?:pass|pwd|secret|token|key|properties)[^=&;]*=)[^&]*/gi;

/**
 * Replaces the password (or the whole user part, if it has no password: it may be a token) and every query
 * parameter that sounds secret by `***`. Greedy on purpose: an unescaped `@` or `;` in a password hides more,
 * not less, and what lacks its scheme is treated like what has one.
 */
export function redactUrl(url: string): string {
  const scheme = url.indexOf('://');
  const start = scheme < 0 ? 0 : scheme + 3;
  const at = url.lastIndexOf('@');
  let shown = url;
  if (at >= start) {
    const user = url.slice(start, at);
    const colon = user.indexOf(':');
    const kept = colon < 0 ? '' : user.slice(0, colon + 1);
    shown = `${url.slice(0, start)}${kept}***${url.slice(at)}`;
  }
  return shown.replace(SECRET_PARAMETER, '$1***');
}

/**
 * What a key of a file begins with, to be named in a message: `password:hunter2` in braces is a key to YAML, and
 * so may a whole URL or a hash be.
 */
export function wordOf(key: string): string {
  const word = /^[^:=@$]{0,63}/.exec(key)?.[0] ?? '';
  return word === key ? key : `${word}…`;
}
