// The other side of the metric contract: what the rules need is really there, in one scrape of the healthy demo.
import { describe, expect, it, onTestFinished } from 'vitest';
import { startAppsmith } from '../../src/demo/appsmith.ts';
import { build, startServe } from '../support/built.ts';
import { missing, namesIn } from '../support/scraped-names.ts';
import { ABSENT_ON_DEMO } from './absent-by-right.ts';

describe('a scrape of the healthy demo', () => {
  it('has every series that a rule needs, but for the listed ones', async () => {
    const built = await build();
    onTestFinished(() => built.remove());
    const appsmith = await startAppsmith();
    onTestFinished(() => appsmith.stop());
    const serving = await startServe(built, appsmith.env);
    onTestFinished(async () => void (await serving.stop()));
    const response = await fetch(`${serving.url}/metrics`);
    const absent = missing(namesIn(await response.text()));
    expect([...absent.keys()].toSorted()).toEqual(Object.keys(ABSENT_ON_DEMO).toSorted());
  }, 60_000);
});
