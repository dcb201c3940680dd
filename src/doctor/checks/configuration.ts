// What the configuration of a target has to say: docker.env not found, variables that cannot be used.
import { type Finding, findingOf } from '../finding.ts';
import type { Facts } from '../target.ts';

/** Told in the head of the report, or by a check of its own. */
const ELSEWHERE = new Set(['docker-env-found', 'empty-variable']);

export function configuration({ config }: Facts): Finding[] {
  return config.notes.filter(({ code }) => !ELSEWHERE.has(code)).map(findingOf);
}
