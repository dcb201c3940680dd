// Connection strings without what is secret in them.

const SECRET_PARAMETER = /([?&;][^=&;]*(?:pass|pwd|secret|token|key|properties)[^=&;]*=)[^&;]*/gi;

/**
 * Replaces the password (or the whole user part, if it has no password: it may be a token) and every query
 * parameter that sounds secret by `***`. Greedy on purpose: an unescaped `@` in a password hides more, not less.
 */
export function redactUrl(url: string): string {
  const start = url.indexOf('://');
  const at = url.lastIndexOf('@');
  let shown = url;
  if (start >= 0 && at > start) {
    const user = url.slice(start + 3, at);
    const colon = user.indexOf(':');
    const kept = colon < 0 ? '' : user.slice(0, colon + 1);
    shown = `${url.slice(0, start + 3)}${kept}***${url.slice(at)}`;
  }
  return shown.replace(SECRET_PARAMETER, '$1***');
}
