// How many connections the backend's MongoDB driver may open, from the URL it is given.
import type { Secret } from '../../scrape/secret.ts';

/** The driver's own default, where the URL does not say. */
const DEFAULT = 100;

/**
 * `maxPoolSize` of a MongoDB URL (option names are case-insensitive), the driver's default without it.
 * Undefined for another database, without a URL, and for 0, which means no limit.
 */
export function poolMaxOf(url: Secret | undefined): number | undefined {
  const text = url?.reveal() ?? '';
  if (!/^mongodb(\+srv)?:\/\//.test(text)) return undefined;
  const query = text.includes('?') ? text.slice(text.lastIndexOf('?') + 1) : '';
  for (const [name, value] of new URLSearchParams(query)) {
    if (name.toLowerCase() === 'maxpoolsize' && /^\d+$/.test(value))
      return Number(value) || undefined;
  }
  return DEFAULT;
}
