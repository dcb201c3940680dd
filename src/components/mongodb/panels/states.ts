// Names and colours for values that are codes.
import type { Panel } from '../../../observe/index.ts';

type Mappings = NonNullable<Panel['mappings']>;

export const PRIMARY: Mappings = [
  { value: 1, text: 'primary', mood: 'good' },
  { value: 0, text: 'none', mood: 'bad' },
];

/** As in MongoDB's replica set protocol. */
export const MEMBER_STATES: Mappings = [
  { value: 0, text: 'starting', mood: 'warn' },
  { value: 1, text: 'primary', mood: 'good' },
  { value: 2, text: 'secondary', mood: 'neutral' },
  { value: 3, text: 'recovering', mood: 'warn' },
  { value: 5, text: 'copying', mood: 'warn' },
  { value: 6, text: 'unknown', mood: 'bad' },
  { value: 7, text: 'arbiter', mood: 'neutral' },
  { value: 8, text: 'down', mood: 'bad' },
  { value: 9, text: 'rollback', mood: 'bad' },
  { value: 10, text: 'removed', mood: 'bad' },
];
