// How to look at the objectives: the SLO dashboard.
import type { Row } from '../../../observe/index.ts';
export const appsmithRows: readonly Row[] = [];
