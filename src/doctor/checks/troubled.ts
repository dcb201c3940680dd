// Parts that do not answer or are not well: each with its reason and what to do, or one finding for all of them.
import type { Finding } from '../finding.ts';
import { isLoopback, type Part } from '../part.ts';
import { programStates } from '../programs.ts';
import { remedyFor } from '../remedies.ts';
import type { Facts } from '../target.ts';

export function troubledParts(facts: Facts): Finding[] {
  if (isCutOff(facts.parts)) return [CUT_OFF];
  const troubled = facts.parts.filter(({ state }) => state === 'down' || state === 'unwell');
  const states = programStates(facts.result.families);
  return troubled.map((part) => {
    const cause = causeOf(part, troubled);
    const state = states.get(part.component.name);
    const ended = state !== undefined && state !== 'RUNNING';
    const detail = [part.detail, ended && `supervisord says that its program is ${state}`];
    return {
      level: part.state === 'unwell' && facts.up === true ? 'warning' : 'error',
      code: `${part.component.name}-${(part.reason ?? 'internal').replaceAll('_', '-')}`,
      component: part.component.name,
      text: `${part.component.title} ${said(part)}`,
      detail: detail.filter(Boolean).join('; '),
      remedy: cause
        ? { text: `mend ${cause.component.title} first: the rest follows from it`, lines: [] }
        : remedyFor(part, state),
      ...(cause && { consequence: true }),
    };
  });
}

const said = ({ why = 'could not be read' }: Part) =>
  /^(?:its|the|what) /.test(why) ? `cannot be read: ${why}` : why;

/** A backend that says it is not well is not the cause while one of its stores is gone. */
function causeOf({ component, reason }: Part, troubled: readonly Part[]): Part | undefined {
  if (component.name !== 'backend' || reason !== 'unhealthy') return undefined;
  return troubled.find((other) => ['mongodb', 'redis'].includes(other.component.name));
}

/** Whether everything that should be on this machine refuses: then the machine is the wrong one, or empty. */
export function isCutOff(parts: readonly Part[]): boolean {
  const near = parts.filter((part) => part.state !== 'absent' && isLoopback(part));
  return near.length >= 2 && near.every(({ reason }) => reason === 'refused');
}

const CUT_OFF: Finding = {
  level: 'error',
  code: 'cut-off',
  text: 'nothing of Appsmith answers on this machine’s loopback: every port refuses',
  detail:
    'either Appsmith is not running (docker start appsmith), or the exporter is not in its network namespace',
  remedy: {
    text: 'run it in the network of Appsmith’s container',
    lines: [
      `sudo --preserve-env nsenter --net --target "$(docker inspect --format '{{.State.Pid}}' appsmith)" \\`,
      '  node dist/main.js doctor',
    ],
  },
};
