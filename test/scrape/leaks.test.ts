// What a scrape leaves behind, over the whole of the embedded Appsmith: no signal, no promise and no timer more than the last.

import { queryObjects } from 'node:v8';
import { describe, expect, it, onTestFinished } from 'vitest';
import { composeTarget } from '../../src/commands/compose.ts';
import { components } from '../../src/components/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import { startAppsmith } from '../../src/demo/appsmith.ts';

const SCRAPES = 20;

/** Objects of these kinds that live after a full collection. */
const counted = (): Record<string, number> =>
  Object.fromEntries(
    [EventTarget, Promise, Map, Set, Error].map((kind) => [
      kind.name,
      queryObjects(kind, { format: 'count' }) as number,
    ]),
  );

describe('a scrape of every part', () => {
  it('leaves nothing behind', async () => {
    // Its users would leave objects of their own.
    const appsmith = await startAppsmith({ time: 'manual' });
    onTestFinished(() => appsmith.stop());
    const argv = ['--cloud-services.interval=0s'];
    const { targets } = await loadConfig({ argv, components, env: appsmith.env });
    const target = composeTarget(targets[0]!, components);
    onTestFinished(() => target.close());
    const scrapes = async (times: number) => {
      for (let i = 0; i < times; i++) await target.scrape({ timeoutMs: 5000 });
      return counted();
    };
    const { outcomes } = await target.scrape({ timeoutMs: 5000 });
    expect(outcomes.filter(({ state }) => state === 'up').length).toBeGreaterThan(12);
    const before = await scrapes(SCRAPES);
    const after = await scrapes(SCRAPES);
    // One object a scrape is a leak; others live in this process as well, so that a few more are none.
    const grown = Object.entries(after).filter(([kind, n]) => n - before[kind]! >= SCRAPES / 2);
    expect(grown).toEqual([]);
  }, 60_000);
});
