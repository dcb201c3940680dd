// Connection strings without what is secret in them.

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
