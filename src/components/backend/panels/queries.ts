// The queries dashboard.
import type { Row } from '../../../observe/index.ts';
export const queriesRows: readonly Row[] = [];
