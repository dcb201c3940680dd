// Proves that promtool is asked and its complaints come back.
import { describe, expect, it } from 'vitest';
import { needPromtool, promtoolCheckMetrics } from './promtool.ts';

describe.runIf(needPromtool())('promtool', () => {
  it('has nothing to say about a clean body', async () => {
    const body = '# HELP a_total Things.\n# TYPE a_total counter\na_total 1\n';
    expect(await promtoolCheckMetrics(body)).toEqual([]);
  });

  it('complains about a missing help and about garbage', async () => {
    expect(await promtoolCheckMetrics('# TYPE a_total counter\na_total 1\n')).toEqual([
      'a_total no help text',
    ]);
    expect((await promtoolCheckMetrics('}{\n')).join()).toMatch(/error while linting/);
  });
});
