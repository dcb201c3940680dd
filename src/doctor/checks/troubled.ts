// Parts that do not answer or are not well: each with its reason and what to do, or one finding for all of them.
import type { Finding } from '../finding.ts';
import { isCutOff, isLoopback, type Part } from '../part.ts';
import { programOf, programStates } from '../programs.ts';
import { readLog, remedyFor } from '../remedies.ts';
import type { Facts } from '../target.ts';

export function troubledParts(facts: Facts): Finding[] {
  const cutOff = isCutOff(facts.parts);
  const troubled = facts.parts.filter(
    (part) => isTroubled(part) && !isEcho(part, facts.parts) && !(cutOff && isLoopback(part)),
  );
  const states = programStates(facts.result.families);
  const findings = troubled.map((part): Finding => {
    if (part.component.name === 'backend' && part.state === 'unwell' && facts.up) {
      return actuator(part);
    }
    return trouble(part, states.get(programOf(part.component.name)), causeOf(part, troubled));
  });
  return cutOff ? [CUT_OFF, ...findings] : findings;
}

const isTroubled = ({ state }: Part) => state === 'down' || state === 'unwell';

function trouble(part: Part, program: string | undefined, cause: Part | undefined): Finding {
  const { component, detail } = part;
  const ended = program !== undefined && program !== 'RUNNING';
  const more = [
    saysMore(part) ? detail : undefined,
    ended ? `supervisord says that its program is ${program}` : undefined,
  ].filter((one) => one !== undefined && one !== '');
  return {
    level: 'error',
    code: codeOf(component.name, part),
    component: component.name,
    text: `${component.title} ${said(part)}`,
    ...(more.length > 0 && { detail: more.join('; ') }),
    remedy: cause
      ? { text: `mend ${cause.component.title} first: the rest follows from it`, lines: [] }
      : remedyFor(part, program),
    ...(cause && { consequence: true }),
  };
}

/** To a refusal, and where time ran out, what was thrown only repeats the reason. */
const saysMore = ({ reason, state, detail }: Part) =>
  detail !== 'the deadline passed' && !(reason === 'refused' && state === 'down');

/** The health check passed, so it is only the metrics that are missing. */
function actuator(part: Part): Finding {
  const { component, why = 'could not be read', detail = '' } = part;
  return {
    level: 'warning',
    code: codeOf('actuator', part),
    component: component.name,
    text: `the backend is healthy, but its actuator gives no metrics, or not all: ${why}`,
    detail,
    remedy: readLog(part),
  };
}

const codeOf = (what: string, { reason = 'internal' }: Part) =>
  `${what}-${reason.replaceAll('_', '-')}`;

function said({ why = 'could not be read', state, reason }: Part): string {
  const words = /^(?:its|the|what) /.test(why) ? `cannot be read: ${why}` : why;
  return state === 'unwell' && reason !== 'unhealthy' ? `answers in part, but ${words}` : words;
}

/** Usage is asked of the same MongoDB: one server that is gone is one thing to mend. */
function isEcho({ component }: Part, parts: readonly Part[]): boolean {
  const isMongodb = (other: Part) => other.component.name === 'mongodb';
  return component.name === 'usage' && parts.some((other) => isMongodb(other) && isTroubled(other));
}

/** A backend that says it is not well is not the cause while one of its stores is gone; nor the door to an ill one. */
function causeOf({ component, reason }: Part, troubled: readonly Part[]): Part | undefined {
  if (component.name === 'edge' && reason === 'unhealthy') {
    const ill = ({ state, reason }: Part) => state === 'down' || reason === 'unhealthy';
    return troubled.find((other) => other.component.name === 'backend' && ill(other));
  }
  if (component.name !== 'backend' || reason !== 'unhealthy') return undefined;
  return troubled.find((other) => ['mongodb', 'redis'].includes(other.component.name));
}

const CUT_OFF: Finding = {
  level: 'error',
  code: 'cut-off',
  text: 'nothing of Appsmith answers on this machine’s loopback: every port refuses',
  detail:
    'Either Appsmith is not running (docker start appsmith), or the exporter is not in its network namespace',
  remedy: {
    text: 'run it in the network of Appsmith’s container',
    lines: [
      `sudo --preserve-env nsenter --net --target "$(docker inspect --format '{{.State.Pid}}' appsmith)" \\`,
      '  node dist/main.js doctor',
    ],
  },
};
