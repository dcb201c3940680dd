// pino's JSON lines as logfmt, the format that Prometheus and its exporters log in.

/** Turns one line of JSON into `time=… level=… msg=… key=value …` with a newline. */
export function logfmt(json: string): string {
  const { time, level, msg, ...rest } = JSON.parse(json) as Record<string, unknown>;
  const pairs = Object.entries({ time, level, msg, ...rest });
  return `${pairs
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${spell(value)}`)
    .join(' ')}\n`;
}

/** Plain words stay as they are; everything else is quoted and escaped, so that a line stays one line. */
function spell(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[\w.:/@%+,*[\]-]+$/.test(text) ? text : JSON.stringify(text);
}
