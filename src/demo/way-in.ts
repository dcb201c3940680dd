// What stands between people and Appsmith's own proxy: mostly nothing, and in an incident a wrong or a slow way.
import type { Handler } from './listen.ts';
import type { Knobs } from './model/knobs.ts';

/** Somebody else's server, such as a load balancer has for a name that it does not know. */
const ELSEWHERE = {
  status: 200,
  type: 'text/html; charset=utf-8',
  body: '<!doctype html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>',
};

/** @param front Appsmith's own proxy */
export function wayIn(
  front: Handler,
  knobs: Pick<Knobs, 'frontElsewhere' | 'frontDelaySeconds'>,
): Handler {
  return async (request) => {
    const { frontElsewhere, frontDelaySeconds } = knobs;
    if (frontElsewhere) return ELSEWHERE;
    const outcome = await front(request);
    if (frontDelaySeconds === 0 || typeof outcome === 'string') return outcome;
    return { ...outcome, delayMs: (outcome.delayMs ?? 0) + frontDelaySeconds * 1000 };
  };
}
