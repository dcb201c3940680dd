// Each reason for a failure told to a person: what it means, the line that says so, what to do.
import type { Note } from '../../../scrape/component.ts';
import type { Failure, FailureReason } from './reasons.ts';
import { withoutSecrets } from './redact.ts';

/** What the reason means, to follow “why mongodb does not run: ”. */
const MEANINGS: Readonly<Record<FailureReason, string>> = {
  data_version: 'its data is of a version that it does not open',
  data_damaged: 'its data is damaged',
  disk_full: 'the disk is full',
  out_of_memory: 'it found no memory',
  port_in_use: 'its port is taken by another program',
  configuration: 'it does not understand its configuration',
  permission: 'it may not read or write a file, or take a port',
  missing_file: 'a file or program that it needs is not there',
  connection_refused: 'what it needs did not answer',
  killed: 'a signal ended it',
  crashed: 'it crashed',
  stopped: 'somebody stopped it',
  spawn_error: 'supervisord could not start it',
  exited_too_quickly: 'it ended right after its start, and its log says nothing that is known',
  unknown: 'its log says nothing that is known',
};

/** The first thing to do. */
const REMEDIES: Readonly<Record<FailureReason, string>> = {
  data_version: 'go back to the image of before, then update through the versions in between',
  data_damaged: 'restore the latest backup, or repair the data as the program’s own manual says',
  disk_full: 'free space on the stacks volume, then start it',
  out_of_memory: 'give the container more memory, or the backend a smaller heap',
  port_in_use: 'end the other program, or the old process that is still there',
  configuration: 'correct the variable or file that the line names',
  permission: 'give the file that the line names back to the user that the program runs as',
  missing_file: 'put the file back, or pull the image anew',
  connection_refused: 'mend what it needs first (mongodb and redis before backend), then start it',
  killed: 'see whether the kernel killed it for want of memory: dmesg | grep -i "killed process"',
  crashed: 'report it with the version and the line',
  stopped: 'start it when it is wanted again',
  spawn_error: 'read supervisord’s own log',
  exited_too_quickly: 'read its log below /appsmith-stacks/logs',
  unknown: 'read its log below /appsmith-stacks/logs',
};

/** For doctor alone: the line is what the program wrote, less what looks like a secret; none if no line tells. */
export function failureNote(process: string, { reason, line }: Failure): Note | undefined {
  if (line === undefined) return undefined;
  return {
    level: 'warning',
    code: 'program-failure-reason',
    text: `why ${process} does not run: ${MEANINGS[reason]}: “${withoutSecrets(line)}”`,
    remedy: REMEDIES[reason],
  };
}
