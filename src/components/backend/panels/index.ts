// The rows of the Backend dashboard in the order in which somebody looks at them.
import type { Row } from '../../../observe/index.ts';
import { httpRow } from './http.ts';
import { collectionRow, memoryRow } from './memory.ts';
import { gitRow, peopleRow } from './people.ts';
import { logRow, processRow } from './process.ts';
import { storesRow } from './stores.ts';
import { wellRow } from './well.ts';

export const backendRows: readonly Row[] = [
  wellRow,
  memoryRow,
  collectionRow,
  processRow,
  httpRow,
  peopleRow,
  gitRow,
  storesRow,
  logRow,
];
