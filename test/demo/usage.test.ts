// What the embedded MongoDB answers about people and applications follows from the model's population.

import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readDockerEnv } from '../../src/config/docker-env.ts';
import { startAppsmith } from '../../src/demo/appsmith.ts';
import { plugins } from '../../src/demo/model/plugins.ts';
import { scraped, usageTarget, windows } from '../components/mongodb/usage/support.ts';

/** A Tuesday at ten in the morning. */
const MORNING = Date.UTC(2026, 2, 10, 10);

async function demo(peakUsers: number) {
  const options = {
    time: 'manual',
    now: MORNING,
    warmUpSeconds: 60,
    knobs: { peakUsers },
  } as const;
  const appsmith = await startAppsmith(options);
  onTestFinished(() => appsmith.stop());
  const { variables } = await readDockerEnv(appsmith.stacksDir, (path) =>
    readFileSync(path, 'utf8'),
  );
  const url = variables.get('APPSMITH_DB_URL')?.value ?? '';
  return (await scraped(usageTarget(url))).series;
}

describe('the embedded MongoDB', () => {
  it('tells people and applications that fit each other', async () => {
    const series = await demo(60);
    const active = windows(series) as number[];
    expect(active).toEqual(active.toSorted((a, b) => a - b));
    expect(active[0]).toBeGreaterThan(20);
    const [viewers, editors] = ['viewers', 'editors'].map(
      (kind) => windows(series, `appsmith_active_${kind}`) as number[],
    );
    for (const [i, people] of active.entries()) {
      expect(viewers![i]).toBeLessThan(people);
      expect(editors![i]).toBeLessThan(viewers![i]!);
    }
    expect(series.get('appsmith_users')).toBeGreaterThan(viewers![3]!);
    expect(series.get('appsmith_queries')).toBeGreaterThan(series.get('appsmith_pages')!);
    const told = [...series.keys()].filter((name) => name.startsWith('appsmith_datasources{'));
    expect(told).toHaveLength(plugins.length);
    expect(told).toContain('appsmith_datasources{plugin="restapi"}');
  });

  it('tells more of a larger company', async () => {
    const [small, large] = [await demo(10), await demo(200)];
    for (const name of ['appsmith_users', 'appsmith_applications', 'appsmith_workspaces']) {
      expect(large.get(name)).toBeGreaterThan(small.get(name)!);
    }
  });
});
