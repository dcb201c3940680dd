// Label values of the actuator's series made bounded and readable: plugins, addresses, texts; paths are in uri.ts.
import type { LabelRule } from '../../exposition/index.ts';
import { normaliseUri, uriMayChange } from './uri.ts';

/**
 * A plugin's short name from its executor's Java class:
 * `com.external.plugins.PostgresPlugin$PostgresPluginExecutor` → `postgres`. The last class counts, less
 * `Plugin` and `Executor`; what a proxy or a lambda appends (`$$…`, `@1f2e`) is cut off.
 */
export function pluginName(value: string): string {
  const named = value.replace(/(\$\$|@).*$/s, '');
  const last = named.split(/[.$]/).findLast((part) => part !== '') ?? '';
  const short = last.replace(/[-_]?(plugin)?[-_]?(executor)?$/i, '') || last;
  const clean = short.toLowerCase().replace(/[^a-z0-9_-]+/g, '_');
  return clean.slice(0, 40) || 'unknown';
}

/** Netty prints `host/ip:port`, and `/ip:port` where no name was looked up: → `host:port`, `ip:port`. */
export function hostAndPort(address: string): string {
  const parts = /^([^/]*)\/(.+)$/.exec(address);
  if (!parts) return address;
  const port = /:\d+$/.exec(parts[2]!)?.[0] ?? '';
  return parts[1] === '' ? parts[2]! : parts[1]!.replace(/:\d+$/, '') + port;
}

const MAX_TEXT = 80;

/** A text meant for people: one line, of bounded length. */
export function shortText(value: string): string {
  const line = value.split(/[\r\n]/, 1)[0]!.trim();
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT - 1)}…` : line;
}

/** Long, or with an escape (a newline is one): everything else stays as it is. */
function mayNeedShortening(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > MAX_TEXT) return true;
  for (let i = start; i < end; i++) if (bytes[i] === 0x5c || bytes[i] === 0x0d) return true;
  return false;
}

export const URI: LabelRule = { map: normaliseUri, changes: uriMayChange };
export const PLUGIN: LabelRule = { map: pluginName };
export const REMOTE: LabelRule = { map: hostAndPort };
export const TEXT: LabelRule = { map: shortText, changes: mayNeedShortening };
export const DROP: LabelRule = { drop: true };
