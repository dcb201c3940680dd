// A stacks volume on a network that hangs: one look waits for it, scrapes do not, and no second look begins.
import { expect, it, onTestFinished, vi } from 'vitest';
import { runtime } from '../../../src/components/runtime/index.ts';
import { scrapeText, targetOf } from '../../support/component.ts';

const opened = vi.hoisted(() => ({ count: 0, go: () => {} }));
vi.mock('node:fs/promises', async (original) => ({
  ...(await original<object>()),
  opendir: () => {
    opened.count += 1;
    return new Promise((_, reject) => {
      opened.go = () => reject(new Error('the mount is back'));
    });
  },
}));

it('holds up no scrape for long, is not asked again, and is once it has answered', async () => {
  const target = targetOf(runtime, { procfs: '/nowhere' }, 'env', { stacksDir: '/hung' });
  onTestFinished(() => target.close());
  const begun = performance.now();
  const { result, series } = await scrapeText(target);
  expect(performance.now() - begun).toBeLessThan(2500);
  expect(result.outcomes[0]).toMatchObject({ state: 'up', success: true });
  expect([...series.keys()].filter((name) => name.includes('heap_dump'))).toEqual([]);
  await scrapeText(target);
  expect(opened.count).toBe(1);
  opened.go();
  await vi.waitFor(async () => {
    void scrapeText(target);
    expect(opened.count).toBe(2);
  });
  opened.go();
});
