// Durations as Prometheus writes them.

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** `500ms`, `10s`, `1m30s`, `2h`, `1d`, or a plain number of seconds; in seconds, undefined if it is none. */
export function parseDuration(text: string): number | undefined {
  if (/^\d{1,9}(\.\d{1,6})?$/.test(text)) return Number(text);
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h|d)/gy)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  const sum = parts.reduce((total, [, n, unit]) => total + Number(n) * UNITS[unit!]!, 0);
  return Math.round(sum * 1e6) / 1e6;
}
