// Keycloak's readiness: whether it can serve logins, and which of its checks say that it cannot.
import type { ScrapeContext } from '../../scrape/component.ts';
import { type HttpResponse, readText } from '../../scrape/http.ts';
import { ownMetrics as m } from './metrics.ts';

const BYTES = 64 << 10;
/** It has three; their names are sentences. */
const MOST_CHECKS = 20;
const MOST_NAME = 80;

interface Check {
  readonly name?: unknown;
  readonly status?: unknown;
}

/** Reports an answer of `/health/ready`, also a 503; false if it is none. */
export async function reportReadiness(
  response: HttpResponse,
  { samples }: ScrapeContext,
): Promise<boolean> {
  const probe = 'readiness';
  const answer = parse(await readText(response, BYTES));
  if (!answer) return false;
  samples.set(m.probeDuration, response.headSeconds, { probe });
  samples.set(m.probeStatus, response.status, { probe });
  samples.set(m.probeUp, answer.status === 'UP', { probe });
  for (const { name, status } of answer.checks) {
    if (typeof name !== 'string' || typeof status !== 'string') continue;
    samples.set(m.checkUp, status === 'UP', { check: name.slice(0, MOST_NAME) });
  }
  return true;
}

/** `{"status": "UP", "checks": [{"name": …, "status": …}]}`; undefined for everything else. */
function parse(text: string): { status: string; checks: readonly Check[] } | undefined {
  try {
    const value = JSON.parse(text) as { status?: unknown; checks?: unknown } | null;
    if (value?.status !== 'UP' && value?.status !== 'DOWN') return undefined;
    const all: unknown[] = Array.isArray(value.checks) ? value.checks : [];
    const checks = all.filter((one): one is Check => typeof one === 'object' && one !== null);
    return { status: value.status, checks: checks.slice(0, MOST_CHECKS) };
  } catch {
    return undefined;
  }
}
