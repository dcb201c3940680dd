// What supervisord's own log says about the end of a program: the signal or the exit status, which XML-RPC leaves out.
import type { XmlRpcValue } from '../xml-rpc.ts';
import type { FailureReason } from './reasons.ts';

const TAIL_BYTES = 16 * 1024;
/** Its answer is text alone. */
export const READ_LOG = { method: 'supervisor.readLog', params: [-TAIL_BYTES, 0] };

const CRASHES = new Set(['SEGV', 'ABRT', 'BUS', 'ILL', 'FPE', 'SYS']);

/** By what a shell, or a program itself, says with its status. 137 is a child's SIGKILL as a shell passes it on. */
const STATUS: Readonly<Record<number, FailureReason>> = {
  126: 'permission',
  127: 'missing_file',
  137: 'killed',
};
/** mongod's log is often its owner's alone to read; its status tells as much, as MongoDB documents it. */
const STATUS_OF: Readonly<Record<string, Readonly<Record<number, FailureReason>>>> = {
  mongodb: { 48: 'port_in_use', 62: 'data_version' },
};

/** The text of the answer to {@link READ_LOG}; undefined for a fault or anything else. */
export function supervisorLog(answer: XmlRpcValue | undefined): string | undefined {
  return typeof answer === 'string' ? answer : undefined;
}

/**
 * From the last line about its end, e.g. `WARN exited: rts (terminated by SIGKILL; not expected)`; `unsaid` where it
 * ended with a status that says no more; undefined if there is no such line.
 */
export function endingOf(program: string, log: string): FailureReason | 'unsaid' | undefined {
  const line = log
    .split('\n')
    .findLast((one) =>
      ['exited', 'stopped'].some((word) => one.includes(` ${word}: ${program} (`)),
    );
  if (line === undefined) return undefined;
  if (line.includes(` stopped: ${program} (`)) return 'stopped';
  const signal = /terminated by SIG([A-Z0-9]+)/.exec(line)?.[1];
  if (signal !== undefined) return CRASHES.has(signal) ? 'crashed' : 'killed';
  const status = Number(/exit status (\d+)/.exec(line)?.[1]);
  return STATUS_OF[program]?.[status] ?? STATUS[status] ?? 'unsaid';
}
