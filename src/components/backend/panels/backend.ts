// The backend dashboard.
import type { Row } from '../../../observe/index.ts';
export const backendRows: readonly Row[] = [];
