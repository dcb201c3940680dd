// What a scrape leaves behind, over the whole of the embedded Appsmith: no signal, no promise and no timer more than the last.

import { queryObjects } from 'node:v8';
import { describe, expect, it, onTestFinished } from 'vitest';
import { composeTarget } from '../../src/commands/compose.ts';
import { components } from '../../src/components/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import { startAppsmith } from '../../src/demo/appsmith.ts';

const SCRAPES = 15;

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
    let before = await scrapes(SCRAPES);
    let grown: unknown[] = [];
    // One object a scrape is a leak, and one each time. The test runner leaves some now and then.
    for (let round = 0; round < 3; round++) {
      const after = await scrapes(SCRAPES);
      grown = Object.entries(after).filter(([kind, n]) => n - before[kind]! >= SCRAPES / 2);
      before = after;
      if (grown.length === 0) break;
    }
    expect(grown).toEqual([]);
  }, 120_000);
});
