// Compares versions such as v1.86.2, and reads them out of GitHub's answer and of Appsmith's info.json.

export const PARTS = ['major', 'minor', 'patch'] as const;
type Numbers = readonly [number, number, number];

/** `v1.86`, `1.86.2`, `v1.86-hotfix`; undefined for branches and commits. */
function numbersOf(version: string): Numbers | undefined {
  const match = /^v?(\d{1,5})\.(\d{1,5})(?:\.(\d{1,5}))?(?:$|[-+ ])/.exec(version);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

/** By part; undefined where one of them is no version. A newer one than the newest is behind by nothing. */
export function versionsBehind(running: string, newest: string): Numbers | undefined {
  const [from, to] = [numbersOf(running), numbersOf(newest)];
  if (!from || !to) return undefined;
  const first = from.findIndex((value, i) => value !== to[i]);
  const difference = first < 0 ? 0 : Math.max(0, to[first]! - from[first]!);
  return [0, 1, 2].map((i) => (i === first ? difference : 0)) as unknown as Numbers;
}

export interface Release {
  readonly version: string;
  /** Seconds since 1970. */
  readonly published: number | undefined;
}

/** The newest release out of GitHub's JSON; undefined if it is something else. */
export function releaseIn(body: string): Release | undefined {
  const json = objectIn(body);
  const version = json?.tag_name;
  if (typeof version !== 'string' || !numbersOf(version)) return undefined;
  const at = typeof json?.published_at === 'string' ? Date.parse(json.published_at) : Number.NaN;
  return { version: version.slice(0, 40), published: Number.isNaN(at) ? undefined : at / 1000 };
}

/** The version in `info.json`; undefined for the web page that the front door falls back to. */
export function runningIn(body: string): string | undefined {
  const version = objectIn(body)?.version;
  return typeof version === 'string' && version !== '' ? version : undefined;
}

function objectIn(body: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null
      ? (json as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
