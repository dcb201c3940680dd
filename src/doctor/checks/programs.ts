// Programs that supervisord does not keep running, where no part of the scrape says so already.
import type { Finding } from '../finding.ts';
import { programOf, programStates } from '../programs.ts';
import { startProgram } from '../remedies.ts';
import type { Facts } from '../target.ts';

const FINE = new Set(['RUNNING', 'STARTING']);
/** Stopped by somebody, or ended by itself with success, as one-off programs do. */
const MEANT = new Set(['STOPPED', 'STOPPING', 'EXITED']);

export function programs({ result, parts }: Facts): Finding[] {
  const told = new Set(
    parts.filter(({ state }) => state === 'down').map(({ component }) => programOf(component.name)),
  );
  return [...programStates(result.families)]
    .filter(([program, state]) => !FINE.has(state) && !told.has(program))
    .map(([program, state]) => ({
      level: MEANT.has(state) ? 'warning' : 'error',
      code: 'program-not-running',
      component: 'supervisord',
      text: `supervisord does not keep ${program} running: it is ${state}`,
      remedy: startProgram(program),
    }));
}
