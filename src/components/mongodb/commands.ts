// The commands of one scrape in the order they are asked: the cheap and important ones first.
import type { Document } from 'mongodb';
import type { SampleSet } from '../../metrics/index.ts';
import type { Run } from './link.ts';
import { readServerStatus } from './read/server-status.ts';

/** What the answers so far have told. */
export interface Facts {
  readonly database: string;
  readonly slowSeconds: number;
}

/** One thing to ask; `name` is the value of the `command` label. */
export interface Ask {
  readonly name: string;
  /** Not asked at all where it cannot apply. */
  readonly when?: (facts: Facts) => boolean;
  run(run: Run, facts: Facts): Promise<Document>;
  read(answer: Document, samples: SampleSet, facts: Facts): void;
}

const serverStatus: Ask = {
  name: 'serverStatus',
  run: (run) => run('admin', { serverStatus: 1 }),
  read: (answer, samples) => readServerStatus(answer, samples),
};

/** Everything to ask for, given what is known. */
export function asksFor(_facts: Facts): readonly Ask[] {
  return [serverStatus];
}
