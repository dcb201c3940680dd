// The latency buckets are written down wherever a user can copy them; all must be the ones that the thresholds know.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SHIPPED_BUCKETS_TEXT } from '../../src/metrics/index.ts';

test('are spelt as Spring reads them, without a space', () => {
  expect(SHIPPED_BUCKETS_TEXT).toBe('50ms,100ms,250ms,500ms,1s,2500ms,5s,10s,20s,30s,60s');
});

const METERS = ['HTTP_SERVER_REQUESTS', 'APPSMITH_TOTAL_PLUGIN_EXECUTION'];

test.each(['compose/compose.yml', 'README.md'])('%s turns exactly these on', (path) => {
  const text = readFileSync(path, 'utf8');
  const found = [...text.matchAll(/DISTRIBUTION_SLO_(\w+)[=:] *"?([\w,]+)"?/g)];
  expect(found.map(([, meter]) => meter)).toEqual(METERS);
  expect(new Set(found.map(([, , buckets]) => buckets))).toEqual(new Set([SHIPPED_BUCKETS_TEXT]));
});
